package io.byssus.api.source;

/** What an entry of a directory is. */
public enum EntryKind {
  /** A regular file. */
  FILE,
  /** A directory. */
  DIRECTORY,
  /** A symbolic link. */
  SYMBOLIC_LINK,
  /** A named pipe. */
  FIFO,
  /** A socket's name. Nothing but its owner can make it again, so it is kept for the record. */
  SOCKET,
  /** A device that is read and written byte by byte, such as {@code /dev/null}. */
  CHARACTER_DEVICE,
  /** A device that is read and written block by block, such as a disk. */
  BLOCK_DEVICE,
  /** Anything else. */
  OTHER
}
