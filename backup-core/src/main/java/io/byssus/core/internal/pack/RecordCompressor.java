package io.byssus.core.internal.pack;

import io.byssus.api.compression.CompressionCodec;
import io.byssus.api.compression.CompressionCodec.Compressor;
import io.byssus.api.compression.CompressionLevel;
import io.byssus.compression.Compressibility;
import io.byssus.crypto.DirectoryEntry;
import io.byssus.crypto.RecordHeader;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Compresses the plaintext of records, unless that does not pay. One for each thread. */
public final class RecordCompressor implements AutoCloseable {
  /** A result must be smaller by one part in so many, else the data is stored as it is. */
  private static final int WORTHWHILE_PART = 32;

  private final @Nullable CompressionCodec codec;
  private final @Nullable Compressor compressor;
  private byte[] compressed = {};

  private RecordCompressor(@Nullable CompressionCodec codec, @Nullable Compressor compressor) {
    this.codec = codec;
    this.compressor = compressor;
  }

  /** Returns one that compresses with a codec. */
  public static RecordCompressor with(CompressionCodec codec, CompressionLevel level) {
    return new RecordCompressor(codec, codec.compressor(level));
  }

  /** Returns one that leaves everything as it is. */
  public static RecordCompressor none() {
    return new RecordCompressor(null, null);
  }

  /**
   * Returns the record of a plaintext. It is good until the next call, and as long as the plaintext
   * does not change.
   *
   * @param plain holds the plaintext
   * @param offset where it starts
   * @param length how long it is
   * @param entry makes the directory's entry from the payload's length
   */
  PackRecord compress(byte[] plain, int offset, int length, IntFunction<DirectoryEntry> entry) {
    if (codec != null && compressor != null && Compressibility.worthTrying(plain, offset, length)) {
      int room = codec.maxCompressedLength(length);
      compressed = Buffers.withRoomFor(room, compressed);
      int result = compressor.compress(plain, offset, length, compressed, 0);
      if (result >= 0 && result <= length - length / WORTHWHILE_PART - 1) {
        return new PackRecord(codec.name(), compressed, 0, entry.apply(result));
      }
    }
    return new PackRecord(RecordHeader.NO_CODEC, plain, offset, entry.apply(length));
  }

  @Override
  public void close() {
    if (compressor != null) {
      compressor.close();
    }
  }
}
