package io.byssus.benchmarks;

import io.byssus.api.ChunkId;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.IndexSegmentWriter;
import io.byssus.core.internal.index.PackContents;
import io.byssus.core.internal.index.PackKind;
import io.byssus.core.internal.index.PackName;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.ContainerSealer;
import io.byssus.crypto.Directory;
import io.byssus.crypto.DirectoryEntry;
import java.util.ArrayList;
import java.util.List;
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
  private static final int CHUNKS_OF_A_PACK = 16;
  private static final int CHUNK_LENGTH = 1 << 20;
  private static final int RUN_ID_BYTES = 16;
  private static final int SHA256_BYTES = 32;

  /** How many chunks are in the index: a million stand for about a tebibyte. */
  @Param({"10000", "1000000"})
  public int chunks = CHUNKS_OF_A_PACK;

  private final Random random = new Random(1);
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
    for (int at = 0; at < chunks; at += CHUNKS_OF_A_PACK) {
      segment.add(pack(at));
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
      ids[i] = ChunkId.of(bytes(ChunkId.BYTES), 0);
    }
    return ids;
  }

  private PackContents pack(int from) {
    List<DirectoryEntry> records = new ArrayList<>();
    for (int i = from; i < Math.min(chunks, from + CHUNKS_OF_A_PACK); i++) {
      records.add(new DirectoryEntry.Chunk(CHUNK_LENGTH, CHUNK_LENGTH, there[i]));
    }
    int header = ContainerKind.DATA_PACK.headerLength();
    int length = header + records.size() * ContainerSealer.sealedLength(CHUNK_LENGTH);
    return new PackContents(
        PackName.of(bytes(RUN_ID_BYTES), bytes(SHA256_BYTES)),
        PackKind.DATA,
        length,
        header,
        new Directory(records));
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
