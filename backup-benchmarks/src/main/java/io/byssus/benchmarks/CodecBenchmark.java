package io.byssus.benchmarks;

import io.byssus.api.compression.CompressionCodec;
import io.byssus.api.compression.CompressionLevel;
import io.byssus.compression.Codecs;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Compresses and decompresses 1 MiB of text; the score is microseconds for it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
  private static final int LENGTH = 1 << 20;

  /** The codec's name. */
  @Param({"zstd", "lz4", "gzip"})
  public String codec = "zstd";

  /** How much time it spends. */
  @Param({"FAST", "STANDARD", "MAXIMUM"})
  public CompressionLevel level = CompressionLevel.FAST;

  private final byte[] text = SampleData.text(LENGTH);
  private final byte[] plain = new byte[LENGTH];
  private byte[] compressed = {};
  private int compressedLength;
  private CompressionCodec.Compressor compressor =
      Codecs.installed().codec("zstd").compressor(level);
  private CompressionCodec.Decompressor decompressor =
      Codecs.installed().codec("zstd").decompressor();

  /** Takes the codec, and compresses what is decompressed. */
  @Setup
  public void prepare() {
    compressor.close();
    decompressor.close();
    CompressionCodec chosen = Codecs.installed().codec(codec);
    compressor = chosen.compressor(level);
    decompressor = chosen.decompressor();
    compressed = new byte[chosen.maxCompressedLength(LENGTH)];
    compressedLength = compress();
  }

  /** Frees what is native. */
  @TearDown
  public void free() {
    compressor.close();
    decompressor.close();
  }

  /** Returns the length after compression. */
  @Benchmark
  public int compress() {
    return compressor.compress(text, 0, LENGTH, compressed, 0);
  }

  /** Returns the text. */
  @Benchmark
  public byte[] decompress() {
    decompressor.decompress(compressed, 0, compressedLength, plain, 0, LENGTH);
    return plain;
  }
}
