package io.byssus.core.internal.store;

/**
 * The most bytes that a blob which is read whole may have, by what it is. A store that says more is
 * not asked for it: who holds the store must not be able to fill the heap.
 */
public enum BlobLimit {
  /** A few hundred bytes, and a label of up to 800. */
  CONFIG(64L << 10),
  /** A wrapped key of up to 16 KiB, and 72 bytes for each epoch. */
  KEY_FILE(64L << 10),
  /** 34 bytes for each index segment of a run, and a snapshot with the paths that were named. */
  LOG_ENTRY(16L << 20),
  /** About a kilobyte for each snapshot, and 34 bytes for each index segment. */
  CHECKPOINT(256L << 20),
  /** About 24 bytes a chunk: some MiB, and more where a pack holds very many small chunks. */
  INDEX(256L << 20);

  private final long bytes;

  BlobLimit(long bytes) {
    this.bytes = bytes;
  }

  /** Returns the most bytes. */
  public long bytes() {
    return bytes;
  }
}
