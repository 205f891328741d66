package io.byssus.core.target;

import io.byssus.api.source.DeviceNumber;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.core.internal.posix.Posix;
import io.byssus.core.internal.posix.PosixException;
import java.io.IOException;
import java.util.Locale;

/** Makes fifos and device nodes, and tells of those that can't be made. Thread-safe. */
final class Nodes {
  private final Placements placements;
  private final Disk disk;
  private final MetadataWriter metadataWriter;

  /**
   * Creates one.
   *
   * @param metadataWriter knows who is told of what can't be kept
   */
  Nodes(Placements placements, Disk disk, MetadataWriter metadataWriter) {
    this.placements = placements;
    this.disk = disk;
    this.metadataWriter = metadataWriter;
  }

  /** Makes a node; returns whether it is there. */
  boolean make(EntryPath path, EntryMetadata metadata) throws IOException {
    int type =
        switch (metadata.kind()) {
          case FIFO -> Posix.FIFO;
          case CHARACTER_DEVICE -> Posix.CHARACTER_DEVICE;
          case BLOCK_DEVICE -> Posix.BLOCK_DEVICE;
          default -> 0;
        };
    if (type == 0) {
      return omit(path, metadata, "only the program that listens at it can make it");
    }
    if (!Posix.available()) {
      return omit(path, metadata, Posix.unavailableReason());
    }
    Placement placement = placements.placement(path);
    DeviceNumber number = metadata.deviceNumber().orElse(new DeviceNumber(0, 0));
    try {
      disk.node(placement.temporary(), type, number);
    } catch (PosixException e) {
      placement.discard();
      return omit(path, metadata, AttributeWriter.reason(e));
    }
    try {
      placement.finish(metadata);
      return true;
    } finally {
      placement.discard();
    }
  }

  private boolean omit(EntryPath path, EntryMetadata metadata, String reason) {
    String what = metadata.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    metadataWriter.omissions().add(path, what, reason);
    return false;
  }
}
