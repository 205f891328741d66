package io.byssus.api.source;

/** An entry of a source: a directory, a file or a link. Incubating. */
public interface SourceEntry {
  /** Returns where it is, from the source's top directory. */
  EntryPath path();

  /** Returns what was known of it when it was listed. */
  EntryMetadata metadata();

  /** Returns the bytes that a symbolic link points to; empty for everything else. */
  byte[] linkTarget();
}
