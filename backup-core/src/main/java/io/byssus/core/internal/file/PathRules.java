package io.byssus.core.internal.file;

import io.byssus.api.source.EntryKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules in order, of which the last that matches an entry decides. Immutable. */
public final class PathRules {
  /** No rules. */
  public static final PathRules NONE = new PathRules(List.of());

  private final List<PathRule> rules;

  private PathRules(List<PathRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** What the rules say of an entry. */
  public enum Verdict {
    /** It is left out. */
    OUT,
    /** It is kept. */
    IN,
    /** No rule matches. */
    NONE,
    /** It depends on whether it is a directory, which was not told. */
    UNKNOWN
  }

  /** Returns rules, the last of which counts most. */
  public static PathRules of(List<PathRule> rules) {
    return rules.isEmpty() ? NONE : new PathRules(rules);
  }

  /** Returns these rules and, counting more than they, others. */
  public PathRules and(List<PathRule> others) {
    List<PathRule> longer = new ArrayList<>(rules);
    longer.addAll(others);
    return of(longer);
  }

  /** Returns whether there is no rule. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * Returns what the rules say of an entry.
   *
   * @param directory the components of its directory's path
   * @param name its name
   * @param kind what it is, or {@code null} if that is not known yet
   */
  public Verdict verdict(List<String> directory, String name, @Nullable EntryKind kind) {
    for (int i = rules.size() - 1; i >= 0; i--) {
      PathRule rule = rules.get(i);
      boolean any = !rule.pattern().directoriesOnly() || kind == EntryKind.DIRECTORY;
      if ((any || kind == null) && rule.pattern().matches(directory, name)) {
        return any ? rule.verdict() : Verdict.UNKNOWN;
      }
    }
    return Verdict.NONE;
  }

  @Override
  public String toString() {
    return rules.toString();
  }
}
