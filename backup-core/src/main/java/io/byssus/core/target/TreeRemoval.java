package io.byssus.core.target;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.core.internal.metadata.MetadataReader;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
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

  /** Removes what has a name, if anything has. */
  void remove(Path path) throws IOException {
    EntryMetadata found;
    try {
      found = reader.read(path, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return;
    }
    if (found.kind() == EntryKind.DIRECTORY) {
      admission.toChange(path, found);
      try (HeldDirectory held = HeldDirectory.hold(path)) {
        for (Path child : children(held.place())) {
          remove(child);
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
