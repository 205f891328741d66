package io.byssus.core.internal.look;

import io.byssus.core.internal.index.ChunkIndex;

/**
 * What each chunk takes of its pack: its record, or the part of a shared record that its size is of
 * the sizes in it. Immutable.
 */
public final class RecordShares {
  private final ChunkIndex index;
  private final int[] plainLengths;

  /** Adds up the sizes of the chunks of each record. */
  public RecordShares(ChunkIndex index) {
    this.index = index;
    this.plainLengths = new int[index.records()];
    for (int i = 0; i < index.size(); i++) {
      plainLengths[index.recordOf(i)] += index.lengthOf(i);
    }
  }

  /** Returns what the chunk at a position of the index takes, in bytes. */
  public long storedLength(int position) {
    int record = index.recordOf(position);
    long sealed = index.sealedLengthOf(record);
    int plain = plainLengths[record];
    return plain == 0 ? sealed : Math.round((double) sealed * index.lengthOf(position) / plain);
  }
}
