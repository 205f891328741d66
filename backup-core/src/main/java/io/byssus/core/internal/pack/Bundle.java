package io.byssus.core.internal.pack;

import io.byssus.api.ChunkId;
import io.byssus.crypto.DirectoryEntry;
import io.byssus.crypto.DirectoryEntry.BundledChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Small chunks that are compressed together: they compress better, and cost less, than one by one.
 */
final class Bundle {
  /** To read one chunk, this much is decompressed: a fraction of a millisecond. */
  private static final int CAPACITY = 512 << 10;

  private static final int MAX_CHUNKS = 4096;
  private static final int DATA_START = DirectoryEntry.Bundle.tableLength(MAX_CHUNKS);

  /** The chunks start behind the room for the longest table; the table goes right before them. */
  private byte[] bytes = {};

  private int end = DATA_START;
  private final List<BundledChunk> chunks = new ArrayList<>();

  boolean isEmpty() {
    return chunks.isEmpty();
  }

  boolean fits(int length) {
    return chunks.size() < MAX_CHUNKS && end - DATA_START + length <= CAPACITY;
  }

  void add(ChunkId id, byte[] source, int offset, int length) {
    if (bytes.length == 0) {
      bytes = new byte[DATA_START + CAPACITY];
    }
    System.arraycopy(source, offset, bytes, end, length);
    end += length;
    chunks.add(new BundledChunk(id, length));
  }

  PackRecord compressed(RecordCompressor compressor) {
    int table = DirectoryEntry.Bundle.tableLength(chunks.size());
    int start = DATA_START - table;
    ByteBuffer header = ByteBuffer.wrap(bytes, start, table).putInt(chunks.size());
    chunks.forEach(chunk -> header.putInt(chunk.length()));
    int plainLength = end - start;
    return compressor.compress(
        bytes,
        start,
        plainLength,
        payloadLength -> new DirectoryEntry.Bundle(payloadLength, plainLength, chunks));
  }

  void clear() {
    chunks.clear();
    end = DATA_START;
  }
}
