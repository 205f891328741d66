package io.byssus.store.fs;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Where two processes wait for each other: a count of each one's arrivals, in a file that both map.
 * Without it the one that starts first may be ahead for all of a race.
 */
final class Rendezvous {
  private static final VarHandle COUNT =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** A process that is killed must not leave the other behind for ever. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Far enough apart to be in cache lines of their own. */
  private static final int DISTANCE = 128;

  /** The other may need this processor; most waits are over before. */
  private static final int LOOKS_BETWEEN_PAUSES = 1_000;

  private final ByteBuffer counts;
  private final int ours;
  private final int theirs;
  private long arrivals;

  private Rendezvous(ByteBuffer counts, boolean first) {
    this.counts = counts;
    this.ours = first ? 0 : DISTANCE;
    this.theirs = first ? DISTANCE : 0;
  }

  /** Opens or creates the file; exactly one of the two processes is the first. */
  static Rendezvous in(Path file, boolean first) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Rendezvous(channel.map(FileChannel.MapMode.READ_WRITE, 0, 2 * DISTANCE), first);
    }
  }

  /** Returns when the other has called this as often. */
  void meet() {
    arrivals++;
    COUNT.setVolatile(counts, ours, arrivals);
    long start = System.nanoTime();
    int looks = 0;
    while ((long) COUNT.getVolatile(counts, theirs) < arrivals) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("the other process did not come to meeting " + arrivals);
      }
      if (++looks % LOOKS_BETWEEN_PAUSES == 0) {
        LockSupport.parkNanos(1);
      }
      Thread.onSpinWait();
    }
  }
}
