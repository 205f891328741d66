package io.byssus.api.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** A source of one file whose content is a stream. Immutable. */
final class StreamSource implements Source {
  private static final byte[] NO_TARGET = {};

  private final EntryPath path;
  private final StreamOpener content;

  StreamSource(EntryPath path, StreamOpener content) {
    if (path.isRoot()) {
      throw new IllegalArgumentException("the path of a stream's file has at least one name");
    }
    this.path = path;
    this.content = Objects.requireNonNull(content, "content");
  }

  @Override
  public String host() {
    return HostName.find();
  }

  @Override
  public List<String> roots() {
    return List.of(path.toString());
  }

  @Override
  public SourceSession open() {
    return new Session(Instant.now());
  }

  @Override
  public String toString() {
    return "stream " + path;
  }

  private record Entry(EntryPath path, EntryMetadata metadata) implements SourceEntry {
    @Override
    public byte[] linkTarget() {
      return NO_TARGET;
    }

    @Override
    public boolean streamed() {
      return metadata.kind() == EntryKind.FILE;
    }
  }

  private final class Session implements SourceSession {
    private final Instant now;

    Session(Instant now) {
      this.now = now;
    }

    @Override
    public SourceEntry root() {
      return entry(0);
    }

    /** Returns the file, or a directory that leads to it. */
    private Entry entry(int depth) {
      List<EntryName> names = path.names();
      boolean file = depth == names.size();
      EntryMetadata metadata =
          EntryMetadata.of(file ? EntryKind.FILE : EntryKind.DIRECTORY)
              .permissions(file ? 0600 : 0755)
              .modified(file ? now : Instant.EPOCH)
              .build();
      return new Entry(EntryPath.of(names.subList(0, depth)), metadata);
    }

    @Override
    public void list(SourceEntry directory, Visitor visitor) {
      visitor.entry(entry(directory.path().names().size() + 1));
    }

    @Override
    public SourceContent open(SourceEntry file) {
      try {
        return new Content(content.open(), file.metadata());
      } catch (IOException e) {
        throw failed("can't open", e);
      }
    }

    @Override
    public void close() {
      // The stream is closed by who reads it.
    }
  }

  /** What is missing from a stream can't be told from its end: so every failure is the backup's. */
  private SourceUnreadableException failed(String what, IOException failure) {
    return new SourceUnreadableException(
        what + " the stream for '" + path + "': " + failure.getMessage(), failure);
  }

  private final class Content implements SourceContent {
    private final InputStream stream;
    private final EntryMetadata metadata;

    Content(InputStream stream, EntryMetadata metadata) {
      this.stream = stream;
      this.metadata = metadata;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      try {
        int count;
        do {
          count = stream.read(buffer, offset, length);
        } while (count == 0);
        return count;
      } catch (IOException e) {
        throw failed("can't read", e);
      }
    }

    @Override
    public EntryMetadata metadataNow() {
      return metadata;
    }

    @Override
    public void close() {
      try {
        stream.close();
      } catch (IOException e) {
        throw failed("can't close", e);
      }
    }
  }
}
