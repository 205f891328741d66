package io.byssus.benchmarks;

import io.byssus.api.ChunkId;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.IndexSegmentWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Locale;
import java.util.Random;

/**
 * What an index takes of the heap for each chunk, packs, records and all: for chunks that have a
 * record each, 16 in a pack, which is the most that a chunk can cost.
 *
 * <pre>
 * java -Xmx2g -cp backup-benchmarks/target/benchmarks.jar io.byssus.benchmarks.IndexMemory [CHUNKS]
 * </pre>
 */
public final class IndexMemory {
  private static final int DEFAULT_CHUNKS = 10_000_000;
  private static final int CHUNKS_OF_A_SEGMENT = 1 << 16;
  private static final int SEED = 1;

  private IndexMemory() {}

  /** Measures and prints a line. */
  public static void main(String[] arguments) {
    int chunks = arguments.length == 0 ? DEFAULT_CHUNKS : Integer.parseInt(arguments[0]);
    long before = used();
    ChunkIndex index = index(new SamplePacks(new Random(SEED)), chunks);
    long after = used();
    if (index.size() != chunks) {
      throw new IllegalStateException("the index has " + index.size() + " chunks");
    }
    System.out.printf(
        Locale.ROOT,
        "%,d chunks in %,d packs: %.2f bytes of heap a chunk%n",
        chunks,
        index.packs().size(),
        (double) (after - before) / chunks);
  }

  private static ChunkIndex index(SamplePacks packs, int chunks) {
    ChunkIndex.Builder builder = new ChunkIndex.Builder();
    for (int at = 0; at < chunks; at += CHUNKS_OF_A_SEGMENT) {
      IndexSegmentWriter segment = new IndexSegmentWriter();
      int end = Math.min(chunks, at + CHUNKS_OF_A_SEGMENT);
      for (int from = at; from < end; from += SamplePacks.CHUNKS) {
        segment.add(packs.pack(ids(packs, Math.min(SamplePacks.CHUNKS, end - from))));
      }
      builder.add("segment " + at, segment.payload());
    }
    return builder.build();
  }

  private static ChunkId[] ids(SamplePacks packs, int count) {
    ChunkId[] ids = new ChunkId[count];
    for (int i = 0; i < count; i++) {
      ids[i] = packs.id();
    }
    return ids;
  }

  private static long used() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
