package io.byssus.core.internal.engine;

import io.byssus.api.ChunkId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/** Which packs, or which chunks in them, were found to be damaged. Safe for use by many threads. */
final class DamagedPacks {
  private final AtomicIntegerArray whole;
  private final Map<ChunkId, String> chunks = new ConcurrentHashMap<>();

  DamagedPacks(int packs) {
    this.whole = new AtomicIntegerArray(packs);
  }

  void whole(int pack) {
    whole.set(pack, 1);
  }

  boolean isWhole(int pack) {
    return whole.get(pack) == 1;
  }

  void chunk(ChunkId id, String pack) {
    chunks.put(prefix(id), pack);
  }

  /** Returns the pack in which a chunk was found to be damaged, or {@code null}. */
  @Nullable String packOfDamaged(ChunkId id) {
    return chunks.isEmpty() ? null : chunks.get(prefix(id));
  }

  /** The index knows the first half of ids. */
  private static ChunkId prefix(ChunkId id) {
    return new ChunkId(id.word0(), id.word1(), 0, 0);
  }
}
