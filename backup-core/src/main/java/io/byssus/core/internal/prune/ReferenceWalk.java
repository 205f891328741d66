package io.byssus.core.internal.prune;

import io.byssus.api.ChunkId;
import io.byssus.api.SnapshotId;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.look.ReachedChunks;
import io.byssus.core.internal.look.Watch;
import io.byssus.core.internal.tree.TreeReader;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * What snapshots refer to: one bit for each chunk of an index, and which snapshots were walked.
 * What a snapshot refers to never changes, so none is walked twice. Used by one thread.
 */
public final class ReferenceWalk {
  private final ChunkIndex index;
  private final BitSet needed;
  private final Set<SnapshotId> walked;

  private ReferenceWalk(ChunkIndex index, BitSet needed, Set<SnapshotId> walked) {
    this.index = index;
    this.needed = needed;
    this.walked = walked;
  }

  /** Returns a walk of no snapshot yet. */
  public static ReferenceWalk in(ChunkIndex index) {
    return new ReferenceWalk(index, new BitSet(index.size()), new HashSet<>());
  }

  /**
   * Returns what is known, by the positions of another index. If that lacks a chunk, because the
   * snapshot with it was forgotten and others pruned, nothing is known.
   */
  public ReferenceWalk over(ChunkIndex other) {
    if (other == index) {
      return this;
    }
    BitSet moved = new BitSet(other.size());
    for (int at = needed.nextSetBit(0); at >= 0; at = needed.nextSetBit(at + 1)) {
      int position = other.findLike(index, at);
      if (position == ChunkIndex.ABSENT) {
        return in(other);
      }
      moved.set(position);
    }
    return new ReferenceWalk(other, moved, walked);
  }

  /**
   * Walks a snapshot, if it was not walked before. When that fails the walk is of no use any more.
   *
   * @param domain of the snapshot: what others have of the same chunks is nothing to it
   * @param tree the tree of its top directory
   * @throws io.byssus.api.DamagedRepositoryException if a tree can't be read, or a chunk is in no
   *     index
   */
  public void add(SnapshotId snapshot, long domain, ChunkId tree, TreeReader trees, Watch watch) {
    if (!walked.contains(snapshot)) {
      new ReachedChunks(index.in(domain), needed, trees, watch, position -> {}).add(tree);
      walked.add(snapshot);
    }
  }

  boolean isWalked(SnapshotId snapshot) {
    return walked.contains(snapshot);
  }

  /**
   * Returns whether the chunk at a position, and at all positions of its copies, is referred to.
   */
  boolean needs(int position) {
    return needed.get(index.findFirst(position));
  }

  /** Returns the first position of each chunk that is referred to. */
  BitSet needed() {
    return needed;
  }
}
