package io.byssus.core;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.api.source.Source;
import io.byssus.api.source.SourceContent;
import io.byssus.api.source.SourceEntry;
import io.byssus.api.source.SourceSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A source in front of another that notes which files are opened, and in which a test meddles. */
class WatchedSource implements Source {
  private final Source source;
  private final List<String> opened = Collections.synchronizedList(new ArrayList<>());

  WatchedSource(Source source) {
    this.source = source;
  }

  /** Returns the last names of the files that were opened, in no order that counts. */
  List<String> opened() {
    synchronized (opened) {
      return List.copyOf(opened);
    }
  }

  /** Is called before a file is opened. */
  void beforeOpen(String name) throws IOException {}

  /** Is called before bytes are read, with the number of bytes that were read before. */
  void beforeRead(String name, long position) throws IOException {}

  /** Is called before an entry's attributes are read. */
  void beforeAttributes(SourceEntry entry) {}

  /** May claim that something of an entry can't be read. */
  void omitted(SourceEntry entry, SourceSession.Omissions omissions) {}

  /** Is called when the session is closed. */
  void afterClose() {}

  /** Returns what is claimed to be the metadata of an entry. */
  EntryMetadata metadata(String name, EntryMetadata actual) {
    return actual;
  }

  @Override
  public String host() {
    return source.host();
  }

  @Override
  public List<String> roots() {
    return source.roots();
  }

  @Override
  public SourceSession open() {
    return new Session(source.open());
  }

  private static String name(SourceEntry entry) {
    var names = entry.path().names();
    return names.isEmpty() ? "" : names.get(names.size() - 1).toString();
  }

  private record Entry(SourceEntry actual, EntryMetadata metadata) implements SourceEntry {
    @Override
    public EntryPath path() {
      return actual.path();
    }

    @Override
    public byte[] linkTarget() {
      return actual.linkTarget();
    }

    @Override
    public boolean streamed() {
      return actual.streamed();
    }
  }

  private final class Session implements SourceSession {
    private final SourceSession session;

    Session(SourceSession session) {
      this.session = session;
    }

    private Entry entry(SourceEntry actual) {
      return new Entry(actual, metadata(name(actual), actual.metadata()));
    }

    @Override
    public SourceEntry root() {
      return entry(session.root());
    }

    @Override
    public void list(SourceEntry directory, Visitor visitor) throws IOException {
      session.list(
          ((Entry) directory).actual(),
          new Visitor() {
            @Override
            public void entry(SourceEntry entry) {
              visitor.entry(Session.this.entry(entry));
            }

            @Override
            public void problem(EntryPath path, IOException failure) {
              visitor.problem(path, failure);
            }

            @Override
            public void leftOut() {
              visitor.leftOut();
            }
          });
    }

    @Override
    public SourceContent open(SourceEntry file) throws IOException {
      String name = name(file);
      beforeOpen(name);
      opened.add(name);
      return new Content(name, session.open(((Entry) file).actual()));
    }

    @Override
    public ExtendedAttributes attributes(SourceEntry entry, Omissions omissions)
        throws IOException {
      beforeAttributes(entry);
      omitted(entry, omissions);
      return session.attributes(((Entry) entry).actual(), omissions);
    }

    @Override
    public long excluded() {
      return session.excluded();
    }

    @Override
    public void close() {
      session.close();
      afterClose();
    }
  }

  private final class Content implements SourceContent {
    private final String name;
    private final SourceContent content;
    private long position;

    Content(String name, SourceContent content) {
      this.name = name;
      this.content = content;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      beforeRead(name, position);
      int count = content.read(buffer, offset, length);
      position += Math.max(0, count);
      return count;
    }

    @Override
    public long skipHole() throws IOException {
      long length = content.skipHole();
      position += length;
      return length;
    }

    @Override
    public EntryMetadata metadataNow() throws IOException {
      return metadata(name, content.metadataNow());
    }

    @Override
    public void close() throws IOException {
      content.close();
    }
  }
}
