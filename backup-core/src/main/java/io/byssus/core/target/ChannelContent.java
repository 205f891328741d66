package io.byssus.core.target;

import io.byssus.api.target.TargetContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The content of a file that is open. Several threads may read it, and one ask for its data. */
final class ChannelContent implements TargetContent {
  private final FileChannel channel;
  private final @Nullable Path file;
  private @Nullable DataRanges ranges;

  /** Creates the content of a file of which is not known where its holes are. */
  ChannelContent(FileChannel channel) {
    this(channel, null);
  }

  /**
   * Creates the content of a file.
   *
   * @param file where it is, to be asked where its holes are
   */
  ChannelContent(FileChannel channel, @Nullable Path file) {
    this.channel = channel;
    this.file = file;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public void read(long offset, ByteBuffer buffer) throws IOException {
    long position = offset;
    int end = buffer.limit();
    try {
      while (buffer.position() < end) {
        // The JDK keeps a buffer outside the heap per thread, of the greatest size asked for.
        buffer.limit(Math.min(end, buffer.position() + RestoredFile.MAX_TRANSFER));
        int count = channel.read(buffer, position);
        if (count < 0) {
          return;
        }
        position += count;
      }
    } finally {
      buffer.limit(end);
    }
  }

  @Override
  public Optional<DataRange> nextData(long offset) throws IOException {
    if (ranges == null && file != null) {
      ranges = DataRanges.of(file);
    }
    return ranges == null ? Optional.empty() : Optional.of(ranges.next(offset, size()));
  }

  @Override
  public void close() throws IOException {
    if (ranges != null) {
      ranges.close();
    }
    channel.close();
  }
}
