package io.byssus.core.internal.pipeline;

import io.byssus.api.target.TargetContent;
import io.byssus.core.internal.pack.ChunkReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares what a target holds with what a snapshot says, chunk by chunk and without reading a
 * chunk of the repository. One for each thread.
 */
final class ContentComparison {
  private static final int BLOCK = 256 * 1024;

  private final ChunkReader reader;
  private byte[] buffer = new byte[BLOCK];

  /**
   * Creates a comparison.
   *
   * @param reader names what was read
   */
  ContentComparison(ChunkReader reader) {
    this.reader = reader;
  }

  /**
   * What of a file differs.
   *
   * @param parts the chunks that are not where they should be, with those places
   * @param inline whether content that stands in the tree differs
   * @param holes whether there is anything but zeros in a hole
   */
  record Difference(List<FileParts.Part> parts, boolean inline, boolean holes) {
    boolean none() {
      return parts.isEmpty() && !inline && !holes;
    }

    /** Returns how many bytes are to be written. */
    long bytes(FileParts all) {
      return parts.stream().mapToLong(part -> part.length() * part.offsets().size()).sum()
          + (inline ? all.inline().length : 0);
    }
  }

  /** Returns what differs of the parts of a file, whatever the file's size is. */
  Difference compare(FileParts wanted, TargetContent found) throws IOException {
    long size = found.size();
    boolean inline =
        wanted.inline().length > 0
            && !(size >= wanted.inline().length
                && Arrays.equals(
                    read(found, 0, wanted.inline().length),
                    0,
                    wanted.inline().length,
                    wanted.inline(),
                    0,
                    wanted.inline().length));
    List<FileParts.Part> parts = new ArrayList<>();
    for (FileParts.Part part : wanted.parts()) {
      FileParts.Part lacking = lacking(part, found, size);
      if (!lacking.offsets().isEmpty()) {
        parts.add(lacking);
      }
    }
    boolean holes = false;
    for (FileParts.Hole hole : wanted.holes()) {
      holes |= !isZero(found, hole.offset(), Math.min(size, hole.offset() + hole.length()));
    }
    return new Difference(parts, inline, holes);
  }

  /** Returns a chunk with those of its places where it is not. */
  FileParts.Part lacking(FileParts.Part part, TargetContent found) throws IOException {
    return lacking(part, found, found.size());
  }

  private FileParts.Part lacking(FileParts.Part part, TargetContent found, long size)
      throws IOException {
    List<Long> places = new ArrayList<>();
    for (long offset : part.offsets()) {
      if (offset + part.length() > size || !holds(found, offset, part)) {
        places.add(offset);
      }
    }
    return part.at(places);
  }

  private boolean holds(TargetContent found, long offset, FileParts.Part part) throws IOException {
    int length = Math.toIntExact(part.length());
    byte[] bytes = read(found, offset, length);
    return reader.idOf(bytes, 0, length).equals(part.id());
  }

  private byte[] read(TargetContent found, long offset, int length) throws IOException {
    if (buffer.length < length) {
      buffer = new byte[length];
    }
    ByteBuffer part = ByteBuffer.wrap(buffer, 0, length);
    found.read(offset, part);
    Arrays.fill(buffer, part.position(), length, (byte) 0); // It was cut off while it was read.
    return buffer;
  }

  private boolean isZero(TargetContent found, long start, long end) throws IOException {
    for (long offset = start; offset < end; offset += BLOCK) {
      int length = (int) Math.min(BLOCK, end - offset);
      byte[] bytes = read(found, offset, length);
      for (int i = 0; i < length; i++) {
        if (bytes[i] != 0) {
          return false;
        }
      }
    }
    return true;
  }
}
