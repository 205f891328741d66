package io.byssus.core.target;

import io.byssus.api.source.EntryPath;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where something is made and where it goes.
 *
 * @param path its path in the snapshot
 * @param place its place in the target
 * @param temporary its temporary name, beside that place
 */
record Placement(EntryPath path, Path place, Path temporary) {
  /** Renames, replacing a file or link, but not a directory, which the system call refuses. */
  void move() throws IOException {
    try {
      Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      String why = e.getReason() == null ? e.toString() : e.getReason();
      throw new IOException("can't put '" + path + "' into its place: " + why, e);
    }
  }

  /** Removes what still has the temporary name. */
  void discard() throws IOException {
    Files.deleteIfExists(temporary);
  }
}
