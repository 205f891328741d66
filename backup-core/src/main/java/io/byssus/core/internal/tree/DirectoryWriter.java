package io.byssus.core.internal.tree;

import io.byssus.api.ChunkId;
import io.byssus.crypto.NameHasher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one directory while its entries come, and holds no more of them than a leaf has.
 *
 * <p>As long as they fit into one leaf they come in any order, beyond that in {@link TreeOrder}:
 * then a leaf is complete when the first entry behind it comes. Used by one thread.
 */
public final class DirectoryWriter {
  private final TreeNodes nodes;
  private final NameHasher names;
  private final Deque<Branch> branches = new ArrayDeque<>();

  /** What will be a leaf below the last branch, or a branch if it grows. */
  private List<Hashed> pending = new ArrayList<>();

  private int count;
  private long last;

  private record Hashed(TreeEntry entry, long hash) {}

  /** A branch whose children up to one are written; it is for hashes that begin as this one. */
  private static final class Branch {
    private final @Nullable ChunkId[] children = new @Nullable ChunkId[TreeFormat.BRANCHES];
    private final long hash;

    Branch(long hash) {
      this.hash = hash;
    }
  }

  DirectoryWriter(TreeNodes nodes, NameHasher names) {
    this.nodes = nodes;
    this.names = names;
  }

  /** Returns how many entries there are so far. */
  public int count() {
    return count;
  }

  /**
   * Takes the next entry.
   *
   * @throws IllegalArgumentException if there are more than fit into a leaf and it is out of order
   */
  public void add(TreeEntry entry) {
    Hashed next = new Hashed(entry, names.hash(entry.name().bytes()));
    if (!branches.isEmpty()) {
      requireInOrder(next);
      last = next.hash;
      if (!TreeFormat.samePrefix(pending.get(0).hash, next.hash, branches.size())) {
        endLeaf();
        while (!TreeFormat.samePrefix(branches.getFirst().hash, next.hash, branches.size() - 1)) {
          endBranch();
        }
      }
    }
    pending.add(next);
    count++;
    while (pending.size() > TreeFormat.MAX_LEAF_ENTRIES
        && branches.size() < TreeFormat.MAX_BRANCH_DEPTH) {
      split();
    }
  }

  private void requireInOrder(Hashed next) {
    if (Long.compareUnsigned(next.hash, last) < 0) {
      throw new IllegalArgumentException(
          "entry '" + next.entry.name() + "' of a large directory is out of order");
    }
  }

  /** Makes a branch of what has become too large for a leaf. */
  private void split() {
    pending.sort(Comparator.comparing(Hashed::hash, Long::compareUnsigned));
    List<Hashed> all = pending;
    last = all.get(all.size() - 1).hash;
    branches.push(new Branch(last));
    pending = new ArrayList<>();
    for (Hashed entry : all) {
      if (!pending.isEmpty()
          && !TreeFormat.samePrefix(pending.get(0).hash, entry.hash, branches.size())) {
        endLeaf();
      }
      pending.add(entry);
    }
  }

  private void endLeaf() {
    place(pending.get(0).hash, leaf());
    pending = new ArrayList<>();
  }

  private void endBranch() {
    Branch ended = branches.pop();
    place(ended.hash, nodes.branch(ended.children));
  }

  private void place(long hash, ChunkId node) {
    Branch parent = branches.getFirst();
    parent.children[TreeFormat.branch(hash, branches.size() - 1)] = node;
  }

  private ChunkId leaf() {
    return nodes.leaf(
        pending.stream().map(Hashed::entry).sorted(Comparator.comparing(TreeEntry::name)).toList());
  }

  /** Ends the directory and returns the id of its tree. */
  public ChunkId end() {
    if (branches.isEmpty()) {
      return leaf();
    }
    endLeaf();
    while (branches.size() > 1) {
      endBranch();
    }
    return nodes.branch(branches.pop().children);
  }
}
