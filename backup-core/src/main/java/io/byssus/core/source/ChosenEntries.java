package io.byssus.core.source;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.SourceEntry;
import io.byssus.core.internal.file.PathPattern;
import io.byssus.core.internal.file.PathRules.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what a directory holds, as far as its names alone do not rule it out. */
final class ChosenEntries implements FileSession.NameVisitor {
  private final FileChoice choice;
  private final List<String> directory;
  private final List<Found> found = new ArrayList<>();
  private final Map<EntryPath, IOException> problems = new LinkedHashMap<>();
  private final List<FileEntry> entries = new ArrayList<>();
  private String name = "";
  private Verdict verdict = Verdict.NONE;
  private long ruledOut;
  private boolean leftOut;
  private @Nullable IOException failure;

  /**
   * An entry whose name does not rule it out.
   *
   * @param entry the entry
   * @param name its name as patterns see it
   * @param verdict what the rules say of the name
   */
  record Found(FileEntry entry, String name, Verdict verdict) {}

  ChosenEntries(FileChoice choice, List<String> directory) {
    this.choice = choice;
    this.directory = directory;
  }

  @Override
  public boolean wants(EntryName entryName) {
    name = PathPattern.text(entryName);
    verdict = choice.rules().verdict(directory, name, null);
    // A file that says what is left out says so also where it is left out itself.
    boolean looked = verdict != Verdict.OUT || choice.decidesBy(entryName);
    if (!looked) {
      ruledOut++;
      leftOut = true;
    }
    return looked;
  }

  @Override
  public void entry(SourceEntry entry) {
    FileEntry own = (FileEntry) entry;
    if (own.roots() != null) {
      // What was named itself is not asked for by its name.
      name = PathPattern.text(own.name());
      verdict = choice.rules().verdict(directory, name, null);
    }
    found.add(new Found(own, name, verdict));
  }

  @Override
  public void problem(EntryPath path, IOException problem) {
    problems.put(path, problem);
  }

  /** Says that the directory could not be listed to its end. */
  void failed(IOException reason) {
    failure = reason;
  }

  /** Returns what the names do not rule out. */
  List<Found> found() {
    return found;
  }

  /** Returns the components of the directory's path. */
  List<String> directory() {
    return directory;
  }

  /** Returns how many the names rule out. */
  long ruledOut() {
    return ruledOut;
  }

  /** Says that something is left out. */
  void leaveOut() {
    leftOut = true;
  }

  /** Returns whether something is left out. */
  boolean isLeftOut() {
    return leftOut;
  }

  /** Chooses an entry. */
  void choose(FileEntry entry) {
    entries.add(entry);
  }

  /** Ends the choosing; what was found is forgotten. */
  void chosen() {
    found.clear();
  }

  /** Returns what was chosen. */
  List<FileEntry> entries() {
    return entries;
  }

  /** Returns what could not be looked at. */
  Map<EntryPath, IOException> problems() {
    return problems;
  }

  /** Returns why the listing ended early, or {@code null}. */
  @Nullable IOException failure() {
    return failure;
  }
}
