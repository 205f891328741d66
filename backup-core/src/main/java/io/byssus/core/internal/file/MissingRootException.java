package io.byssus.core.internal.file;

import java.io.IOException;

/**
 * A path that was named to be backed up is not there. What vanishes below such a path is a {@link
 * java.nio.file.NoSuchFileException}: that is normal life, and this may be a mount that failed.
 */
public class MissingRootException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param cause what the system said
   */
  public MissingRootException(IOException cause) {
    super("there is no such file or directory", cause);
  }
}
