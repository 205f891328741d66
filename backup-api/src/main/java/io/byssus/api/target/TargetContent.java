package io.byssus.api.target;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The open content of a file in a target. Used by one thread. Incubating. */
public interface TargetContent extends AutoCloseable {
  /** Returns how long the file is now, in bytes. */
  long size() throws IOException;

  /**
   * Reads a part.
   *
   * @param offset where it starts, in bytes from the file's start
   * @param buffer is filled from its position to its limit, or to the end of the file
   * @throws IOException if it can't be read
   */
  void read(long offset, ByteBuffer buffer) throws IOException;

  @Override
  void close() throws IOException;
}
