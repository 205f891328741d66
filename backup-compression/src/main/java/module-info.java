/** The zstd, lz4 and gzip codecs, the look-up of codecs, and the test for incompressible data. */
module io.byssus.compression {
  requires transitive io.byssus.api;
  requires com.github.luben.zstd_jni;
  requires org.lz4.java;
  requires static org.jspecify;

  exports io.byssus.compression;

  uses io.byssus.api.compression.CompressionCodec;

  provides io.byssus.api.compression.CompressionCodec with
      io.byssus.compression.ZstdCodec,
      io.byssus.compression.Lz4Codec,
      io.byssus.compression.GzipCodec;
}
