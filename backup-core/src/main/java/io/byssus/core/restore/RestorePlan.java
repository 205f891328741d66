package io.byssus.core.restore;

import io.byssus.api.DataSize;
import io.byssus.api.SnapshotId;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a restore would do, entry by entry. Nothing was changed to find out. Immutable.
 *
 * <p>It tells how the target was when it was made: what changes after it, the restore finds itself.
 */
public final class RestorePlan {
  private final SnapshotId snapshot;
  private final String target;
  private final List<Step> steps;
  private final List<RestoreProblem> problems;
  private final List<String> toTakeBack;

  private RestorePlan(Builder builder) {
    this.snapshot = builder.snapshot;
    this.target = builder.target;
    this.steps = List.copyOf(builder.steps);
    this.problems = List.copyOf(builder.problems);
    this.toTakeBack = List.copyOf(builder.toTakeBack);
  }

  /** What would be done with an entry. */
  public enum Action {
    /** It is made; nothing has its name. */
    CREATE('+'),
    /** It replaces what has its name, or the parts of it that differ. */
    OVERWRITE('~'),
    /** Its content is there already; its metadata is set where it differs. */
    UNCHANGED('='),
    /** What has its name stays, as the overwrite rule says. */
    KEEP('!'),
    /** It is not in the snapshot, and is removed. */
    DELETE('-');

    private final char sign;

    Action(char sign) {
      this.sign = sign;
    }

    /** Returns the sign that stands before an entry in print. */
    public char sign() {
      return sign;
    }
  }

  /**
   * What would be done with one entry.
   *
   * @param path the entry, from the target's top directory
   * @param kind what it is in the snapshot, or in the target if it is deleted
   * @param action what would be done
   * @param bytes how much content would be written; for what is deleted, how much is lost
   */
  public record Step(EntryPath path, EntryKind kind, Action action, long bytes) {
    /** Returns the step as a line, such as {@code + /srv/shop/orders.csv (12 KiB)}. */
    @Override
    public String toString() {
      String text = action.sign() + " " + path + (kind == EntryKind.DIRECTORY ? "/" : "");
      return bytes == 0 ? text : text + " (" + DataSize.ofBytes(bytes) + ")";
    }
  }

  /** Collects the steps of a plan. */
  public static final class Builder {
    private final SnapshotId snapshot;
    private final String target;
    private final List<Step> steps = new ArrayList<>();
    private List<RestoreProblem> problems = List.of();
    private List<String> toTakeBack = List.of();

    private Builder(SnapshotId snapshot, String target) {
      this.snapshot = snapshot;
      this.target = target;
    }

    /** Adds a step. */
    public Builder add(Step step) {
      steps.add(step);
      return this;
    }

    /** Sets what is known to go wrong. */
    public Builder problems(List<RestoreProblem> found) {
      this.problems = found;
      return this;
    }

    /** Sets what would be taken back of an earlier restore. */
    public Builder toTakeBack(List<String> told) {
      this.toTakeBack = told;
      return this;
    }

    /** Returns the plan. */
    public RestorePlan build() {
      return new RestorePlan(this);
    }
  }

  /** Starts the plan of a restore of a snapshot into a target. */
  public static Builder of(SnapshotId snapshot, String target) {
    return new Builder(snapshot, target);
  }

  /** Returns the snapshot that would be restored from. */
  public SnapshotId snapshot() {
    return snapshot;
  }

  /** Returns where it would be restored to, for people. */
  public String target() {
    return target;
  }

  /** Returns what would be done, in the order of doing it; a directory before what is in it. */
  public List<Step> steps() {
    return steps;
  }

  /** Returns the steps of one sort. */
  public List<Step> steps(Action action) {
    return steps.stream().filter(step -> step.action() == action).toList();
  }

  /** Returns how much content the steps of one sort write, or lose. */
  public DataSize bytes(Action action) {
    return DataSize.ofBytes(
        steps.stream().filter(step -> step.action() == action).mapToLong(Step::bytes).sum());
  }

  /** Returns what would go wrong, as far as it can be known without writing. */
  public List<RestoreProblem> problems() {
    return problems;
  }

  /**
   * Returns what would be taken back first, because an earlier restore could not do it itself, in
   * words; the steps are planned as if it were not.
   */
  public List<String> toTakeBack() {
    return toTakeBack;
  }

  /** Returns the figures, and a line for each entry that is not unchanged. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      if (step.action() != Action.UNCHANGED) {
        text.append(step).append('\n');
      }
    }
    return text.append(summary()).toString();
  }

  /** Returns the figures in one line. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%,d to create (%s), %,d to overwrite (%s), %,d to delete (%s), %,d to keep,"
            + " %,d unchanged",
        steps(Action.CREATE).size(),
        bytes(Action.CREATE),
        steps(Action.OVERWRITE).size(),
        bytes(Action.OVERWRITE),
        steps(Action.DELETE).size(),
        bytes(Action.DELETE),
        steps(Action.KEEP).size(),
        steps(Action.UNCHANGED).size());
  }
}
