package io.byssus.core.target;

import io.byssus.api.target.TargetSession.Begun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The directory that is restored into, and which of those that led to it had to be made. */
final class TargetTop {
  private final Path real;

  /** The directories that were made, from the top; this one is the last of them. */
  private final List<Path> made;

  private final Disk disk;

  private TargetTop(Path real, List<Path> made, Disk disk) {
    this.real = real;
    this.made = made;
    this.disk = disk;
  }

  /**
   * Makes a directory, and those above it, as far as they are missing.
   *
   * @throws IOException if that fails; then what was made is removed again
   */
  static TargetTop make(Path directory, Disk disk) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path path = directory;
        path != null && !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        path = path.getParent()) {
      missing.add(0, path);
    }
    try {
      disk.createDirectories(directory);
      return new TargetTop(directory.toRealPath(), List.copyOf(missing), disk);
    } catch (IOException e) {
      try {
        remove(missing, disk);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  /** Returns its path, without a link in it. */
  Path real() {
    return real;
  }

  /** Returns whether it was there. */
  Begun state() {
    return made.isEmpty() ? Begun.FOUND : Begun.CREATED;
  }

  /** Removes the directories that were made and are empty again. */
  void removeMade() throws IOException {
    remove(made, disk);
  }

  private static void remove(List<Path> made, Disk disk) throws IOException {
    for (int i = made.size() - 1; i >= 0; i--) {
      disk.deleteIfThere(made.get(i));
    }
  }
}
