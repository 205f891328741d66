package io.byssus.core.target;

import io.byssus.core.internal.metadata.MetadataReader;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Finds out who restores. */
final class RestoringUser {
  /** No user's number: whoever may not write here is not root, and owns nothing that is known. */
  private static final long NOBODY = -2;

  private RestoringUser() {}

  /**
   * Returns the number of the user, as far as anybody says; else a file is made to see.
   *
   * @param directory where to make it
   * @param name its name
   */
  static long number(Path directory, String name, Disk disk, MetadataReader reader)
      throws IOException {
    Path process = directory.resolve("/proc/self");
    if (Files.exists(process)) {
      return reader.read(process).uid();
    }
    Path probe = directory.resolve(name);
    try {
      disk.createFile(probe).close();
      return reader.read(probe, LinkOption.NOFOLLOW_LINKS).uid();
    } catch (AccessDeniedException e) {
      return NOBODY;
    } finally {
      disk.deleteIfThere(probe);
    }
  }
}
