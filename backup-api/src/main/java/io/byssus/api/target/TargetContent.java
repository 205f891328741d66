package io.byssus.api.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

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

  /**
   * Finds data: what lies between a place and the next data is a hole, which reads as zeros.
   *
   * @param offset where to look from, in bytes from the file's start
   * @return the next data, up to the hole behind it, or an empty range at the file's end; nothing
   *     if the target does not know where holes are
   * @throws IOException if that can't be found out
   */
  default Optional<DataRange> nextData(long offset) throws IOException {
    return Optional.empty();
  }

  /**
   * A part of a file that is no hole, though it may be zeros.
   *
   * @param start its first byte, from the file's start
   * @param end the first byte behind it
   */
  record DataRange(long start, long end) {}

  @Override
  void close() throws IOException;
}
