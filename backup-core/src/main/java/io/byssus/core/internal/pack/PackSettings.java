package io.byssus.core.internal.pack;

/**
 * How much memory goes into writing packs.
 *
 * @param packSize the greatest size of a pack in bytes; one buffer
 * @param openPacks how many packs of content are filled side by side
 * @param uploads how many packs are written to the store side by side
 * @param spareBuffers how many packs may be filled while all of those are being written; with none,
 *     a pack that is full is written before the next is begun
 */
public record PackSettings(int packSize, int openPacks, int uploads, int spareBuffers) {
  /** The largest chunk, its overhead and the directory have to fit. */
  public static final int MIN_PACK_SIZE = 9 << 20;

  private static final int PACK_SIZE = 16 << 20;
  private static final int HEAP_SHARE = 4;
  private static final int MAX_OPEN = 4;
  private static final int MAX_UPLOADS = 2;

  /**
   * Returns settings that take at most about a quarter of the heap.
   *
   * @param processors that fill packs
   * @param heap the greatest size of the heap in bytes
   */
  public static PackSettings forHeap(int processors, long heap) {
    long budget = heap / HEAP_SHARE;
    int size = budget >= 5L * PACK_SIZE ? PACK_SIZE : MIN_PACK_SIZE;
    int open = Math.max(1, Math.min(processors, MAX_OPEN));
    while (open > 1 && (open + 3L) * size > budget) {
      open--;
    }
    boolean tight = (open + 3L) * size > budget;
    int uploads = Math.min(processors, MAX_UPLOADS);
    return new PackSettings(size, open, tight ? 1 : uploads, tight ? 0 : uploads);
  }

  /**
   * Returns how many buffers there are: those being filled, one for trees, those being uploaded.
   */
  int buffers() {
    return openPacks + 1 + spareBuffers;
  }
}
