package io.byssus.core.source;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.SourceContent;
import io.byssus.core.internal.metadata.MetadataReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The content of a file that is being read; of a sparse one, its data and its holes. */
final class FileContent implements SourceContent {
  /**
   * The JDK reads through a buffer outside the heap as large as the request, and keeps one for each
   * thread: this bounds it. Larger requests are not faster.
   */
  private static final int MAX_READ = 256 * 1024;

  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final Path file;
  private final FileChannel channel;
  private final MetadataReader reader;
  private final @Nullable Holes holes;

  private FileContent(
      Path file, FileChannel channel, MetadataReader reader, @Nullable Holes holes) {
    this.file = file;
    this.channel = channel;
    this.reader = reader;
    this.holes = holes;
  }

  /** Opens a file of a size that was seen just now. */
  static FileContent open(Path file, long size, MetadataReader reader) throws IOException {
    FileChannel channel = FileChannel.open(file, OPTIONS);
    try {
      return new FileContent(file, channel, reader, Holes.of(file, size));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = Math.min(length, MAX_READ);
    if (holes != null) {
      count = (int) Math.min(count, holes.dataAt(channel.position()));
      if (count == 0) {
        return -1;
      }
    }
    return channel.read(ByteBuffer.wrap(buffer, offset, count));
  }

  @Override
  public long skipHole() throws IOException {
    if (holes == null) {
      return 0;
    }
    long position = channel.position();
    // What was cut off since the file was opened is no hole.
    long length = Math.min(holes.holeAt(position), Math.max(0, channel.size() - position));
    channel.position(position + length);
    return length;
  }

  /** Looks at what has the file's name now; another file in its place differs in its inode. */
  @Override
  public EntryMetadata metadataNow() throws IOException {
    return reader.read(file, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (holes != null) {
        holes.close();
      }
    }
  }
}
