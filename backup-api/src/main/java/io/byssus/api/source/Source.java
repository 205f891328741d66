package io.byssus.api.source;

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
}
