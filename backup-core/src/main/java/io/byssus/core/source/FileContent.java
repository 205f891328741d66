package io.byssus.core.source;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.SourceContent;
import io.byssus.core.internal.file.MetadataReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** The content of a file that is being read. */
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

  private FileContent(Path file, FileChannel channel, MetadataReader reader) {
    this.file = file;
    this.channel = channel;
    this.reader = reader;
  }

  static FileContent open(Path file, MetadataReader reader) throws IOException {
    return new FileContent(file, FileChannel.open(file, OPTIONS), reader);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return channel.read(ByteBuffer.wrap(buffer, offset, Math.min(length, MAX_READ)));
  }

  /** Looks at what has the file's name now; another file in its place differs in its inode. */
  @Override
  public EntryMetadata metadataNow() throws IOException {
    return reader.read(file, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
