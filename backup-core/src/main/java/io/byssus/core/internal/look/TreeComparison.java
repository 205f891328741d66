package io.byssus.core.internal.look;

import io.byssus.api.ChunkId;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryPath;
import io.byssus.core.diff.Difference;
import io.byssus.core.diff.Difference.Aspect;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.snapshot.SnapshotEntry;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Walks two trees side by side and tells where they differ. Used by one thread. */
public final class TreeComparison {
  private final TreeReader trees;
  private final Consumer<? super Difference> visitor;
  private final Watch watch;

  /**
   * Creates a comparison.
   *
   * @param trees reads directories
   * @param visitor is given each difference, in the order of the paths
   * @param watch is told of every entry
   */
  public TreeComparison(TreeReader trees, Consumer<? super Difference> visitor, Watch watch) {
    this.trees = trees;
    this.visitor = visitor;
    this.watch = watch;
  }

  /** Compares two entries with a path and all that is below; {@code null} is an entry not there. */
  public void entries(EntryPath path, @Nullable TreeEntry before, @Nullable TreeEntry after) {
    watch.found();
    if (before != null && after != null) {
      Set<Aspect> aspects = EntryComparison.aspects(before, after);
      if (!aspects.isEmpty()) {
        visitor.accept(Difference.modified(entry(path, before), entry(path, after), aspects));
      }
    } else if (after != null) {
      visitor.accept(Difference.added(entry(path, after)));
    } else if (before != null) {
      visitor.accept(Difference.removed(entry(path, before)));
    }
    directories(path, subtree(before), subtree(after));
  }

  /** Compares two directories with a path; {@code null} is a directory that is not there. */
  public void directories(EntryPath path, @Nullable ChunkId before, @Nullable ChunkId after) {
    if (before == null ? after == null : before.equals(after)) {
      return;
    }
    watch.directory();
    List<TreeEntry> older = before == null ? List.of() : trees.directory(before);
    List<TreeEntry> newer = after == null ? List.of() : trees.directory(after);
    watch.entries(older.size() + newer.size());
    int o = 0;
    int n = 0;
    while (o < older.size() || n < newer.size()) {
      int order = order(older, o, newer, n);
      TreeEntry one = order <= 0 ? older.get(o++) : null;
      TreeEntry other = order >= 0 ? newer.get(n++) : null;
      entries(path.resolve((one == null ? newer.get(n - 1) : one).name()), one, other);
    }
  }

  private static int order(List<TreeEntry> older, int o, List<TreeEntry> newer, int n) {
    if (o == older.size()) {
      return 1;
    }
    return n == newer.size() ? -1 : older.get(o).name().compareTo(newer.get(n).name());
  }

  private static @Nullable ChunkId subtree(@Nullable TreeEntry entry) {
    return entry == null || entry.kind() != EntryKind.DIRECTORY ? null : entry.subtree();
  }

  private static SnapshotEntry entry(EntryPath path, TreeEntry entry) {
    return new SnapshotEntry(path, entry.metadata(), entry.linkTarget());
  }
}
