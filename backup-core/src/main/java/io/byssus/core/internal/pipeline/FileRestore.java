package io.byssus.core.internal.pipeline;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetContent;
import io.byssus.api.target.TargetFile;
import io.byssus.api.target.TargetSession;
import io.byssus.api.target.TargetView;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.restore.RestoreProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A file that is being restored, by one thread or by several. */
final class FileRestore {
  /** A smaller file is written again in less time than it takes to look for it. */
  private static final long RESUMED_FROM = 16L << 20;

  private static final String HOLES = "holes of a file that was there, where it had zeros";

  private final Surroundings surroundings;
  private final EntryPath path;
  private final EntryMetadata metadata;
  private final FileParts parts;
  private final AtomicInteger waiting;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile @Nullable TargetFile open;
  private volatile @Nullable TargetContent earlier;
  private volatile boolean done;
  private volatile boolean restored;

  /**
   * What all files of a restore share.
   *
   * @param session where to
   * @param verified whether what was written is read back
   */
  record Surroundings(
      TargetSession session,
      boolean verified,
      RestoreTally tally,
      ProgressMeter meter,
      Cancellation cancellation) {
    /** Returns how to look at what is there; asked only where that is possible. */
    TargetView view() {
      return session.view().orElseThrow();
    }
  }

  FileRestore(Surroundings surroundings, EntryPath path, EntryMetadata metadata, FileParts parts) {
    this.surroundings = surroundings;
    this.path = path;
    this.metadata = metadata;
    this.parts = parts;
    this.waiting = new AtomicInteger(parts.parts().size());
  }

  EntryPath path() {
    return path;
  }

  List<FileParts.Part> parts() {
    return parts.parts();
  }

  /** Returns whether nothing more will happen to it. */
  boolean done() {
    return done;
  }

  /** Returns whether it is in its place and as in the snapshot. */
  boolean restored() {
    return restored;
  }

  /** Does all of it. */
  void run(Verdict verdict, ChunkReader reader) {
    switch (verdict) {
      case SAME -> keepContent();
      case COMPARE -> compare(reader);
      case WRITE -> write(reader);
      case KEEP -> throw new IllegalArgumentException("nothing is to be done with " + path);
    }
  }

  private void write(ChunkReader reader) {
    begin();
    writeParts(reader, parts.parts(), true);
    end(reader);
  }

  private void keepContent() {
    try {
      surroundings.session.updateMetadata(path, metadata);
      surroundings.tally.add(RestoreTally.Count.FILES_UNCHANGED, 1);
      surroundings.tally.add(RestoreTally.Count.BYTES_REUSED, metadata.size());
    } catch (IOException e) {
      fail(e);
    }
    surroundings.meter.done(0, metadata.size());
    conclude();
  }

  private void compare(ChunkReader reader) {
    ContentComparison.Difference difference;
    long size;
    try (TargetContent found = surroundings.view().open(path)) {
      difference = comparison(reader).compare(parts, found);
      size = found.size();
    } catch (IOException e) {
      write(reader); // What can't be read can be replaced.
      return;
    }
    boolean same = difference.none() && size == metadata.size();
    if (same && difference.dense().isEmpty()) {
      nameHoles(difference);
      keepContent();
      return;
    }
    long missing = difference.bytes(parts);
    long reused = metadata.size() - parts.holeBytes() - missing;
    if (difference.holes() || reused <= 0) {
      write(reader); // Holes can only be made anew, and what agrees in nothing is better replaced.
      return;
    }
    try {
      open = surroundings.session.updateFile(path, metadata);
    } catch (IOException e) {
      fail(e);
    }
    writeParts(reader, difference.parts(), difference.inline());
    punch(difference.dense());
    nameHoles(difference);
    surroundings.tally.add(RestoreTally.Count.BYTES_REUSED, reused);
    surroundings.meter.done(0, reused);
    end(reader);
  }

  /** Gives back the room of zeros that are a hole. */
  private void punch(List<FileParts.Hole> dense) {
    attempt(
        out -> {
          for (FileParts.Hole hole : dense) {
            surroundings.cancellation.check();
            if (!out.punchHole(hole.offset(), hole.length())) {
              surroundings.tally.omit(path, HOLES, "this file system can't make holes in a file");
              return;
            }
          }
        });
  }

  private void nameHoles(ContentComparison.Difference difference) {
    if (!difference.holesKnown()) {
      surroundings.tally.omit(path, HOLES, "the target does not tell where they are");
    }
  }

  private ContentComparison comparison(ChunkReader reader) {
    return new ContentComparison(reader, surroundings.cancellation);
  }

