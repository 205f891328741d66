package io.byssus.compression;

import io.byssus.api.compression.CompressionCodec;
import io.byssus.testkit.compression.CompressionCodecContract;
import net.jpountz.lz4.LZ4Factory;

/** The fallback for platforms without the native library. */
class Lz4InJavaTest extends CompressionCodecContract {
  @Override
  protected CompressionCodec codec() {
    return new Lz4Codec(LZ4Factory::safeInstance);
  }
}
