package io.byssus.core.internal.pipeline;

import io.byssus.api.target.TargetContent;
import io.byssus.api.target.TargetContent.DataRange;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.pack.Buffers;
import io.byssus.core.internal.pack.ChunkReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Compares what a target holds with what a snapshot says, chunk by chunk and without reading a
 * chunk of the repository. One for each thread.
 */
final class ContentComparison {
  private static final int BLOCK = 256 * 1024;

  /** What is dense of a hole is told in blocks of this size: less saves nothing to speak of. */
  private static final long DENSE_BLOCK = 64 * 1024;

  private final ChunkReader reader;
  private final Cancellation cancellation;
  private byte[] buffer = new byte[BLOCK];

  /**
   * Creates a comparison.
   *
   * @param reader names what was read
   * @param cancellation is looked at between two blocks
   */
  ContentComparison(ChunkReader reader, Cancellation cancellation) {
    this.reader = reader;
    this.cancellation = cancellation;
  }

  /**
   * What of a file differs.
   *
   * @param parts the chunks that are not where they should be, with those places
   * @param inline whether content that stands in the tree differs
   * @param holes whether there is anything but zeros in a hole
   * @param dense where zeros take room that are a hole
   * @param holesKnown whether the target tells where it has holes
   */
  record Difference(
      List<FileParts.Part> parts,
      boolean inline,
      boolean holes,
      List<FileParts.Hole> dense,
      boolean holesKnown) {
    /** Returns whether the content is the same, wherever its zeros take room. */
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
      cancellation.check();
      FileParts.Part lacking = lacking(part, found, size);
      if (!lacking.offsets().isEmpty()) {
        parts.add(lacking);
      }
    }
    HoleComparison holes = new HoleComparison(found, size);
    for (FileParts.Hole hole : wanted.holes()) {
      holes.compare(hole);
    }
    return new Difference(parts, inline, holes.filled, holes.dense, holes.known);
  }

  /** What a target has where holes should be. */
  private final class HoleComparison {
    private final TargetContent found;
    private final long size;
    private final List<FileParts.Hole> dense = new ArrayList<>();
    private boolean filled;
    private boolean known = true;

    HoleComparison(TargetContent found, long size) {
      this.found = found;
      this.size = size;
    }

    void compare(FileParts.Hole hole) throws IOException {
      long end = Math.min(size, hole.offset() + hole.length());
      for (long offset = hole.offset(); offset < end && !filled; ) {
        cancellation.check();
        Optional<DataRange> data = found.nextData(offset);
        known &= data.isPresent();
        long from = data.isEmpty() ? offset : Math.min(end, data.get().start());
        long to = data.isEmpty() ? end : Math.min(end, data.get().end());
        filled = !isZero(found, from, to);
        if (data.isPresent()) {
          addDense(from, to);
        }
        offset = Math.max(from, to);
      }
    }

    private void addDense(long from, long to) {
      long start = (from + DENSE_BLOCK - 1) / DENSE_BLOCK * DENSE_BLOCK;
      long length = to / DENSE_BLOCK * DENSE_BLOCK - start;
      if (length > 0) {
        dense.add(new FileParts.Hole(start, length));
      }
    }
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
    buffer = Buffers.withRoomFor(length, buffer);
    ByteBuffer part = ByteBuffer.wrap(buffer, 0, length);
    found.read(offset, part);
    Arrays.fill(buffer, part.position(), length, (byte) 0); // It was cut off while it was read.
    return buffer;
  }

  private boolean isZero(TargetContent found, long start, long end) throws IOException {
    for (long offset = start; offset < end; offset += BLOCK) {
      cancellation.check();
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
