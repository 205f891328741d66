package io.byssus.benchmarks;

import io.byssus.api.ChunkId;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.IndexSegmentWriter;
import java.util.Arrays;
import java.util.Random;
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
import org.openjdk.jmh.annotations.Warmup;

/** Looks chunks up in an index; the score is nanoseconds for one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class IndexBenchmark {
  /** How many chunks are in the index: a million stand for about a tebibyte. */
  @Param({"10000", "1000000"})
  public int chunks = SamplePacks.CHUNKS;

  private final SamplePacks packs = new SamplePacks(new Random(1));
  private ChunkId[] there = {};
  private ChunkId[] absent = {};
  private ChunkIndex index = ChunkIndex.EMPTY;
  private int next;

  /** Builds the index. */
  @Setup
  public void build() {
    there = ids();
    absent = ids();
    IndexSegmentWriter segment = new IndexSegmentWriter();
    for (int at = 0; at < chunks; at += SamplePacks.CHUNKS) {
      int end = Math.min(chunks, at + SamplePacks.CHUNKS);
      segment.add(packs.pack(Arrays.copyOfRange(there, at, end)));
    }
    index = new ChunkIndex.Builder().add("benchmark", segment.payload()).build();
  }

  /** Returns the position of a chunk that is there. */
  @Benchmark
  public int find() {
    next = (next + 1) % there.length;
    return index.find(there[next]);
  }

  /** Returns that a chunk is not there. */
  @Benchmark
  public int miss() {
    next = (next + 1) % absent.length;
    return index.find(absent[next]);
  }

  private ChunkId[] ids() {
    ChunkId[] ids = new ChunkId[chunks];
    for (int i = 0; i < chunks; i++) {
      ids[i] = packs.id();
    }
    return ids;
  }
}
