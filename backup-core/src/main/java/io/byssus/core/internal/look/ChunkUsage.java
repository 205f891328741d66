package io.byssus.core.internal.look;

import io.byssus.api.ChunkId;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.tree.TreeReader;
import java.util.BitSet;

/** The distinct chunks that some trees need, and what they take. Used by one thread. */
public final class ChunkUsage {
  private final ChunkIndex index;
  private final RecordShares shares;
  private final ReachedChunks chunks;
  private long unique;
  private long stored;

  /**
   * Creates a usage of nothing.
   *
   * @param index where each chunk is
   * @param shares what each chunk takes
   * @param trees reads directories
   * @param watch is told of every entry
   */
  public ChunkUsage(ChunkIndex index, RecordShares shares, TreeReader trees, Watch watch) {
    this.index = index;
    this.shares = shares;
    this.chunks = new ReachedChunks(index, new BitSet(index.size()), trees, watch, this::count);
  }

  /** Counts a directory's tree and all that is below it. */
  public void add(ChunkId tree) {
    chunks.add(tree);
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
