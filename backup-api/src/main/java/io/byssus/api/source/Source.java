package io.byssus.api.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * What is backed up, as a tree of directories, files and links. Incubating.
 *
 * <p>A source says what it is; a {@link SourceSession} reads it once.
 */
public interface Source {
  /** Returns the name of the host it is on; part of the default origin. */
  String host();

  /** Returns what it covers, for people and as part of the default origin, such as its paths. */
  List<String> roots();

  /**
   * Starts reading.
   *
   * @throws SourceUnreadableException if it, or a root of it, can't be read at all
   */
  SourceSession open();

  /**
   * Returns a source of one file whose content comes from a stream, such as a dump.
   *
   * <p>The stream is read once for each backup, in bounded memory whatever its length, and closed.
   * The file gets the time of the backup and the mode 0600. If the stream can't be opened, or
   * throws while it is read or closed, there is no snapshot: so whoever makes the content must not
   * end the stream as if all were well when it is not. A backup that is cancelled ends with the
   * next bytes that the stream has.
   *
   * @param path where the file is in the snapshot: names separated by slashes
   * @param content opens the stream; each time from its start, or not at all
   * @throws IllegalArgumentException if the path names no file
   */
  static Source stream(String path, StreamOpener content) {
    return new StreamSource(EntryPath.parse(path), content);
  }

  /** Opens a stream. */
  @FunctionalInterface
  interface StreamOpener {
    /**
     * Returns the stream, at its start.
     *
     * @throws IOException if it can't be opened, or was read before and can't be a second time
     */
    InputStream open() throws IOException;
  }
}
