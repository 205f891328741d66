package io.byssus.core.internal.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/** What the kernel knows of an entry: the {@code struct statx} of {@code statx(2)}. */
public final class FileStatus {
  static final int SIZE = 256;

  private static final int LINKS = 16;
  private static final int USER = 20;
  private static final int GROUP = 24;
  private static final int MODE = 28;
  private static final int INODE = 32;
  private static final int LENGTH = 40;
  private static final int CHANGED = 96;
  private static final int MODIFIED = 112;
  private static final int NODE_MAJOR = 128;
  private static final int NODE_MINOR = 132;
  private static final int DEVICE_MAJOR = 136;
  private static final int DEVICE_MINOR = 140;

  private static final int UNSIGNED_SHORT = 0xffff;
  private static final long UNSIGNED_INT = 0xffff_ffffL;

  private final ByteBuffer fields;

  FileStatus(byte[] fields) {
    this.fields = ByteBuffer.wrap(fields).order(ByteOrder.nativeOrder());
  }

  /** Returns the bits of the kind and the permissions. */
  public int mode() {
    return fields.getShort(MODE) & UNSIGNED_SHORT;
  }

  /** Returns the owner's number. */
  public long uid() {
    return unsigned(USER);
  }

  /** Returns the group's number. */
  public long gid() {
    return unsigned(GROUP);
  }

  /** Returns how many names the entry has, as far as its file system counts them. */
  public long links() {
    return unsigned(LINKS);
  }

  /** Returns the length of the content in bytes. */
  public long size() {
    return fields.getLong(LENGTH);
  }

  /** Returns the number of the entry in its file system. */
  public long inode() {
    return fields.getLong(INODE);
  }

  /** Returns the number of the file system, put together as the C library's {@code dev_t} is. */
  public long device() {
    long major = unsigned(DEVICE_MAJOR);
    long minor = unsigned(DEVICE_MINOR);
    return (major & 0xffff_f000L) << 32
        | (major & 0xfff) << 8
        | (minor & 0xffff_ff00L) << 12
        | (minor & 0xff);
  }

  /** Returns the first part of the number of the device that a node stands for. */
  public long nodeMajor() {
    return unsigned(NODE_MAJOR);
  }

  /** Returns the second part of the number of the device that a node stands for. */
  public long nodeMinor() {
    return unsigned(NODE_MINOR);
  }

  /** Returns when the content changed last. */
  public Instant modified() {
    return instant(MODIFIED);
  }

  /** Returns when the content or anything else of the entry changed last. */
  public Instant changed() {
    return instant(CHANGED);
  }

  private Instant instant(int offset) {
    return Instant.ofEpochSecond(fields.getLong(offset), unsigned(offset + Long.BYTES));
  }

  private long unsigned(int offset) {
    return fields.getInt(offset) & UNSIGNED_INT;
  }
}
