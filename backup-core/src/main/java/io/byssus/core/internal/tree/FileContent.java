package io.byssus.core.internal.tree;

import io.byssus.api.ChunkId;
import java.util.Arrays;

/** Where the content of a file is. */
public sealed interface FileContent {
  /**
   * Files up to this size stand in their directory's tree: a chunk of their own would cost more.
   */
  int MAX_INLINE = 512;

  /** Stands where a sparse file has a hole: zeros that are not stored. No chunk has this id. */
  ChunkId HOLE = new ChunkId(0, 0, 0, 0);

  /** No content. */
  FileContent EMPTY = new Inline(new byte[0]);

  /** Returns the size of the content in bytes. */
  long size();

  /** Content that stands in the tree itself. The array is shared. */
  @SuppressWarnings("ArrayRecordComponent") // compared by its bytes, and never changed
  record Inline(byte[] bytes) implements FileContent {
    @Override
    public boolean equals(Object other) {
      return other instanceof Inline inline && Arrays.equals(bytes, inline.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public long size() {
      return bytes.length;
    }
  }

  /** Content in chunks, or, with a depth above 0, in lists of chunks. */
  final class Chunked implements FileContent {
    private final int depth;
    private final byte[] ids;
    private final long[] lengths;

    /**
     * Creates content in chunks.
     *
     * @param depth 0 if the ids are of chunks of content; above, of lists of such, and so on
     * @param ids 32 bytes for each chunk
     * @param lengths how much content is in each
     */
    Chunked(int depth, byte[] ids, long[] lengths) {
      if (ids.length != lengths.length * ChunkId.BYTES) {
        throw new IllegalArgumentException(
            lengths.length + " lengths for " + ids.length + " bytes of ids");
      }
      this.depth = depth;
      this.ids = ids;
      this.lengths = lengths;
    }

    /** Returns 0 if the ids are of chunks of content, and above how many lists are in between. */
    public int depth() {
      return depth;
    }

    /** Returns how many ids there are. */
    public int count() {
      return lengths.length;
    }

    /** Returns an id. */
    public ChunkId id(int index) {
      return ChunkId.of(ids, index * ChunkId.BYTES);
    }

    /** Returns how much content an id stands for, in bytes. */
    public long length(int index) {
      return lengths[index];
    }

    byte[] ids() {
      return ids;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Chunked chunked
          && depth == chunked.depth
          && Arrays.equals(ids, chunked.ids)
          && Arrays.equals(lengths, chunked.lengths);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(ids);
    }

    @Override
    public long size() {
      long size = 0;
      for (long length : lengths) { // without a stream: it is asked for each file
        size += length;
      }
      return size;
    }
  }
}
