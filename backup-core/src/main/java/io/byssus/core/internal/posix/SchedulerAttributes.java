package io.byssus.core.internal.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The {@code struct sched_attr} of {@code sched_setattr(2)}, in its first version.
 *
 * <p>For a thread that is not a real-time one, the kernel takes the run time for the length of its
 * slice.
 */
final class SchedulerAttributes {
  private static final int SIZE = 48;
  private static final int FLAGS = 8;
  private static final int NICENESS = 16;
  private static final int RUN_TIME = 24;

  /** Whoever runs the application may have chosen another policy for it. */
  private static final long KEEP_POLICY = 0x08;

  private SchedulerAttributes() {}

  static byte[] empty() {
    return new byte[SIZE];
  }

  static byte[] of(int niceness, long sliceNanos) {
    ByteBuffer attributes = ByteBuffer.allocate(SIZE).order(ByteOrder.nativeOrder());
    attributes.putInt(0, SIZE).putLong(FLAGS, KEEP_POLICY);
    attributes.putInt(NICENESS, niceness).putLong(RUN_TIME, sliceNanos);
    return attributes.array();
  }

  static long slice(byte[] attributes) {
    return ByteBuffer.wrap(attributes).order(ByteOrder.nativeOrder()).getLong(RUN_TIME);
  }
}
