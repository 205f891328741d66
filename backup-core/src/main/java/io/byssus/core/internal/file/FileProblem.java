package io.byssus.core.internal.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in words why a file could not be read. */
public final class FileProblem {
  private FileProblem() {}

  /** Returns the reason of a failure. */
  public static String describe(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or directory";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileSystemException known && known.getReason() != null) {
      return known.getReason();
    }
    if (failure instanceof NotDirectoryException) {
      return "is no directory";
    }
    if (failure instanceof FileSystemException) {
      return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
    return String.valueOf(failure.getMessage());
  }
}
