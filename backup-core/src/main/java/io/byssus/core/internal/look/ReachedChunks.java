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
import java.util.function.IntConsumer;

/**
 * Goes through trees and sets a bit for each chunk of the index that they need. A tree is a chunk
 * itself, so its one bit also says that it was walked. Used by one thread.
 */
public final class ReachedChunks {
  private final ChunkIndex index;
  private final BitSet reached;
  private final TreeReader trees;
  private final Watch watch;
  private final IntConsumer onFirst;

  /**
   * Creates a walk.
   *
   * @param index where each chunk is; of several copies, the first has the bit
   * @param reached what was reached before; if the walk fails, it is of no use
   * @param trees reads directories
   * @param watch is told of every entry
   * @param onFirst is given each position that is reached for the first time
   */
  public ReachedChunks(
      ChunkIndex index, BitSet reached, TreeReader trees, Watch watch, IntConsumer onFirst) {
    this.index = index;
    this.reached = reached;
    this.trees = trees;
    this.watch = watch;
    this.onFirst = onFirst;
  }

  /**
   * Reaches a directory's tree and all that is below it.
   *
   * @throws DamagedRepositoryException if a tree can't be read, or a chunk is in no index
   */
  public void add(ChunkId tree) {
    if (reached.get(position(tree))) {
      return;
    }
    watch.directory();
    List<ChunkId> below = new ArrayList<>();
    trees.nodes(tree, this::reach, entry -> add(entry, below));
    below.forEach(this::add);
  }

  private void add(TreeEntry entry, List<ChunkId> below) {
    watch.entries(1);
    if (entry.kind() == EntryKind.DIRECTORY) {
      below.add(entry.subtree());
    } else if (entry.kind() == EntryKind.FILE) {
      trees.distinctChunks(entry.content(), this::reach, (chunk, length) -> reachData(chunk));
    }
  }

  private void reachData(ChunkId chunk) {
    if (!chunk.equals(FileContent.HOLE)) {
      reach(chunk);
    }
  }

  private void reach(ChunkId chunk) {
    int position = position(chunk);
    if (!reached.get(position)) {
      reached.set(position);
      onFirst.accept(position);
    }
  }

  private int position(ChunkId chunk) {
    int position = index.find(chunk);
    if (position == ChunkIndex.ABSENT) {
      throw new DamagedRepositoryException("chunk " + chunk + " is missing: no index lists it");
    }
    return position;
  }
}
