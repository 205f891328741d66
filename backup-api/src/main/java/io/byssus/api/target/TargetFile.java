package io.byssus.api.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A file that is being restored. Several threads may write different parts at once. Incubating. */
public interface TargetFile extends AutoCloseable {
  /**
   * Writes a part.
   *
   * @param offset where it starts, in bytes from the file's start
   * @param data written from its position to its limit
   * @throws IOException if it can't be written
   */
  void write(long offset, ByteBuffer data) throws IOException;

  /**
   * Makes a part read as zeros and take no room.
   *
   * @param offset where it starts, in bytes from the file's start
   * @param length its length in bytes
   * @return whether that is possible here; if not, nothing was changed
   * @throws IOException if it failed
   */
  default boolean punchHole(long offset, long length) throws IOException {
    return false;
  }

  /**
   * Returns what an earlier session wrote of this file: any part of it may be missing or wrong. It
   * ends with this file, and several threads may read it.
   */
  default Optional<TargetContent> earlier() {
    return Optional.empty();
  }

  /**
   * Sets size and metadata and gives the file its name.
   *
   * @throws IOException if that fails; the file does not appear
   */
  void commit() throws IOException;

  /** Leaves no trace of a file that was not committed. */
  @Override
  void close() throws IOException;
}
