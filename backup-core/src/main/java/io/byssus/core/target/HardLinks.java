package io.byssus.core.target;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.LinkGroup;
import io.byssus.core.internal.metadata.MetadataReader;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Gives files that were restored further names. Thread-safe. */
final class HardLinks {
  private final TargetTop top;
  private final BegunDirectories begun;
  private final Placements placements;
  private final Disk disk;
  private final MetadataReader reader;
  private final MetadataWriter metadataWriter;

  /** What was there with several names and stays, and which file of the snapshot it is. */
  private final Map<Shared, LinkGroup> kept = new ConcurrentHashMap<>();

  private record Shared(long device, long inode) {}

  HardLinks(
      TargetTop top,
      BegunDirectories begun,
      Placements placements,
      Disk disk,
      MetadataReader reader,
      MetadataWriter metadataWriter) {
    this.top = top;
    this.begun = begun;
    this.placements = placements;
    this.disk = disk;
    this.reader = reader;
    this.metadataWriter = metadataWriter;
  }

  /**
   * Returns whether an entry that was there with several names may keep them: they are names of the
   * same file in the snapshot, or none of the snapshot's.
   */
  boolean mayStay(EntryMetadata wanted, EntryMetadata found) {
    LinkGroup group = LinkGroup.of(wanted).orElse(null);
    return group != null
        && group.equals(
            kept.computeIfAbsent(new Shared(found.device(), found.inode()), shared -> group));
  }

  /** Makes a name for what has another one; leaves it if it is one already. */
  void make(EntryPath path, EntryPath existing) throws IOException {
    if (begun.find(BegunDirectories.parentPath(existing)) != null) {
      make(path, begun.place(existing));
      return;
    }
    // It has ended, so that others may have got at it since.
    try (HeldPath from = HeldPath.to(existing, top)) {
      make(path, from.place());
    }
  }

  private void make(EntryPath path, Path from) throws IOException {
    EntryMetadata file = reader.read(from, LinkOption.NOFOLLOW_LINKS);
    if (file.kind() == EntryKind.DIRECTORY) {
      throw new IOException("'" + path + "' can't be another name of a directory");
    }
    Placement placement = placements.placement(path);
    EntryMetadata found = metadataWriter.find(placement.place());
    if (found != null && found.inode() == file.inode() && found.device() == file.device()) {
      return;
    }
    try {
      disk.link(placement.temporary(), from);
      placement.move();
    } catch (UnsupportedOperationException e) {
      throw new IOException("this file system has no hard links, for '" + path + "'", e);
    } finally {
      placement.discard();
    }
  }
}
