package io.byssus.core.internal.pipeline;

import io.byssus.core.internal.execution.Stage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The fixed number of blocks that large files are read into. A block goes back when the last chunk
 * that lies in it is stored: a reader that is ahead of the workers waits here.
 */
final class BlockPool {
  /** The share of the heap that blocks may take. */
  private static final int HEAP_SHARE = 8;

  /** One is read while the chunks of another are stored. */
  private static final int MAX_BLOCKS_PER_PROCESSOR = 2;

  /** A reader moves what is left of one block into the next, so it needs two. */
  private static final int MIN_BLOCKS_PER_READER = 2;

  private final int blockSize;
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private final Deque<byte[]> free = new ArrayDeque<>();
  private int made;

  private BlockPool(int blockSize, int limit) {
    this.blockSize = blockSize;
    this.limit = limit;
    if (limit == MIN_BLOCKS_PER_READER) {
      // While a tight heap has as much room in one piece: some collectors never move large arrays.
      while (made < limit) {
        free.addFirst(new byte[blockSize]);
        made++;
      }
    }
  }

  /**
   * Returns a pool that takes at most a share of the heap, but for the two blocks that one reader
   * needs.
   *
   * @param largestChunk in bytes; no block is smaller
   * @param processors how many store chunks
   * @param heap the greatest size of the heap in bytes
   */
  static BlockPool forHeap(int largestChunk, int processors, long heap) {
    long fitting = heap / HEAP_SHARE / largestChunk;
    long wanted = MIN_BLOCKS_PER_READER + (long) MAX_BLOCKS_PER_PROCESSOR * processors;
    return new BlockPool(
        largestChunk, (int) Math.max(MIN_BLOCKS_PER_READER, Math.min(wanted, fitting)));
  }

  /** Returns how many readers can work without waiting for each other for ever. */
  int readers() {
    return limit / MIN_BLOCKS_PER_READER;
  }

  Block acquire(Ended ended) {
    lock.lock();
    try {
      while (true) {
        ended.check();
        byte[] bytes = free.pollFirst();
        if (bytes != null) {
          return new Block(bytes);
        }
        if (made < limit) {
          made++;
          return new Block(new byte[blockSize]);
        }
        Stage.await(released);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A block, held by its reader and by each chunk that is not stored yet. */
  final class Block {
    private final byte[] bytes;
    private final AtomicInteger holders = new AtomicInteger(1);

    private Block(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }

    void retain() {
      holders.incrementAndGet();
    }

    void release() {
      if (holders.decrementAndGet() == 0) {
        lock.lock();
        try {
          free.addFirst(bytes);
          released.signal();
        } finally {
          lock.unlock();
        }
      }
    }
  }
}
