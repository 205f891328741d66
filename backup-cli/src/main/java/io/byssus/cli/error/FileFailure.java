package io.byssus.cli.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Says in words why a file that the command was given could not be read or written. */
public final class FileFailure {
  private FileFailure() {}

  /** Returns the file, if it is known, and the reason. */
  static String describe(IOException failure) {
    return failure instanceof FileSystemException known && known.getFile() != null
        ? known.getFile() + ": " + reason(failure)
        : reason(failure);
  }

  /** Returns the reason, for where the file is named already. */
  public static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or directory";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason =
        failure instanceof FileSystemException known ? known.getReason() : failure.getMessage();
    return Objects.requireNonNullElseGet(reason, () -> failure.getClass().getSimpleName());
  }
}
