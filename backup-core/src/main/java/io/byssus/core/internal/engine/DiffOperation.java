package io.byssus.core.internal.engine;

import io.byssus.api.EntryNotFoundException;
import io.byssus.api.Execution;
import io.byssus.api.SnapshotId;
import io.byssus.api.SnapshotNotFoundException;
import io.byssus.api.event.Progress;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.core.diff.DiffTotals;
import io.byssus.core.diff.Difference;
import io.byssus.core.diff.SnapshotDiff;
import io.byssus.core.internal.look.SnapshotTree;
import io.byssus.core.internal.look.TreeComparison;
import io.byssus.core.internal.look.Watch;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.snapshot.Snapshot;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares two snapshots of a repository. */
public final class DiffOperation implements SnapshotDiff {
  private final LookEngine<DiffTotals> engine;
  private final Snapshot older;
  private final Snapshot newer;
  private EntryPath from = EntryPath.root();
  private Consumer<? super Difference> visitor = difference -> {};

  /** Creates a comparison of two snapshots. */
  public DiffOperation(OpenRepository repository, SnapshotId older, SnapshotId newer) {
    this.engine = new LookEngine<>(repository, "comparison");
    this.older = repository.snapshots().pick(older);
    this.newer = repository.snapshots().pick(newer);
    if (!this.older.writtenBy().equals(this.newer.writtenBy())) {
      throw new SnapshotNotFoundException(
          "snapshots "
              + older.abbreviated()
              + " and "
              + newer.abbreviated()
              + " are of different hosts with write-only keys: equal content has nothing in common"
              + " there. Restore both, and compare the files");
    }
  }

  @Override
  public Snapshot older() {
    return older;
  }

  @Override
  public Snapshot newer() {
    return newer;
  }

  @Override
  public SnapshotDiff below(EntryPath path) {
    this.from = Objects.requireNonNull(path, "path");
    return this;
  }

  @Override
  public SnapshotDiff onDifference(Consumer<? super Difference> visitor) {
    this.visitor = Objects.requireNonNull(visitor, "visitor");
    return this;
  }

  @Override
  public SnapshotDiff onProgress(Consumer<? super Progress> listener) {
    engine.onProgress(listener);
    return this;
  }

  @Override
  public DiffTotals run() {
    return engine.run(this::compare);
  }

  @Override
  public Execution<DiffTotals> start() {
    return engine.start(this::compare);
  }

  private DiffTotals compare(OpenTrees open, Watch watch) {
    DiffTotals.Counter counter = new DiffTotals.Counter();
    Consumer<Difference> counting =
        difference -> {
          counter.count(difference);
          visitor.accept(difference);
        };
    TreeReader trees = open.tree(newer).trees();
    TreeEntry before = start(open, older);
    TreeEntry after = start(open, newer);
    if (before == null && after == null) {
      throw new EntryNotFoundException(
          "there is no "
              + from
              + " in snapshot "
              + older.id().abbreviated()
              + ", nor in "
              + newer.id().abbreviated());
    }
    new TreeComparison(trees, counting, watch).entries(from, before, after);
    return counter.totals();
  }

  /** Returns the entry where the comparison starts, or {@code null} if there is none. */
  private @Nullable TreeEntry start(OpenTrees open, Snapshot snapshot) {
    SnapshotTree top = open.tree(snapshot);
    TreeEntry entry =
        TreeEntry.directory(
            EntryName.of("top"), EntryMetadata.of(EntryKind.DIRECTORY).build(), top.tree());
    for (EntryName name : from.names()) {
      entry = entry == null ? null : top.trees().find(entry, name);
    }
    return entry;
  }
}
