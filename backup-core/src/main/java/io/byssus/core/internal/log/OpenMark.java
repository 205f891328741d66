package io.byssus.core.internal.log;

import java.util.Set;

/**
 * What may go, until it is decided. Nobody may rely on its packs.
 *
 * @param number the entry that marked it
 * @param packs the packs
 * @param segments the index segments
 */
public record OpenMark(long number, PackSet packs, Set<String> segments) {
  /** Copies the segments. */
  public OpenMark {
    segments = Set.copyOf(segments);
  }
}
