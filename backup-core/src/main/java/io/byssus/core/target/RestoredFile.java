package io.byssus.core.target;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.target.TargetContent;
import io.byssus.api.target.TargetContent.DataRange;
import io.byssus.api.target.TargetFile;
import io.byssus.core.internal.posix.Errors;
import io.byssus.core.internal.posix.Posix;
import io.byssus.core.internal.posix.PosixException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A file of a {@link FileTarget} that is being written: under its temporary name, or in place. */
final class RestoredFile implements TargetFile {
  /** The JDK copies what is on the heap to a buffer outside it, kept per thread: this bounds it. */
  static final int MAX_TRANSFER = 256 * 1024;

  /** Whether what was written is forced to the disk before the file gets its name. */
  enum Durability {
    LEFT_TO_THE_SYSTEM,
    FORCED
  }

  private final Where where;
  private final EntryMetadata metadata;
  private final FileChannel channel;
  private final Disk disk;
  private final Durability durability;
  private final Set<RestoredFile> unfinished;
  private final @Nullable TargetContent earlier;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Where the file is and how it gets there. */
  interface Where {
    /** Returns the path in the snapshot, for messages. */
    String name();

    /** Sets the metadata, and gives the file its name, if it has not got it. */
    void place(EntryMetadata metadata) throws IOException;

    /** Gives the room of a part back. */
    void punchHole(long offset, long length) throws IOException;

    /** Removes the file, if it has not got its name. */
    void discard() throws IOException;
  }

  /**
   * Creates a file that leaves the set of unfinished ones when it ends.
   *
   * @param channel open on the file
   * @param earlier what was written of it by an earlier session, or {@code null}
   */
  RestoredFile(
      Where where,
      EntryMetadata metadata,
      FileChannel channel,
      Disk disk,
      Durability durability,
      @Nullable TargetContent earlier,
      Set<RestoredFile> unfinished) {
    this.where = where;
    this.metadata = metadata;
    this.channel = channel;
    this.disk = disk;
    this.durability = durability;
    this.earlier = earlier;
    this.unfinished = unfinished;
  }

  @Override
  public Optional<TargetContent> earlier() {
    return Optional.ofNullable(earlier);
  }

  @Override
  public void write(long offset, ByteBuffer data) throws IOException {
    long position = offset;
    int end = data.limit();
    try {
      while (data.position() < end) {
        data.limit(Math.min(end, data.position() + MAX_TRANSFER));
        position += disk.write(channel, data, position);
      }
    } finally {
      data.limit(end);
    }
  }

  @Override
  public boolean punchHole(long offset, long length) throws IOException {
    if (!Posix.available()) {
      return false;
    }
    try {
      where.punchHole(offset, length);
      return true;
    } catch (PosixException e) {
      if (e.error() == Errors.NOT_SUPPORTED) {
        return false;
      }
      throw e;
    }
  }

  /** Writes a copy of another file, but for its zeros: they become holes. */
  void copy(TargetContent from) throws IOException {
    long size = from.size();
    for (long offset = 0; offset < size; ) {
      long start = offset;
      DataRange data = from.nextData(start).orElseGet(() -> new DataRange(start, size));
      copy(from, data);
      offset = Math.max(data.end(), start + 1);
    }
  }

  private void copy(TargetContent from, DataRange data) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(MAX_TRANSFER);
    for (long offset = data.start(); offset < data.end(); offset += MAX_TRANSFER) {
      block.clear().limit((int) Math.min(MAX_TRANSFER, data.end() - offset));
      from.read(offset, block);
      block.flip();
      if (!isZero(block)) {
        write(offset, block);
      }
    }
  }

  private static boolean isZero(ByteBuffer block) {
    return block.mismatch(ZEROS.duplicate().limit(block.limit())) < 0;
  }

  private static final ByteBuffer ZEROS = ByteBuffer.allocate(MAX_TRANSFER).asReadOnlyBuffer();

  @Override
  public void commit() throws IOException {
    if (!ended.compareAndSet(false, true)) {
      throw new IllegalStateException("'" + where.name() + "' is committed or closed already");
    }
    boolean placed = false;
    try {
      try (channel) {
        fit(metadata.size());
        if (durability == Durability.FORCED) {
          disk.force(channel);
        }
      }
      // After closing, because some network file systems write, and set the time, only then.
      where.place(metadata);
      placed = true;
    } finally {
      unfinished.remove(this);
      if (!placed) {
        where.discard();
      }
    }
  }

  private void fit(long size) throws IOException {
    long written = channel.size();
    if (written > size) {
      disk.truncate(channel, size);
    } else if (written < size) {
      // The JDK can't grow a file; a byte in a later block, cut off again, leaves a hole behind.
      long later = (size / MAX_TRANSFER + 1) * MAX_TRANSFER;
      disk.write(channel, ByteBuffer.wrap(new byte[1]), later);
      disk.truncate(channel, size);
    }
  }

  @Override
  public void close() throws IOException {
    if (ended.compareAndSet(false, true)) {
      try (channel) {
        unfinished.remove(this);
        where.discard();
      }
    }
  }
}
