package io.byssus.core.internal.filesystem;

import io.byssus.api.ByssusException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.function.Supplier;

/**
 * Tells users of a file system what is wrong with the repository, in exceptions that they expect.
 */
final class Damage {
  private Damage() {}

  /**
   * Does some reading.
   *
   * @throws FileSystemException with the {@link ByssusException} that was thrown as its cause
   */
  static <T> T asIo(SnapshotPath path, Supplier<T> reading) throws IOException {
    try {
      return reading.get();
    } catch (ByssusException e) {
      FileSystemException failure = new FileSystemException(path.toString(), null, e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }
}
