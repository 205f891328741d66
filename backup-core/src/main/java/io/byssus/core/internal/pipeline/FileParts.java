package io.byssus.core.internal.pipeline;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.core.internal.tree.FileContent;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.crypto.DigestAlgorithm;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a file consists of: chunks, each with all its places, and holes; or content in the tree. */
final class FileParts {
  private final List<Part> parts;
  private final List<Hole> holes;
  private final byte[] inline;

  private FileParts(List<Part> parts, List<Hole> holes, byte[] inline) {
    this.parts = parts;
    this.holes = holes;
    this.inline = inline;
  }

  /**
   * Reads what a file consists of.
   *
   * @throws DamagedRepositoryException if its lists of chunks are damaged
   */
  static FileParts of(FileContent content, TreeReader trees) {
    if (content instanceof FileContent.Inline inline) {
      return new FileParts(List.of(), List.of(), inline.bytes());
    }
    Map<ChunkId, Part> distinct = new LinkedHashMap<>();
    List<Hole> holes = new ArrayList<>();
    long[] offset = {0};
    trees.chunks(
        content,
        list -> {},
        (id, length) -> {
          if (id.equals(FileContent.HOLE)) {
            addHole(holes, new Hole(offset[0], length));
          } else {
            distinct.computeIfAbsent(id, first -> new Part(id, length)).add(offset[0], length);
          }
          offset[0] += length;
        });
    return new FileParts(List.copyOf(distinct.values()), holes, new byte[0]);
  }

  private static void addHole(List<Hole> holes, Hole next) {
    Hole last = holes.isEmpty() ? new Hole(0, 0) : holes.get(holes.size() - 1);
    if (!holes.isEmpty() && last.offset() + last.length() == next.offset()) {
      holes.set(holes.size() - 1, new Hole(last.offset(), last.length() + next.length()));
    } else {
      holes.add(next);
    }
  }

  /** Returns the chunks. */
  List<Part> parts() {
    return parts;
  }

  /** Returns where the content is zeros that are not stored. */
  List<Hole> holes() {
    return holes;
  }

  /**
   * Returns the content that stands in the tree; empty if there is any other. The array is shared.
   */
  byte[] inline() {
    return inline;
  }

  /** Returns how many bytes are in holes. */
  long holeBytes() {
    return holes.stream().mapToLong(Hole::length).sum();
  }

  /** Returns a name of the content: content of the same name is the same. */
  String name() {
    ByteBuffer described =
        ByteBuffer.allocate(
            Math.toIntExact(
                parts.stream()
                    .mapToLong(part -> ChunkId.BYTES + Long.BYTES * (1L + part.offsets().size()))
                    .sum()));
    for (Part part : parts) {
      described.put(part.id().bytes()).putLong(part.length());
      part.offsets().forEach(described::putLong);
    }
    return HexFormat.of().formatHex(DigestAlgorithm.SHA_256.digest(described.array()));
  }

  /** A range of zeros that are not stored. */
  record Hole(long offset, long length) {}

  /** A chunk of a file, and all places where it goes: it is read once. */
  static final class Part {
    private final ChunkId id;
    private final long length;
    private final List<Long> offsets;

    Part(ChunkId id, long length) {
      this(id, length, new ArrayList<>(1));
    }

    private Part(ChunkId id, long length, List<Long> offsets) {
      this.id = id;
      this.length = length;
      this.offsets = offsets;
    }

    private void add(long offset, long partLength) {
      if (partLength != length) {
        throw new DamagedRepositoryException("chunk " + id + " has two lengths in one file");
      }
      offsets.add(offset);
    }

    ChunkId id() {
      return id;
    }

    long length() {
      return length;
    }

    List<Long> offsets() {
      return offsets;
    }

    /** Returns the chunk with some of its places. */
    Part at(List<Long> places) {
      return new Part(id, length, places);
    }
  }
}