  private void writeParts(ChunkReader reader, List<FileParts.Part> missing, boolean inline) {
    if (inline && parts.inline().length > 0) {
      attempt(out -> out.write(0, ByteBuffer.wrap(parts.inline())));
      written(parts.inline().length);
    }
    for (FileParts.Part part : missing) {
      surroundings.cancellation.check();
      writePart(reader, part);
    }
  }

  /** Starts a file of which several threads will write parts. */
  void begin() {
    try {
      // Where a hole is to be, anything might be in what an earlier restore wrote.
      boolean resumed = metadata.size() >= RESUMED_FROM && parts.holes().isEmpty();
      TargetFile begun =
          resumed
              ? surroundings.session.resumeFile(path, metadata, parts.name())
              : surroundings.session.beginFile(path, metadata);
      earlier = begun.earlier().orElse(null);
      open = begun;
    } catch (IOException e) {
      fail(e);
    }
  }

  /** Writes one of several parts; who writes the last one ends the file. */
  void writeOneOfAll(ChunkReader reader, FileParts.Part part) {
    writePart(reader, part);
    if (waiting.decrementAndGet() == 0) {
      end(reader);
    }
  }

  private void writePart(ChunkReader reader, FileParts.Part wanted) {
    FileParts.Part part = lacking(reader, wanted);
    if (part.offsets().isEmpty()) {
      return;
    }
    attempt(
        out -> {
          ByteBuffer chunk = reader.read(part.id());
          if (chunk.remaining() != part.length()) {
            throw new DamagedRepositoryException(
                "chunk " + part.id() + " has another length than its tree says");
          }
          for (long offset : part.offsets()) {
            out.write(offset, chunk.duplicate());
          }
        });
    written(part.length() * part.offsets().size());
  }

  /** Returns what lacks of a chunk's places in what an earlier restore wrote. */
  private FileParts.Part lacking(ChunkReader reader, FileParts.Part wanted) {
    TargetContent found = earlier;
    if (found == null || failure.get() != null) {
      return wanted;
    }
    try {
      FileParts.Part lacking = comparison(reader).lacking(wanted, found);
      long there = wanted.length() * (wanted.offsets().size() - lacking.offsets().size());
      surroundings.tally.add(RestoreTally.Count.BYTES_REUSED, there);
      surroundings.meter.done(0, there);
      return lacking;
    } catch (IOException e) {
      return wanted; // What can't be read can be written.
    }
  }

  private void written(long bytes) {
    if (failure.get() == null) {
      surroundings.tally.add(RestoreTally.Count.BYTES_WRITTEN, bytes);
    }
    surroundings.meter.done(0, bytes);
  }

  private interface Writing {
    void to(TargetFile out) throws IOException;
  }

  private void attempt(Writing writing) {
    TargetFile out = open;
    if (out == null || failure.get() != null) {
      return;
    }
    try {
      writing.to(out);
    } catch (DamagedRepositoryException | UnsupportedFormatException | IOException e) {
      fail(e);
    }
  }

  private void fail(Exception e) {
    failure.compareAndSet(null, e);
  }

  private void end(ChunkReader reader) {
    attempt(TargetFile::commit);
    TargetFile out = open;
    if (out != null) {
      try {
        out.close();
      } catch (IOException e) {
        fail(e);
      }
    }
    surroundings.meter.done(0, parts.holeBytes());
    boolean right = failure.get() != null || !surroundings.verified || verify(reader);
    if (right) {
      conclude();
    } else {
      surroundings.meter.done(1, 0);
      done = true;
    }
  }

  /** Reads the file back; returns whether it is right, or notes that it is not. */
  private boolean verify(ChunkReader reader) {
    try (TargetContent found = surroundings.view().open(path)) {
      boolean right =
          found.size() == metadata.size() && comparison(reader).compare(parts, found).none();
      if (!right) {
        surroundings.tally.note(
            path,
            RestoreProblem.Kind.NOT_VERIFIED,
            "what was written reads back as something else: the target's disk may be failing");
      }
      surroundings.tally.add(RestoreTally.Count.BYTES_VERIFIED, right ? metadata.size() : 0);
      return right;
    } catch (AccessDeniedException e) {
      surroundings.tally.omit(path, "verification", "its permissions do not let it be read");
      return true;
    } catch (IOException e) {
      surroundings.tally.notWritten(path, e);
      return false;
    }
  }

  private void conclude() {
    Exception failed = failure.get();
    if (failed instanceof IOException e) {
      surroundings.tally.notWritten(path, e);
    } else if (failed instanceof ByssusException e) {
      surroundings.tally.damaged(path, e);
    } else {
      surroundings.tally.add(RestoreTally.Count.FILES, 1);
      surroundings.tally.add(RestoreTally.Count.BYTES, metadata.size());
      restored = true;
    }
    surroundings.meter.done(1, 0);
    done = true;
  }
}
