package io.byssus.core.internal.look;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.source.EntryKind;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.tree.FileContent;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The distinct chunks that some trees need, and what they take. A tree is a chunk itself, so its
 * one bit also says that it was walked. Used by one thread.
 */
public final class ChunkUsage {
  private final ChunkIndex index;
  private final RecordShares shares;
  private final TreeReader trees;
  private final BitSet counted;
  private final Watch watch;
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
    this.watch = watch;
    this.index = index;
    this.shares = shares;
    this.trees = trees;
    this.counted = new BitSet(index.size());
  }

  /** Counts a directory's tree and all that is below it. */
  public void add(ChunkId tree) {
    if (counted.get(position(tree))) {
      return;
    }
    watch.directory();
    List<ChunkId> below = new ArrayList<>();
    trees.nodes(tree, this::count, entry -> add(entry, below));
    below.forEach(this::add);
  }

  private void add(TreeEntry entry, List<ChunkId> below) {
    watch.entries(1);
    if (entry.kind() == EntryKind.DIRECTORY) {
      below.add(entry.subtree());
    } else if (entry.kind() == EntryKind.FILE) {
      trees.distinctChunks(entry.content(), this::count, (chunk, length) -> countData(chunk));
    }
  }

  private void countData(ChunkId chunk) {
    if (!chunk.equals(FileContent.HOLE)) {
      count(chunk);
    }
  }

  private void count(ChunkId chunk) {
    int position = position(chunk);
    if (!counted.get(position)) {
      counted.set(position);
      unique += index.lengthOf(position);
      stored += shares.storedLength(position);
    }
  }

  private int position(ChunkId chunk) {
    int position = index.find(chunk);
    if (position == ChunkIndex.ABSENT) {
      throw new DamagedRepositoryException("chunk " + chunk + " is missing: no index lists it");
    }
    return position;
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
