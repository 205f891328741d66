package io.byssus.compression;

import io.byssus.api.compression.CompressionCodec;
import io.byssus.api.compression.CompressionLevel;
import java.util.function.Supplier;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/**
 * LZ4: the codec for the fastest stores and the slowest processors, under the name {@code lz4}.
 *
 * <p>A piece becomes one block of the <a
 * href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md">LZ4 block format</a>, without
 * a frame: the container keeps the lengths and authenticates it. Where the native library does not
 * load, the same format is written and read in Java, more slowly.
 *
 * <p>Levels: {@code FAST} and {@code STANDARD} are the fast compressor (675 MB/s on one core of a
 * small server), because everything between it and {@code MAXIMUM} is both slower and larger than
 * zstd 3. {@code MAXIMUM} is LZ4 HC 9 (49 MB/s, 20 % less stored); HC 12 took three times as long
 * for another 0.5 %.
 *
 * <p>Safe for use by several threads.
 */
public final class Lz4Codec implements CompressionCodec {
  static final String NAME = "lz4";

  private static final int MAXIMUM_LEVEL = 9;

  /** {@code LZ4_MAX_INPUT_SIZE} of lz4.h. */
  private static final int MAX_INPUT = 0x7E000000;

  private final Supplier<LZ4Factory> library;

  /** Creates the codec. */
  public Lz4Codec() {
    this(() -> Library.FACTORY);
  }

  Lz4Codec(Supplier<LZ4Factory> library) {
    this.library = library;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int maxCompressedLength(int length) {
    if (length < 0 || length > MAX_INPUT) {
      throw new IllegalArgumentException(
          "length " + length + " is not between 0 and " + MAX_INPUT + ", the limit of lz4");
    }
    return bound(length);
  }

  @Override
  public Compressor compressor(CompressionLevel level) {
    return switch (level) {
      case FAST, STANDARD -> new Lz4Compressor(library.get().fastCompressor());
      case MAXIMUM -> new OffHeapLz4Compressor(library.get().highCompressor(MAXIMUM_LEVEL));
    };
  }

  /**
   * {@inheritDoc}
   *
   * <p>Uses the bounds-checked decoder, never the one that trusts its input (whose holes have CVE
   * numbers).
   */
  @Override
  public Decompressor decompressor() {
    return new PieceDecompressor(
        NAME,
        library.get().safeDecompressor()::decompress,
        // The decoder in Java leaves some of its checks to the arrays.
        e -> e instanceof LZ4Exception || e instanceof IndexOutOfBoundsException,
        () -> {});
  }

  /** The bound of lz4.h, {@code LZ4_COMPRESSBOUND}. */
  static int bound(int length) {
    return length + length / 255 + 16;
  }

  /** Loads the library when it is first used, not when the codecs are looked up. */
  private static final class Library {
    static final LZ4Factory FACTORY = load();

    private static LZ4Factory load() {
      try {
        return LZ4Factory.nativeInstance();
      } catch (LinkageError | RuntimeException e) {
        // No library for this platform, or none may be extracted here. The pure Java instance is
        // the one without sun.misc.Unsafe, about which newer JDKs warn on standard error.
        return LZ4Factory.safeInstance();
      }
    }
  }
}
