package io.byssus.core.internal.engine;

import io.byssus.api.SnapshotId;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.core.diff.DiffTotals;
import io.byssus.core.diff.Difference;
import io.byssus.core.diff.SnapshotDiff;
import io.byssus.core.internal.look.TreeComparison;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares two snapshots of a repository. */
public final class DiffOperation implements SnapshotDiff {
  private final OpenRepository repository;
  private final Snapshot older;
  private final Snapshot newer;
  private final EntryPath from;

  /** Creates a comparison of two snapshots. */
  public DiffOperation(OpenRepository repository, SnapshotId older, SnapshotId newer) {
    this(
        repository,
        repository.snapshots().pick(older),
        repository.snapshots().pick(newer),
        EntryPath.root());
  }

  private DiffOperation(OpenRepository repository, Snapshot older, Snapshot newer, EntryPath from) {
    this.repository = repository;
    this.older = older;
    this.newer = newer;
    this.from = from;
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
    return new DiffOperation(repository, older, newer, path);
  }

  @Override
  public DiffTotals forEach(Consumer<? super Difference> visitor) {
    DiffTotals.Counter counter = new DiffTotals.Counter();
    try (OpenTrees open = new OpenTrees(repository)) {
      TreeEntry before = start(open, older);
      TreeEntry after = start(open, newer);
      TreeComparison comparison =
          new TreeComparison(
              open.trees(),
              difference -> {
                counter.count(difference);
                visitor.accept(difference);
              });
      comparison.entries(from, before, after);
    }
    return counter.totals();
  }

  /** Returns the entry where the comparison starts, or {@code null} if there is none. */
  private @Nullable TreeEntry start(OpenTrees open, Snapshot snapshot) {
    TreeEntry entry =
        TreeEntry.directory(
            EntryName.of("top"),
            EntryMetadata.of(EntryKind.DIRECTORY).build(),
            open.tree(snapshot).tree());
    for (EntryName name : from.names()) {
      entry = entry == null ? null : child(open.trees(), entry, name);
    }
    return entry;
  }

  private static @Nullable TreeEntry child(TreeReader trees, TreeEntry parent, EntryName name) {
    if (parent.kind() == EntryKind.DIRECTORY) {
      for (TreeEntry entry : trees.directory(parent.subtree())) {
        if (entry.name().equals(name)) {
          return entry;
        }
      }
    }
    return null;
  }

  @Override
  public List<Difference> list() {
    List<Difference> differences = new ArrayList<>();
    forEach(differences::add);
    return differences;
  }

  @Override
  public DiffTotals totals() {
    return forEach(difference -> {});
  }
}
