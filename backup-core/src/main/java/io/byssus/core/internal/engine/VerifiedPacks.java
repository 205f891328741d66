package io.byssus.core.internal.engine;

import io.byssus.core.internal.index.IndexedPack;
import io.byssus.core.internal.index.PackName;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Which packs a check has read, and how much that was. Safe for use by many threads. */
final class VerifiedPacks {
  private final Set<PackName> sound = ConcurrentHashMap.newKeySet();
  private final LongAdder count = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  /** Notes that a pack was read. */
  void read(IndexedPack pack) {
    count.increment();
    bytes.add(pack.length());
  }

  /** Notes that a pack, which never changes, is what was written and what the index says. */
  void sound(IndexedPack pack) {
    sound.add(pack.name());
  }

  boolean isSound(IndexedPack pack) {
    return sound.contains(pack.name());
  }

  /** Returns how many packs were read. */
  int count() {
    return count.intValue();
  }

  /** Returns what they take. */
  long bytes() {
    return bytes.sum();
  }
}
