package io.byssus.core.internal.posix;

/** The numbers of errors that callers tell apart, as Linux has them on every 64-bit machine. */
public final class Errors {
  /** EPERM. */
  public static final int NOT_PERMITTED = 1;

  /** EACCES. */
  public static final int ACCESS_DENIED = 13;

  /** ENOENT. */
  public static final int NO_SUCH_FILE = 2;

  /** ENXIO: no data, or no hole, behind an offset; nobody at the other end of a fifo. */
  public static final int NO_SUCH_ADDRESS = 6;

  /** EEXIST. */
  public static final int EXISTS = 17;

  /** EINVAL. */
  public static final int INVALID = 22;

  /** ERANGE: an attribute is longer than the room for it. */
  public static final int TOO_SMALL_A_BUFFER = 34;

  /** ENOSYS: the kernel does not have the call. */
  public static final int NO_SUCH_CALL = 38;

  /** ELOOP: a link where none may be. */
  public static final int IS_A_LINK = 40;

  /** ENODATA: there is no such attribute. */
  public static final int NO_SUCH_ATTRIBUTE = 61;

  /** EOPNOTSUPP: the file system does not have it. */
  public static final int NOT_SUPPORTED = 95;

  private Errors() {}
}
