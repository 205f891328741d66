package io.byssus.compression.brotli;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import io.byssus.api.NoProviderException;
import io.byssus.api.compression.CompressionCodec;
import io.byssus.api.compression.CompressionLevel;

/**
 * Brotli (RFC 7932), under the name {@code brotli}.
 *
 * <p>A piece becomes one stream. Levels: {@code FAST} is quality 1, {@code STANDARD} 5 and {@code
 * MAXIMUM} 11, with the library's window of 4 MiB (140, 19 to 47 and 0.7 MB/s on one core of a
 * small server). Quality 11 stores 6 % less than 9 for twenty times the time: it is for what is
 * written once and kept for ever.
 *
 * <p>The native library comes in one artifact for each platform ({@code
 * com.aayushatharva.brotli4j:native-linux-x86_64} and so on). Maven adds the one of the machine
 * that <em>builds</em> the application; one that is built elsewhere than it runs, or with another
 * tool, must name its platform's artifact itself.
 *
 * <p>Safe for use by several threads.
 */
public final class BrotliCodec implements CompressionCodec {
  private static final String NAME = "brotli";

  private static final int FAST_QUALITY = 1;
  private static final int STANDARD_QUALITY = 5;
  private static final int MAXIMUM_QUALITY = 11;

  /** The longest piece: its bound must be an array's length. */
  private static final int MAX_INPUT = 0x7f000000;

  /** Creates the codec. The native library is loaded when it is first needed. */
  public BrotliCodec() {}

  @Override
  public String name() {
    return NAME;
  }

  /**
   * {@inheritDoc}
   *
   * <p>As {@code BrotliEncoderMaxCompressedSize} (encode.h): a header of four bytes for every 16
   * KiB that do not compress, and a few for the stream.
   */
  @Override
  public int maxCompressedLength(int length) {
    if (length < 0 || length > MAX_INPUT) {
      throw new IllegalArgumentException("length " + length + " is not between 0 and " + MAX_INPUT);
    }
    return length + 4 * (length >>> 14) + 16;
  }

  /**
   * {@inheritDoc}
   *
   * @throws NoProviderException if there is no native library for this platform, with the artifact
   *     to add
   */
  @Override
  public Compressor compressor(CompressionLevel level) {
    requireLibrary();
    return new BrotliCompressor(
        switch (level) {
          case FAST -> FAST_QUALITY;
          case STANDARD -> STANDARD_QUALITY;
          case MAXIMUM -> MAXIMUM_QUALITY;
        });
  }

  /**
   * {@inheritDoc}
   *
   * @throws NoProviderException if there is no native library for this platform, with the artifact
   *     to add
   */
  @Override
  public Decompressor decompressor() {
    requireLibrary();
    return new BrotliDecompressor();
  }

  private static void requireLibrary() {
    if (!Brotli4jLoader.isAvailable()) {
      throw new NoProviderException(
          "The native library of brotli cannot be loaded on %s %s; add com.aayushatharva.brotli4j:native-… for that platform (such as native-linux-x86_64), and see that %s allows executable files"
              .formatted(
                  System.getProperty("os.name"),
                  System.getProperty("os.arch"),
                  System.getProperty("java.io.tmpdir")),
          Brotli4jLoader.getUnavailabilityCause());
    }
  }
}
