package io.byssus.core.target;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.core.internal.file.PathBytes;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Makes symbolic links that point to any bytes, and follows none. Thread-safe. */
final class SymbolicLinks {
  private final FileSystem fileSystem;
  private final Placements placements;
  private final Disk disk;

  SymbolicLinks(FileSystem fileSystem, Placements placements, Disk disk) {
    this.fileSystem = fileSystem;
    this.placements = placements;
    this.disk = disk;
  }

  void make(EntryPath path, EntryMetadata metadata, byte[] target) throws IOException {
    Path pointer = pointer(path, target);
    Placement placement = placements.placement(path);
    try {
      disk.symbolicLink(placement.temporary(), pointer);
      placement.finish(metadata);
    } catch (UnsupportedOperationException e) {
      throw new IOException("this file system has no links, so '" + path + "' can't be made", e);
    } finally {
      placement.discard();
    }
  }

  private Path pointer(EntryPath path, byte[] target) throws IOException {
    boolean impossible = target.length == 0;
    for (byte b : target) {
      impossible |= b == 0;
    }
    if (impossible) {
      throw new IOException("what link '" + path + "' points to is empty or has a zero byte");
    }
    try {
      return PathBytes.toLinkTarget(target, fileSystem);
    } catch (InvalidPathException e) {
      throw new IOException("this file system can't make link '" + path + "'", e);
    }
  }
}
