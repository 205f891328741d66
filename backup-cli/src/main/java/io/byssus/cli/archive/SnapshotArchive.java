package io.byssus.cli.archive;

import io.byssus.api.source.EntryMetadata;
import java.io.IOException;
import java.io.InputStream;

/**
 * An archive that is being written. Names are paths without a slash at the start; parents come
 * before what is in them. One that is not finished is seen to be cut off.
 */
public interface SnapshotArchive {
  /** Adds a directory. */
  void directory(String name, EntryMetadata metadata) throws IOException;

  /** Adds a symbolic link. */
  void link(String name, EntryMetadata metadata, String target) throws IOException;

  /**
   * Adds a file.
   *
   * @param content as many bytes as the metadata say
   */
  void file(String name, EntryMetadata metadata, InputStream content) throws IOException;

  /**
   * Adds a fifo, a socket or a device.
   *
   * @return whether the format has such; otherwise nothing was written
   */
  boolean node(String name, EntryMetadata metadata) throws IOException;

  /** Ends the archive; the stream stays open. */
  void finish() throws IOException;
}
