package io.byssus.core.internal.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in words why a file could not be read or written. */
public final class FileProblem {
  private FileProblem() {}

  /** Returns the reason of a failure; the file is named by whoever tells it. */
  public static String describe(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or directory";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NotDirectoryException) {
      return "it is no directory";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "the directory is not empty";
    }
    if (failure instanceof FileSystemException known && known.getReason() != null) {
      return known.getReason();
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "something is there already";
    }
    // The message of any other exception of a file system is the file's name alone.
    return failure instanceof FileSystemException || failure.getMessage() == null
        ? failure.getClass().getSimpleName()
        : failure.getMessage();
  }
}
