package io.byssus.api.source;

import java.util.List;

/** An entry of a source: a directory, a file or a link. Incubating. */
public interface SourceEntry {
  /** Returns where it is, from the source's top directory. */
  EntryPath path();

  /**
   * Returns the last name of its path.
   *
   * @throws IllegalStateException if it is the top directory, which has no name
   */
  default EntryName name() {
    List<EntryName> names = path().names();
    if (names.isEmpty()) {
      throw new IllegalStateException("the top directory has no name");
    }
    return names.get(names.size() - 1);
  }

  /** Returns what was known of it when it was listed. */
  EntryMetadata metadata();

  /** Returns the bytes that a symbolic link points to; empty for everything else. */
  byte[] linkTarget();

  /**
   * Returns whether this is a file whose size nobody knows before it is read to its end. It is read
   * by every backup, and what is said of its size and times before counts for nothing.
   */
  default boolean streamed() {
    return false;
  }
}
