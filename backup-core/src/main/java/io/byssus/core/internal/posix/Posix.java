package io.byssus.core.internal.posix;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * System calls that Java lacks, on Linux (x86-64 and aarch64) where JNA can be loaded.
 *
 * <p>Paths and names are bytes, without a zero byte; a relative path is taken from the working
 * directory of the process. No call follows a link at the end of a path, unless it says so. What is
 * missing, is there already or is denied gives the exceptions of {@code java.nio.file}, everything
 * else a {@link PosixException}.
 *
 * <p>The first use loads JNA, which takes a tenth of a second: ask only when something needs it.
 * Thread-safe.
 */
public final class Posix {
  /** For {@code openat} and its kin: relative to the working directory. */
  public static final int WORKING_DIRECTORY = -100;

  /** The type bits of a mode: a fifo. */
  public static final int FIFO = 0010000;

  /** The type bits of a mode: a character device. */
  public static final int CHARACTER_DEVICE = 0020000;

  /** The type bits of a mode: a block device. */
  public static final int BLOCK_DEVICE = 0060000;

  /** The type bits of a mode: a socket. */
  public static final int SOCKET = 0140000;

  // On Linux this is the thread, other than POSIX says: setpriority(2), 'C library/kernel
  // differences'.
  private static final int OF_PROCESS_OR_THREAD = 0;
  private static final int CALLING_THREAD = 0;

  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int KEEP_SIZE = 1;
  private static final int PUNCH_HOLE = 2;
  private static final int O_WRONLY = 1;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_PATH = 0x200000;
  private static final long OMIT_TIME = (1L << 30) - 2;

  // These differ between the two architectures.
  private static final int O_DIRECTORY_X86 = 0x10000;
  private static final int O_NOFOLLOW_X86 = 0x20000;
  private static final int O_DIRECTORY_ARM = 0x4000;
  private static final int O_NOFOLLOW_ARM = 0x8000;
  private static final int SYS_MKNODAT_X86 = 259;
  private static final int SYS_MKNODAT_ARM = 33;
  private static final int SYS_STATX_X86 = 332;
  private static final int SYS_STATX_ARM = 291;
  private static final int SYS_SCHED_SETATTR_X86 = 314;
  private static final int SYS_SCHED_SETATTR_ARM = 274;
  private static final int SYS_SCHED_GETATTR_X86 = 315;
  private static final int SYS_SCHED_GETATTR_ARM = 275;

  /** All that {@code stat} knows. */
  private static final int BASIC_STATUS = 0x7ff;

  private static final int PROCESSOR_MASK_BYTES = 1024;

  /** The kernel takes a tenth of a millisecond to a tenth of a second. */
  private static final long SHORTEST_SLICE_NANOS = 100_000;

  /** What most lists of names, and most values, fit into. */
  private static final ThreadLocal<byte[]> FIRST_BUFFERS =
      ThreadLocal.withInitial(() -> new byte[1024]);

  private final boolean arm = Platform.isARM();

  private Posix() {}

  /** Loaded when it is asked for first. */
  private static final class Loaded {
    static final @Nullable Posix POSIX;
    static final String REASON;

    static {
      Posix posix = null;
      String reason = "";
      try {
        posix = new Posix();
        posix.effectiveUser();
      } catch (LinkageError | RuntimeException e) {
        posix = null;
        Throwable cause = e.getCause() == null ? e : e.getCause();
        reason = "system calls can't be made (" + cause.getMessage() + ")";
      }
      POSIX = posix;
      REASON = reason;
    }
  }

  /** Returns the system calls, or nothing where they can't be made. */
  public static Optional<Posix> find() {
    return Optional.ofNullable(Loaded.POSIX);
  }

  /** Returns whether system calls can be made. */
  public static boolean available() {
    return Loaded.POSIX != null;
  }

  /** Returns why system calls can't be made, for people; empty if they can. */
  public static String unavailableReason() {
    return Loaded.REASON;
  }

