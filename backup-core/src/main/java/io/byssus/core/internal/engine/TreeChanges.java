package io.byssus.core.internal.engine;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryName;
import io.byssus.core.internal.tree.FileContent;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measures how much of a snapshot another one does not have; equal directories are not read. */
final class TreeChanges {
  private final TreeReader trees;

  TreeChanges(TreeReader trees) {
    this.trees = trees;
  }

  /** Returns the size of the files that are new, or have other content, in the later tree. */
  long bytes(@Nullable ChunkId before, ChunkId after) {
    if (after.equals(before)) {
      return 0;
    }
    Map<EntryName, TreeEntry> known = new HashMap<>();
    if (before != null) {
      entries(before).forEach(entry -> known.put(entry.name(), entry));
    }
    long changed = 0;
    for (TreeEntry entry : entries(after)) {
      TreeEntry was = known.get(entry.name());
      boolean sameKind = was != null && was.kind() == entry.kind();
      if (entry.kind() == EntryKind.DIRECTORY) {
        changed += bytes(sameKind && was != null ? was.subtree() : null, entry.subtree());
      } else if (entry.kind() == EntryKind.FILE
          && !(sameKind && was != null && same(was.content(), entry.content()))) {
        changed += entry.content().size();
      }
    }
    return changed;
  }

  /** What can't be read counts as changed, or as empty: this is an estimate. */
  private List<TreeEntry> entries(ChunkId tree) {
    try {
      return trees.directory(tree);
    } catch (DamagedRepositoryException | UnsupportedFormatException e) {
      return List.of();
    }
  }

  private static boolean same(FileContent one, FileContent other) {
    if (one instanceof FileContent.Inline a && other instanceof FileContent.Inline b) {
      return Arrays.equals(a.bytes(), b.bytes());
    }
    return one instanceof FileContent.Chunked a
        && other instanceof FileContent.Chunked b
        && same(a, b);
  }

  private static boolean same(FileContent.Chunked one, FileContent.Chunked other) {
    boolean same = one.depth() == other.depth() && one.count() == other.count();
    for (int i = 0; i < one.count() && same; i++) {
      same = one.id(i).equals(other.id(i));
    }
    return same;
  }
}
