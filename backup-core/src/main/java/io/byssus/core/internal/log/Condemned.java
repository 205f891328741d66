package io.byssus.core.internal.log;

import java.util.Set;

/**
 * What an entry condemned or dropped: it may be deleted, and never counts again.
 *
 * @param entry the number of the entry, a CONDEMN or a REPLACE
 * @param packs the packs
 * @param segments the index segments
 */
public record Condemned(long entry, PackSet packs, Set<String> segments) {
  /** Copies the segments. */
  public Condemned {
    segments = Set.copyOf(segments);
  }

  boolean isEmpty() {
    return packs.isEmpty() && segments.isEmpty();
  }
}
