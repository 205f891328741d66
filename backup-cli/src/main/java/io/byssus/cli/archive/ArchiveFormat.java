package io.byssus.cli.archive;

import java.io.OutputStream;
import java.util.function.Consumer;

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
   * @param warnings is told what the archive holds otherwise than the snapshot
   */
  public SnapshotArchive open(OutputStream stream, Consumer<String> warnings) {
    return switch (this) {
      case TAR -> new TarArchive(stream, warnings);
      case ZIP -> new ZipArchive(stream);
    };
  }
}
