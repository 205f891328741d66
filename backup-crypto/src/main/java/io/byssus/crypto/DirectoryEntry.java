package io.byssus.crypto;

import io.byssus.api.ChunkId;
import java.util.List;

/** What a directory says of one record. */
public sealed interface DirectoryEntry {
  /** No chunk or bundle is larger before compression. */
  int MAX_PLAIN_LENGTH = (64 << 20) - 1;

  /** Returns what the record holds. */
  RecordType type();

  /** Returns the bytes of its payload, after compression. */
  int payloadLength();

  /** Returns the bytes before compression. */
  int plainLength();

  /** Returns whether a record's header is that of the entry's record. */
  default boolean describes(RecordHeader header) {
    return header.type() == type()
        && header.payloadLength() == payloadLength()
        && header.plainLength() == plainLength();
  }

  /**
   * A chunk.
   *
   * @param payloadLength bytes after compression, not negative
   * @param plainLength bytes before compression, not negative
   * @param id the chunk's name
   */
  record Chunk(int payloadLength, int plainLength, ChunkId id) implements DirectoryEntry {
    /** Checks the lengths. */
    public Chunk {
      requireLengths(payloadLength, plainLength);
    }

    @Override
    public RecordType type() {
      return RecordType.CHUNK;
    }
  }

  /**
   * Small chunks that are compressed together, behind a table with their number and their lengths,
   * four bytes each: with it a bundle can be taken apart when the directory is lost.
   *
   * @param payloadLength bytes after compression, not negative
   * @param plainLength bytes before compression: the table and the chunks
   * @param chunks the chunks in the order of their bytes, at least one
   */
  record Bundle(int payloadLength, int plainLength, List<BundledChunk> chunks)
      implements DirectoryEntry {
    /** Checks the lengths. */
    public Bundle {
      requireLengths(payloadLength, plainLength);
      chunks = List.copyOf(chunks);
      long sum = tableLength(chunks.size());
      for (BundledChunk chunk : chunks) {
        sum += chunk.length();
      }
      if (chunks.isEmpty() || sum != plainLength) {
        throw new IllegalArgumentException(
            "a bundle of "
                + plainLength
                + " bytes with "
                + chunks.size()
                + " chunks of "
                + sum
                + " bytes in all");
      }
    }

    /**
     * Returns the length of the table in front of so many chunks.
     *
     * @param chunks how many, not negative
     */
    public static int tableLength(int chunks) {
      return Math.multiplyExact(Integer.BYTES, chunks + 1);
    }

    @Override
    public RecordType type() {
      return RecordType.BUNDLE;
    }
  }

  /**
   * A chunk in a bundle.
   *
   * @param id its name
   * @param length its bytes before compression, not negative
   */
  record BundledChunk(ChunkId id, int length) {
    /** Checks the length. */
    public BundledChunk {
      requireLengths(length, length);
    }
  }

  /**
   * A document.
   *
   * @param payloadLength bytes after compression, not negative
   * @param plainLength bytes before compression, not negative
   */
  record Document(int payloadLength, int plainLength) implements DirectoryEntry {
    /** Checks the lengths. */
    public Document {
      requireLengths(payloadLength, plainLength);
    }

    @Override
    public RecordType type() {
      return RecordType.DOCUMENT;
    }
  }

  private static void requireLengths(int payloadLength, int plainLength) {
    if (payloadLength < 0 || plainLength < 0) {
      throw new IllegalArgumentException(
          "negative length: payload " + payloadLength + ", plain " + plainLength);
    }
  }
}
