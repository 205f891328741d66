package io.byssus.core.internal.look;

import io.byssus.core.internal.index.ChunkIndex;
import java.util.BitSet;

/** The distinct chunks that some trees need, and what they take. Used by one thread. */
public final class ChunkUsage {
  private final ChunkIndex index;
  private final RecordShares shares;
  private final BitSet reached;
  private final Watch watch;
  private long unique;
  private long stored;

  /**
   * Creates a usage of nothing.
   *
   * @param index where each chunk is
   * @param shares what each chunk takes
   * @param watch is told of every entry
   */
  public ChunkUsage(ChunkIndex index, RecordShares shares, Watch watch) {
    this.index = index;
    this.shares = shares;
    this.reached = new BitSet(index.size());
    this.watch = watch;
  }

  /** Counts a snapshot's tree and all that is below it. */
  public void add(SnapshotTree tree) {
    new ReachedChunks(tree.index(), reached, tree.trees(), watch, this::count).add(tree.tree());
  }

  private void count(int position) {
    unique += index.lengthOf(position);
    stored += shares.storedLength(position);
  }

  /** Returns the size of the chunks that were counted. */
  public long unique() {
    return unique;
  }

  /** Returns what they take in packs. */
  public long stored() {
    return stored;
  }
}