  /**
   * Opens a directory itself, not through a link, for other calls to start from.
   *
   * @param directory a descriptor, or {@link #WORKING_DIRECTORY}
   * @param path from there
   * @return a descriptor, which is the caller's to {@linkplain #close close}
   */
  public int openDirectory(int directory, byte[] path) throws IOException {
    int onlyDirectories = arm ? O_DIRECTORY_ARM : O_DIRECTORY_X86;
    return open(directory, path, noFollow() | onlyDirectories);
  }

  /**
   * Holds a directory itself, not through a link, for other calls to start from; it need not be
   * readable.
   *
   * @param path from the working directory
   * @return a descriptor, which is the caller's to {@linkplain #close close}
   */
  public int holdDirectory(byte[] path) throws IOException {
    int onlyDirectories = arm ? O_DIRECTORY_ARM : O_DIRECTORY_X86;
    return open(WORKING_DIRECTORY, path, noFollow() | onlyDirectories | O_PATH);
  }

  /**
   * Opens a file for reading, not through a link. A fifo does not make it wait.
   *
   * @param directory a descriptor, or {@link #WORKING_DIRECTORY}
   * @param path from there
   * @return a descriptor, which is the caller's to {@linkplain #close close}
   */
  public int openFile(int directory, byte[] path) throws IOException {
    return open(directory, path, noFollow() | O_NONBLOCK);
  }

  private int noFollow() {
    return arm ? O_NOFOLLOW_ARM : O_NOFOLLOW_X86;
  }

  private static int open(int directory, byte[] path, int flags) throws IOException {
    int file = LibC.openat(directory, terminated(path), flags | O_CLOEXEC);
    if (file < 0) {
      throw failure(path);
    }
    return file;
  }

  /** Closes a descriptor. */
  public void close(int file) {
    int ignored = LibC.close(file); // What was opened for reading has nothing that could be lost.
  }

  /**
   * Returns where the next hole begins, which may be the end of the file.
   *
   * @param file a descriptor; its position changes
   * @param from where to look from, in bytes from the start; before the end
   */
  public long nextHole(int file, long from) throws IOException {
    long at = LibC.lseek(file, from, SEEK_HOLE);
    if (at < 0) {
      throw failure(new byte[0]);
    }
    return at;
  }

  /**
   * Returns where the next data begins, or -1 if there is none up to the end of the file.
   *
   * @param file a descriptor; its position changes
   * @param from where to look from, in bytes from the start
   */
  public long nextData(int file, long from) throws IOException {
    long at = LibC.lseek(file, from, SEEK_DATA);
    if (at < 0 && Native.getLastError() != Errors.NO_SUCH_ADDRESS) {
      throw failure(new byte[0]);
    }
    return at;
  }

  /**
   * Gives the room of a part of a file back: it reads as zeros. The size stays.
   *
   * @param path of a file, not through a link
   * @param offset where the part starts, in bytes
   * @param length its length in bytes
   * @throws PosixException with {@link Errors#NOT_SUPPORTED} where the file system can't
   */
  public void punchHole(byte[] path, long offset, long length) throws IOException {
    int file = open(WORKING_DIRECTORY, path, noFollow() | O_NONBLOCK | O_WRONLY);
    try {
      require(LibC.fallocate(file, KEEP_SIZE | PUNCH_HOLE, offset, length), path);
    } finally {
      close(file);
    }
  }

  /**
   * Returns what the kernel knows of an entry, without the map that the JDK makes of it.
   *
   * @param directory a descriptor, or {@link #WORKING_DIRECTORY}
   * @param path from there
   * @param options {@code NOFOLLOW_LINKS} to look at a link itself
   * @return nothing if the kernel does not say, or does not know this question, which came with
   *     Linux 4.11
   */
  public Optional<FileStatus> status(int directory, byte[] path, LinkOption... options) {
    byte[] fields = new byte[FileStatus.SIZE];
    int call = arm ? SYS_STATX_ARM : SYS_STATX_X86;
    int flags = options.length == 0 ? 0 : AT_SYMLINK_NOFOLLOW;
    long failed = LibC.syscall(call, directory, terminated(path), flags, BASIC_STATUS, fields);
    return failed == 0 ? Optional.of(new FileStatus(fields)) : Optional.empty();
  }

