package io.byssus.api.source;

/** What an entry of a directory is. */
public enum EntryKind {
  /** A regular file. */
  FILE,
  /** A directory. */
  DIRECTORY,
  /** A symbolic link. */
  SYMBOLIC_LINK,
  /** Anything else: a device, a fifo, a socket. */
  OTHER
}
