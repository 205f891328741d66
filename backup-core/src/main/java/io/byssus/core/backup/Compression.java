package io.byssus.core.backup;

import io.byssus.api.compression.CompressionLevel;
import java.util.Objects;

/**
 * How a backup compresses what it stores. What is already stored stays as it is.
 *
 * @param codec a codec's name, such as {@code zstd}, {@code lz4}, {@code gzip}, {@code brotli}, or
 *     {@code none}
 * @param level how much time to spend
 */
public record Compression(String codec, CompressionLevel level) {
  /** The name that stands for no compression. */
  public static final String NO_CODEC = "none";

  /** zstd at its standard level. */
  public static final Compression DEFAULT = new Compression("zstd", CompressionLevel.STANDARD);

  /** No compression. */
  public static final Compression NONE = new Compression(NO_CODEC, CompressionLevel.FAST);

  /** Checks that both are there. */
  public Compression {
    Objects.requireNonNull(codec, "codec");
    Objects.requireNonNull(level, "level");
  }
}
