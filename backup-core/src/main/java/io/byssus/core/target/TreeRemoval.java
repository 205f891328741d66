package io.byssus.core.target;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.core.internal.metadata.MetadataReader;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Removes entries, directories with all that is in them, and follows no link. */
final class TreeRemoval {
  private final Disk disk;
  private final MetadataReader reader;
  private final Admission admission;

  TreeRemoval(Disk disk, MetadataReader reader, Admission admission) {
    this.disk = disk;
    this.reader = reader;
    this.admission = admission;
  }

  /**
   * Removes what has a name, if anything has.
   *
   * @throws IOException if that fails, or another file system is mounted there
   */
  void remove(Path path) throws IOException {
    Path directory = path.getParent();
    if (directory == null) {
      throw new FileSystemException(path.toString(), null, "is the top of a file system");
    }
    remove(path, reader.read(directory).device());
  }

  private void remove(Path path, long device) throws IOException {
    EntryMetadata found;
    try {
      found = reader.read(path, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return;
    }
    if (found.kind() == EntryKind.DIRECTORY) {
      if (found.device() != device) {
        throw new FileSystemException(
            path.toString(), null, "another file system is mounted there");
      }
      admission.toChange(path, found);
      try (HeldDirectory held = HeldDirectory.hold(path)) {
        for (Path child : children(held.place())) {
          remove(child, device);
        }
      }
    }
    disk.deleteIfThere(path);
  }

  private static List<Path> children(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return children;
  }
}
