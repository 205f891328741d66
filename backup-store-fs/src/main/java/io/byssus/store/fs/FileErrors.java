package io.byssus.store.fs;

import io.byssus.api.ByssusException;
import io.byssus.api.OperationCancelledException;
import io.byssus.api.store.StoreAccessDeniedException;
import io.byssus.api.store.StoreFullException;
import io.byssus.api.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Says in the words of the store what the file system said. */
final class FileErrors {
  private static final String NOT_PERMITTED = "Operation not permitted";

  private FileErrors() {}

  /**
   * Returns the exception for a failed call.
   *
   * @param attempt what was tried, such as 'can't list'
   * @param path on which path
   * @param error how it failed
   */
  static ByssusException translate(String attempt, Path path, IOException error) {
    String message = attempt + " " + path + ": " + reason(error);
    if (error instanceof ClosedByInterruptException) {
      return new OperationCancelledException(message, error);
    }
    if (OutOfSpace.isReason(reason(error))) {
      return new StoreFullException(message, error);
    }
    if (error instanceof AccessDeniedException || reason(error).equals(NOT_PERMITTED)) {
      return new StoreAccessDeniedException(message, error);
    }
    if (isReadOnly(path)) {
      return new StoreAccessDeniedException(
          message + " (the file system is mounted read-only)", error);
    }
    return new StoreUnavailableException(message, error);
  }

  /**
   * Checks that a root which seems to lack a file is not lacking itself: where a file took its
   * place, nothing is missing, all is lost.
   *
   * @throws StoreUnavailableException if something else than a directory has the root's name
   */
  static void requireDirectory(Path root) {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new StoreUnavailableException(root + " is not a directory any more");
    }
  }

  /** Returns what the system said, without the path. */
  static String reason(IOException error) {
    if (error instanceof ClosedByInterruptException) {
      return "the thread was interrupted";
    }
    if (error instanceof AccessDeniedException) {
      return "access denied";
    }
    if (error instanceof NotDirectoryException) {
      return "not a directory";
    }
    if (error instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    @Nullable String text =
        error instanceof FileSystemException system ? system.getReason() : error.getMessage();
    return text == null ? error.toString() : text;
  }

  /** Returns the type of the file system of a path, such as {@code vfat}. */
  static String fileSystemType(Path path) {
    try {
      return Files.getFileStore(path).type();
    } catch (IOException e) {
      return "unknown type: " + reason(e);
    }
  }

  private static boolean isReadOnly(Path path) {
    // What could not be created is not there to be asked: what it would be in is.
    Path at = path;
    while (at != null && !Files.exists(at)) {
      at = at.getParent();
    }
    try {
      return at != null && Files.getFileStore(at).isReadOnly();
    } catch (IOException e) {
      return false;
    }
  }
}
