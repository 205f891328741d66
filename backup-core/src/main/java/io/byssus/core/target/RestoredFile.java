package io.byssus.core.target;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.target.TargetFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** A file of a {@link FileTarget} under its temporary name. */
final class RestoredFile implements TargetFile {
  /** The JDK copies what is on the heap to a buffer outside it, kept per thread: this bounds it. */
  private static final int MAX_WRITE = 256 * 1024;

  private final Placement placement;
  private final EntryMetadata metadata;
  private final MetadataWriter metadataWriter;
  private final FileChannel channel;
  private final Set<RestoredFile> unfinished;
  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * Creates a file that leaves the set of unfinished ones when it ends.
   *
   * @param channel open on the temporary file
   */
  RestoredFile(
      Placement placement,
      EntryMetadata metadata,
      MetadataWriter metadataWriter,
      FileChannel channel,
      Set<RestoredFile> unfinished) {
    this.placement = placement;
    this.metadata = metadata;
    this.metadataWriter = metadataWriter;
    this.channel = channel;
    this.unfinished = unfinished;
  }

  @Override
  public void write(long offset, ByteBuffer data) throws IOException {
    long position = offset;
    int end = data.limit();
    try {
      while (data.position() < end) {
        data.limit(Math.min(end, data.position() + MAX_WRITE));
        position += channel.write(data, position);
      }
    } finally {
      data.limit(end);
    }
  }

  @Override
  public void commit() throws IOException {
    if (!ended.compareAndSet(false, true)) {
      throw new IllegalStateException("'" + placement.path() + "' is committed or closed already");
    }
    boolean moved = false;
    try {
      try (channel) {
        fit(metadata.size());
      }
      // After closing, because some network file systems write, and set the time, only then.
      metadataWriter.write(placement.temporary(), metadata);
      placement.move();
      moved = true;
    } finally {
      unfinished.remove(this);
      if (!moved) {
        placement.discard();
      }
    }
  }

  private void fit(long size) throws IOException {
    long written = channel.size();
    if (written > size) {
      channel.truncate(size);
    } else if (written < size) {
      channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
    }
  }

  @Override
  public void close() throws IOException {
    if (ended.compareAndSet(false, true)) {
      try (channel) {
        unfinished.remove(this);
        placement.discard();
      }
    }
  }
}
