package io.byssus.api.source;

import java.io.IOException;

/** The open content of a file. Used by one thread. Incubating. */
public interface SourceContent extends AutoCloseable {
  /**
   * Reads on from where the last call ended.
   *
   * @param buffer where the bytes go
   * @param offset where they start
   * @param length how many at most, more than 0
   * @return how many were read, at least 1, or -1 at the end and where a {@linkplain #skipHole
   *     hole} begins
   * @throws IOException if reading fails
   */
  int read(byte[] buffer, int offset, int length) throws IOException;

  /**
   * Skips the hole that begins where the last call ended: a part of a sparse file that reads as
   * zeros and takes no room. Called when {@link #read} returned -1.
   *
   * @return how long the hole is in bytes, or 0 if the content ends here
   * @throws IOException if that can't be found out
   */
  default long skipHole() throws IOException {
    return 0;
  }

  /**
   * Returns the file's metadata as it is now, so that a change during the reading is noticed.
   *
   * @throws IOException if it can't be found out, for instance because the file vanished
   */
  EntryMetadata metadataNow() throws IOException;

  @Override
  void close() throws IOException;
}
