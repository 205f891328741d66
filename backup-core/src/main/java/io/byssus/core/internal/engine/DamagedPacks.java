package io.byssus.core.internal.engine;

import io.byssus.api.ChunkId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Which packs, or which chunks in them, were found to be damaged. Safe for use by many threads. */
final class DamagedPacks {
  private final AtomicIntegerArray whole;
  private final AtomicInteger found = new AtomicInteger();
  private final Set<Place> chunks = ConcurrentHashMap.newKeySet();

  /** A copy of a chunk; the index knows the first half of ids. */
  private record Place(long word0, long word1, int pack) {}

  DamagedPacks(int packs) {
    this.whole = new AtomicIntegerArray(packs);
  }

  void whole(int pack) {
    whole.set(pack, 1);
    found.incrementAndGet();
  }

  boolean isWhole(int pack) {
    return whole.get(pack) == 1;
  }

  /** Returns how often something was found. */
  int found() {
    return found.get();
  }

  void chunk(ChunkId id, int pack) {
    found.incrementAndGet();
    chunks.add(new Place(id.word0(), id.word1(), pack));
  }

  /** Returns whether nothing was found to be wrong with the copy of a chunk in a pack. */
  boolean sound(ChunkId id, int pack) {
    return !isWhole(pack)
        && (chunks.isEmpty() || !chunks.contains(new Place(id.word0(), id.word1(), pack)));
  }
}
