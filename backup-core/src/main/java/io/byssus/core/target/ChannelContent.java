package io.byssus.core.target;

import io.byssus.api.target.TargetContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The content of a file that is open. Several threads may read it. */
final class ChannelContent implements TargetContent {
  private final FileChannel channel;

  ChannelContent(FileChannel channel) {
    this.channel = channel;
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
  public void close() throws IOException {
    channel.close();
  }
}
