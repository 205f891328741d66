package io.byssus.core.internal.engine;

import io.byssus.api.ChunkId;
import io.byssus.core.internal.index.ChunkIndex;
import java.util.BitSet;
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

  /** Returns the damaged packs of which other packs have a sound copy of every chunk. */
  BitSet healed(ChunkIndex index) {
    BitSet healed = new BitSet();
    for (int pack = 0; pack < whole.length(); pack++) {
      healed.set(pack, isWhole(pack));
    }
    chunks.forEach(place -> healed.set(place.pack));
    healed.andNot(withoutCopies(index));
    return healed;
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
    return sound(id.word0(), id.word1(), pack);
  }

  private boolean sound(long word0, long word1, int pack) {
    return !isWhole(pack) && (chunks.isEmpty() || !chunks.contains(new Place(word0, word1, pack)));
  }

  /** Returns the packs with a damaged chunk of which there is no sound copy in another pack. */
  BitSet withoutCopies(ChunkIndex index) {
    BitSet lost = new BitSet();
    if (found() == 0) {
      return lost;
    }
    for (int at = 0; at < index.size(); at++) {
      int pack = index.packOf(at);
      if (isWhole(pack) && !lost.get(pack) && !copied(index, index.findFirst(at))) {
        lost.set(pack);
      }
    }
    for (Place place : chunks) {
      ChunkIndex domain = index.in(index.packs().get(place.pack).domain());
      if (!copied(domain, domain.find(place.word0, place.word1))) {
        lost.set(place.pack);
      }
    }
    return lost;
  }

  private boolean copied(ChunkIndex index, int first) {
    for (int at = first; at != ChunkIndex.ABSENT; at = index.findNext(at)) {
      if (sound(index.word0(at), index.word1(at), index.packOf(at))) {
        return true;
      }
    }
    return false;
  }
}
