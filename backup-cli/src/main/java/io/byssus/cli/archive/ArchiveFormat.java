package io.byssus.cli.archive;

import java.io.OutputStream;

/** How an archive is written. */
public enum ArchiveFormat {
  /** POSIX tar (pax), which holds most of what a snapshot knows. */
  TAR,
  /** Zip with Unix modes and links. */
  ZIP;

  /**
   * Begins an archive.
   *
   * @param stream where to; it stays open
   */
  public SnapshotArchive open(OutputStream stream) {
    return switch (this) {
      case TAR -> new TarArchive(stream);
      case ZIP -> new ZipArchive(stream);
    };
  }
}
