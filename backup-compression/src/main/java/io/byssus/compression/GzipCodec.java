package io.byssus.compression;

import io.byssus.api.compression.CompressionCodec;
import io.byssus.api.compression.CompressionLevel;
import java.util.zip.Deflater;

/**
 * GZIP (RFC 1952 around DEFLATE, RFC 1951): the codec that every system can read, under the name
 * {@code gzip}.
 *
 * <p>A piece becomes one member without optional fields, time or name. It needs nothing but the
 * JDK, which makes it the one to choose where no native library may be loaded; elsewhere zstd is
 * smaller and several times as fast.
 *
 * <p>Levels: {@code FAST} is 1, {@code STANDARD} 6 and {@code MAXIMUM} 9 (130, 45 and 13 MB/s on
 * one core of a small server).
 *
 * <p>Safe for use by several threads.
 */
public final class GzipCodec implements CompressionCodec {
  static final String NAME = "gzip";

  private static final int STANDARD_LEVEL = 6;

  /** The longest piece: its bound must be an array's length. */
  private static final int MAX_INPUT = 0x60000000;

  /** Creates the codec. */
  public GzipCodec() {}

  @Override
  public String name() {
    return NAME;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Room for nine bits a byte: as much as the fastest level of some zlib replacements (zlib-ng)
   * writes for data that does not compress; the original zlib stays below 0.1 % more.
   */
  @Override
  public int maxCompressedLength(int length) {
    if (length < 0 || length > MAX_INPUT) {
      throw new IllegalArgumentException("length " + length + " is not between 0 and " + MAX_INPUT);
    }
    return length
        + (length >>> 3)
        + (length >>> 8)
        + 16 // the ends of blocks
        + GzipMember.HEADER_LENGTH
        + GzipMember.TRAILER_LENGTH;
  }

  @Override
  public Compressor compressor(CompressionLevel level) {
    return new GzipCompressor(
        switch (level) {
          case FAST -> Deflater.BEST_SPEED;
          case STANDARD -> STANDARD_LEVEL;
          case MAXIMUM -> Deflater.BEST_COMPRESSION;
        });
  }

  @Override
  public Decompressor decompressor() {
    return new GzipDecompressor();
  }
}
