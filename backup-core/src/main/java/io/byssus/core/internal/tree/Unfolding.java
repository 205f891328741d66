package io.byssus.core.internal.tree;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Goes through the lists of one file's content. A list that is there several times, as where the
 * content repeats, makes few bytes into many parts: that has a limit, so that who holds the store
 * can't keep a reader busy for ever. Used by one thread, once.
 */
final class Unfolding {
  /** 16 TiB of one and the same MiB; what is done for each part is some tens of bytes and nanos. */
  static final long MAX_REPEATED = 1 << 24;

  /** Repeated parts are at least this large on average: smaller files stand in their entries. */
  static final long SMALLEST_REPEATED = FileContent.MAX_INLINE;

  private final TreeReader trees;
  private final Repetition repetition;
  private final Consumer<ChunkId> onNode;
  private final TreeReader.ChunkConsumer onChunk;
  private final Map<ChunkId, Whole> known = new HashMap<>();
  private long repeated;
  private long allowed;

  private enum Repetition {
    GIVEN,
    COUNTED
  }

  /** What a list comes to with all that is below it. */
  private record Whole(int depth, long parts, long size) {}

  private Unfolding(
      TreeReader trees,
      Repetition repetition,
      Consumer<ChunkId> onNode,
      TreeReader.ChunkConsumer onChunk) {
    this.trees = trees;
    this.repetition = repetition;
    this.onNode = onNode;
    this.onChunk = onChunk;
  }

  static Unfolding inOrder(
      TreeReader trees, Consumer<ChunkId> onNode, TreeReader.ChunkConsumer onChunk) {
    return new Unfolding(trees, Repetition.GIVEN, onNode, onChunk);
  }

  static Unfolding distinct(
      TreeReader trees, Consumer<ChunkId> onNode, TreeReader.ChunkConsumer onChunk) {
    return new Unfolding(trees, Repetition.COUNTED, onNode, onChunk);
  }

  void run(FileContent.Chunked content) {
    allowed = Math.min(MAX_REPEATED, content.size() / SMALLEST_REPEATED);
    parts(content);
  }

  /** Returns how many parts some content has. */
  private long parts(FileContent.Chunked content) {
    if (content.depth() == 0) {
      for (int i = 0; i < content.count(); i++) {
        onChunk.chunk(content.id(i), content.length(i));
      }
      return content.count();
    }
    long parts = 0;
    for (int i = 0; i < content.count(); i++) {
      parts = sum(parts, list(content, i));
    }
    return parts;
  }

  private long list(FileContent.Chunked lists, int index) {
    ChunkId id = lists.id(index);
    Whole whole = known.get(id);
    if (whole == null) {
      onNode.accept(id);
      FileContent.Chunked list = trees.list(lists, index);
      long parts = parts(list);
      known.put(id, new Whole(list.depth(), parts, list.size()));
      return parts;
    }
    if (whole.depth() != lists.depth() - 1 || whole.size() != lists.length(index)) {
      throw new DamagedRepositoryException("tree " + id + " contradicts itself");
    }
    if (repetition == Repetition.COUNTED) {
      repeat(whole.parts());
      return whole.parts();
    }
    if (whole.depth() == 0) {
      repeat(whole.parts()); // those of lists above are counted here as well
    }
    onNode.accept(id);
    return parts(trees.list(lists, index));
  }

  private void repeat(long parts) {
    repeated = sum(repeated, parts);
    if (repeated > allowed) {
      throw new DamagedRepositoryException(
          "the lists of a file of few chunks unfold to more than "
              + allowed
              + " repeated ones, the most that its size allows");
    }
  }

  private static long sum(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
