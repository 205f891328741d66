package io.byssus.benchmarks;

import io.byssus.core.internal.chunk.ChunkSizes;
import io.byssus.core.internal.chunk.FastCdc;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Cuts 64 MiB into chunks; the score is milliseconds for all of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChunkerBenchmark {
  private static final int LENGTH = 64 << 20;
  private static final int GEAR_ENTRIES = 256;

  private final byte[] content = SampleData.random(LENGTH);
  private final FastCdc chunker =
      new FastCdc(ChunkSizes.DEFAULT, new Random(1).longs(GEAR_ENTRIES).toArray());

  /** Returns how many chunks there are. */
  @Benchmark
  public int cut() {
    int chunks = 0;
    for (int at = 0; at < LENGTH; chunks++) {
      int length = chunker.cut(content, at, LENGTH);
      at += length == FastCdc.NONE ? LENGTH - at : length;
    }
    return chunks;
  }
}
