package io.byssus.core.internal.tree;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.source.EntryName;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory in the order of its tree. One leaf is held at a time. Used by one
 * thread.
 *
 * <p>A part that can't be read is thrown once, and the next call goes on behind it.
 */
public final class DirectoryReader {
  private final TreeReader trees;
  private final Deque<Part> parts = new ArrayDeque<>();
  private Iterator<TreeEntry> leaf = Collections.emptyIterator();
  private @Nullable EntryName last;

  /** No part of a directory is in it twice: a few that say so would unfold forever. */
  private final Set<ChunkId> seen = new HashSet<>();

  /** A node that is still to be read, and how many branches lead to it. */
  private record Part(ChunkId id, int depth) {}

  DirectoryReader(TreeReader trees, ChunkId directory) {
    this.trees = trees;
    parts.push(new Part(directory, 0));
  }

  /**
   * Returns whether there is another entry.
   *
   * @throws DamagedRepositoryException if the part that is next is missing or damaged
   * @throws io.byssus.api.UnsupportedFormatException if it is of a later format
   */
  public boolean hasNext() {
    while (!leaf.hasNext() && !parts.isEmpty()) {
      read(parts.pop());
    }
    return leaf.hasNext();
  }

  private void read(Part part) {
    last = null;
    if (!seen.add(part.id())) {
      throw contradiction(part);
    }
    TreeNode node = trees.node(part.id());
    if (node instanceof TreeNode.Leaf full) {
      leaf = full.entries().iterator();
    } else if (node instanceof TreeNode.Branch branch) {
      if (part.depth() == TreeFormat.MAX_BRANCH_DEPTH) {
        throw contradiction(part);
      }
      for (int i = branch.children().size() - 1; i >= 0; i--) {
        ChunkId child = branch.children().get(i);
        if (child != null) {
          parts.push(new Part(child, part.depth() + 1));
        }
      }
    }
  }

  private static DamagedRepositoryException contradiction(Part part) {
    return new DamagedRepositoryException("tree " + part.id() + " contradicts itself");
  }

  /**
   * Returns the next entry.
   *
   * @throws DamagedRepositoryException if the leaf has another one of the same name
   */
  public TreeEntry next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the directory has no more entries");
    }
    TreeEntry entry = leaf.next();
    if (last != null && entry.name().equals(last)) {
      throw new DamagedRepositoryException(
          "a directory has two entries with the name " + entry.name());
    }
    last = entry.name();
    return entry;
  }
}
