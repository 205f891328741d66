package io.byssus.core.internal.posix;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * The C library's functions, as JNA binds them when this class is initialised, which takes about a
 * tenth of a second.
 *
 * <p>The types are those of Linux on x86-64 and aarch64, where {@code long}, {@code size_t} and
 * {@code off_t} have 64 bits, so that no structure needs describing.
 */
final class LibC {
  static {
    boolean known = Platform.ARCH.equals("x86-64") || Platform.ARCH.equals("aarch64");
    if (!Platform.isLinux() || !known) {
      throw new UnsatisfiedLinkError("only Linux on x86-64 and aarch64 is known");
    }
    // The JVM itself is linked with the C library, whatever that is called here.
    Native.register(LibC.class, NativeLibrary.getProcess());
  }

  private LibC() {}

  static native int openat(int directory, byte[] path, int flags);

  static native int close(int file);

  static native long lseek(int file, long offset, int whence);

  static native int fallocate(int file, int mode, long offset, long length);

  static native long llistxattr(byte[] path, byte[] list, long size);

  static native long lgetxattr(byte[] path, byte[] name, byte[] value, long size);

  static native int lsetxattr(byte[] path, byte[] name, byte[] value, long size, int flags);

  static native int lremovexattr(byte[] path, byte[] name);

  static native int fchownat(int directory, byte[] path, int uid, int gid, int flags);

  static native int chmod(byte[] path, int mode);

  static native int utimensat(int directory, byte[] path, long[] times, int flags);

  /** Older C libraries have {@code mknod} in their headers alone; the system call is everywhere. */
  static native long syscall(long number, long directory, byte[] path, long mode, long device);

  static native long syscall(
      long number, long directory, byte[] path, long flags, long mask, byte[] result);

  static native int geteuid();

  static native int setpriority(int which, int who, int niceness);

  static native int getpriority(int which, int who);

  static native int sched_getaffinity(int thread, long size, byte[] processors);

  static native int sched_setaffinity(int thread, long size, byte[] processors);

  static native String strerror(int error);
}
