package io.byssus.core.internal.posix;

import java.nio.file.FileSystemException;

/** A system call failed with an error that Java has no exception of its own for. */
public final class PosixException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  private final int error;

  PosixException(String file, String reason, int error) {
    super(file, null, reason);
    this.error = error;
  }

  /** Returns the number of the error ({@code errno}), such as {@link Errors#NOT_SUPPORTED}. */
  public int error() {
    return error;
  }
}