  /** Returns the names of an entry's extended attributes, in any order. */
  public List<byte[]> attributeNames(byte[] path) throws IOException {
    byte[] name = terminated(path);
    byte[] joined = filled(path, (buffer, size) -> LibC.llistxattr(name, buffer, size));
    if (joined.length == 0) {
      return List.of();
    }
    List<byte[]> names = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < joined.length; i++) {
      if (joined[i] == 0) {
        names.add(Arrays.copyOfRange(joined, start, i));
        start = i + 1;
      }
    }
    return names;
  }

  /** Returns the value of an extended attribute. */
  public byte[] attribute(byte[] path, byte[] attribute) throws IOException {
    byte[] file = terminated(path);
    byte[] name = terminated(attribute);
    return filled(path, (buffer, size) -> LibC.lgetxattr(file, name, buffer, size));
  }

  private interface Filling {
    long fill(byte[] buffer, long size);
  }

  private static byte[] filled(byte[] path, Filling filling) throws IOException {
    byte[] buffer = FIRST_BUFFERS.get();
    while (true) {
      long length = filling.fill(buffer, buffer.length);
      if (length >= 0) {
        return Arrays.copyOf(buffer, (int) length);
      }
      if (Native.getLastError() != Errors.TOO_SMALL_A_BUFFER) {
        throw failure(path);
      }
      long needed = filling.fill(buffer, 0); // A size of 0 asks how much it is.
      if (needed < 0) {
        throw failure(path);
      }
      buffer = new byte[Math.toIntExact(Math.max(needed, buffer.length * 2L))];
    }
  }

  /** Sets an extended attribute, whether it was there before or not. */
  public void setAttribute(byte[] path, byte[] attribute, byte[] value) throws IOException {
    byte[] room = value.length == 0 ? new byte[1] : value;
    require(LibC.lsetxattr(terminated(path), terminated(attribute), room, value.length, 0), path);
  }

  /** Removes an extended attribute. */
  public void removeAttribute(byte[] path, byte[] attribute) throws IOException {
    require(LibC.lremovexattr(terminated(path), terminated(attribute)), path);
  }

  /**
   * Sets owner and group of an entry, of a link itself too. It clears setuid and setgid bits and
   * {@code security.capability}.
   *
   * @param uid the owner's number, or -1 to leave it
   * @param gid the group's number, or -1 to leave it
   */
  public void setOwner(byte[] path, long uid, long gid) throws IOException {
    require(
        LibC.fchownat(
            WORKING_DIRECTORY, terminated(path), (int) uid, (int) gid, AT_SYMLINK_NOFOLLOW),
        path);
  }

  /**
   * Sets the twelve permission bits without opening what they are of, as a fifo or a device wants
   * it. It fails for a link, which has no permissions of its own. Needs {@code /proc}.
   */
  public void setPermissions(byte[] path, int permissions) throws IOException {
    int held = open(WORKING_DIRECTORY, path, noFollow() | O_PATH);
    try {
      byte[] reached = ("/proc/self/fd/" + held).getBytes(StandardCharsets.US_ASCII);
      require(LibC.chmod(terminated(reached), permissions), path);
    } finally {
      close(held);
    }
  }

  /** Sets the modification time, to the nanosecond, of a link itself too. */
  public void setModified(byte[] path, Instant time) throws IOException {
    long[] times = {0, OMIT_TIME, time.getEpochSecond(), time.getNano()};
    require(LibC.utimensat(WORKING_DIRECTORY, terminated(path), times, AT_SYMLINK_NOFOLLOW), path);
  }

  /**
   * Makes a fifo, a socket's name or a device node. The process's mask takes permissions away: see
   * {@link #setPermissions}.
   *
   * @param type {@link #FIFO}, {@link #SOCKET}, {@link #CHARACTER_DEVICE} or {@link #BLOCK_DEVICE}
   * @param permissions the twelve permission bits
   * @param major the device's driver; 0 for what is no device
   * @param minor the device among those of the driver; 0 for what is no device
   */
  public void makeNode(byte[] path, int type, int permissions, long major, long minor)
      throws IOException {
    long device = (minor & 0xff) | (major & 0xfff) << 8 | (minor & 0xfff00) << 12;
    long call = arm ? SYS_MKNODAT_ARM : SYS_MKNODAT_X86;
    long mode = type | permissions;
    require(LibC.syscall(call, WORKING_DIRECTORY, terminated(path), mode, device), path);
  }

  /** Returns the number of the user whose rights the process has; 0 is root. */
  public long effectiveUser() {
    return LibC.geteuid() & 0xffff_ffffL;
  }

  private static void require(long result, byte[] path) throws IOException {
    if (result < 0) {
      throw failure(path);
    }
  }

  /** Reads the error of the last call, so it is called before any other. */
  private static IOException failure(byte[] path) {
    int error = Native.getLastError();
    String file = new String(path, StandardCharsets.UTF_8);
    return switch (error) {
      case Errors.NO_SUCH_FILE -> new NoSuchFileException(file);
      case Errors.ACCESS_DENIED -> new AccessDeniedException(file);
      case Errors.EXISTS -> new FileAlreadyExistsException(file);
      default -> new PosixException(file, LibC.strerror(error), error);
    };
  }

  private static byte[] terminated(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        throw new IllegalArgumentException("a path or name has a zero byte");
      }
    }
    return Arrays.copyOf(bytes, bytes.length + 1);
  }

  /**
   * Makes the scheduler prefer others to the calling thread, and to the threads that it starts from
   * now on: a thread inherits this. Everybody may, and only root may undo it. A thread that yields
   * more already is left as it is.
   *
   * <p>Niceness alone says how much of a processor a thread gets, not how long another that wakes
   * up has to wait: since Linux 6.6 that one waits until the slice of who runs is over. So the
   * thread asks for the shortest slices too, which Linux 6.12 and later grant.
   *
   * @param niceness from 0, as others, to 19
   */
  public void yieldToOthers(int niceness) {
    if (niceness() < niceness) {
      LibC.setpriority(OF_PROCESS_OR_THREAD, CALLING_THREAD, niceness);
      int call = arm ? SYS_SCHED_SETATTR_ARM : SYS_SCHED_SETATTR_X86;
      byte[] attributes = SchedulerAttributes.of(niceness(), SHORTEST_SLICE_NANOS);
      LibC.syscall(call, CALLING_THREAD, attributes, 0, 0); // an older kernel has no slices
    }
  }

  /**
   * Returns the numbers of the processors that the calling thread may run on: none if the kernel
   * has more of them than could be asked for.
   */
  public BitSet processors() {
    byte[] mask = new byte[PROCESSOR_MASK_BYTES];
    boolean told = LibC.sched_getaffinity(CALLING_THREAD, mask.length, mask) == 0;
    return told ? BitSet.valueOf(mask) : new BitSet();
  }

  /**
   * Keeps the calling thread, and the threads that it starts from now on, to some processors, where
   * the kernel lets it: it need not, and nothing depends on it.
   *
   * @param processors their numbers
   */
  public void useProcessors(BitSet processors) {
    byte[] mask = Arrays.copyOf(processors.toByteArray(), PROCESSOR_MASK_BYTES);
    LibC.sched_setaffinity(CALLING_THREAD, mask.length, mask);
  }

  /** Returns how much the calling thread yields to others: 0 is as others, 19 is most. */
  public int niceness() {
    return LibC.getpriority(OF_PROCESS_OR_THREAD, CALLING_THREAD);
  }

  /**
   * Returns how long the calling thread may run before another gets its turn, in nanoseconds: 0 on
   * a kernel without slices.
   */
  public long slice() {
    byte[] attributes = SchedulerAttributes.empty();
    int call = arm ? SYS_SCHED_GETATTR_ARM : SYS_SCHED_GETATTR_X86;
    long failed = LibC.syscall(call, CALLING_THREAD, attributes, attributes.length, 0);
    return failed == 0 ? SchedulerAttributes.slice(attributes) : 0;
  }
}
