package io.byssus.core.diff;

import io.byssus.api.DataSize;
import io.byssus.core.diff.Difference.Aspect;
import io.byssus.core.diff.Difference.Change;

/** How much differs between two snapshots. Immutable. */
public final class DiffTotals {
  private final Tally added;
  private final Tally removed;
  private final Tally modified;
  private final Tally metadata;

  private DiffTotals(Counter counter) {
    this.added = counter.added;
    this.removed = counter.removed;
    this.modified = counter.modified;
    this.metadata = counter.metadata;
  }

  /**
   * Counts of entries.
   *
   * @param files how many are files
   * @param directories how many are directories
   * @param others how many are links or anything else
   * @param size of the files: of those that were removed the old one, else the new one
   */
  public record Tally(long files, long directories, long others, DataSize size) {
    private static final Tally NONE = new Tally(0, 0, 0, DataSize.ZERO);

    /** Returns how many entries were counted. */
    public long entries() {
      return files + directories + others;
    }

    private Tally plus(Difference difference) {
      var entry = difference.entry().metadata();
      return switch (entry.kind()) {
        case FILE ->
            new Tally(files + 1, directories, others, size.plus(DataSize.ofBytes(entry.size())));
        case DIRECTORY -> new Tally(files, directories + 1, others, size);
        default -> new Tally(files, directories, others + 1, size);
      };
    }
  }

  /** Returns what only the newer snapshot has. */
  public Tally added() {
    return added;
  }

  /** Returns what only the older snapshot has. */
  public Tally removed() {
    return removed;
  }

  /** Returns what is of another kind or has other content, with or without other metadata. */
  public Tally modified() {
    return modified;
  }

  /** Returns what has other metadata only. */
  public Tally metadata() {
    return metadata;
  }

  /** Returns whether nothing differs. */
  public boolean none() {
    return added.entries() + removed.entries() + modified.entries() + metadata.entries() == 0;
  }

  @Override
  public String toString() {
    return "added " + added + ", removed " + removed + ", modified " + modified + ", " + metadata;
  }

  /** Counts differences. Not safe for use by several threads. */
  public static final class Counter {
    private Tally added = Tally.NONE;
    private Tally removed = Tally.NONE;
    private Tally modified = Tally.NONE;
    private Tally metadata = Tally.NONE;

    /** Creates a counter that stands at nothing. */
    public Counter() {}

    /** Counts a difference. */
    public void count(Difference difference) {
      if (difference.change() == Change.ADDED) {
        added = added.plus(difference);
      } else if (difference.change() == Change.REMOVED) {
        removed = removed.plus(difference);
      } else if (difference.aspects().contains(Aspect.KIND)
          || difference.aspects().contains(Aspect.CONTENT)) {
        modified = modified.plus(difference);
      } else {
        metadata = metadata.plus(difference);
      }
    }

    /** Returns the totals so far. */
    public DiffTotals totals() {
      return new DiffTotals(this);
    }
  }
}
