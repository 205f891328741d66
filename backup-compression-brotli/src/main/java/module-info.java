/** The brotli codec, in a module of its own because of its native libraries. */
module io.byssus.compression.brotli {
  requires transitive io.byssus.api;
  requires com.aayushatharva.brotli4j;
  requires static org.jspecify;

  exports io.byssus.compression.brotli;

  provides io.byssus.api.compression.CompressionCodec with
      io.byssus.compression.brotli.BrotliCodec;
}
