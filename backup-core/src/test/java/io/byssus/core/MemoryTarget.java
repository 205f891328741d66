package io.byssus.core;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.Target;
import io.byssus.api.target.TargetFile;
import io.byssus.api.target.TargetSession;
import io.byssus.api.target.TargetView;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** A target that keeps the files that were committed. */
final class MemoryTarget implements Target, TargetSession {
  private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();

  /** Returns the content of all files by their paths. */
  Map<String, byte[]> files() {
    return files;
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public TargetSession open() {
    return this;
  }

  @Override
  public Optional<TargetView> view() {
    return Optional.empty();
  }

  @Override
  public Begun beginDirectory(EntryPath path) {
    return Begun.CREATED;
  }

  @Override
  public TargetFile beginFile(EntryPath path, EntryMetadata metadata) {
    return new MemoryFile(path);
  }

  @Override
  public void symbolicLink(EntryPath path, EntryMetadata metadata, byte[] linkTarget) {
    files.put(path.toString(), linkTarget.clone());
  }

  @Override
  public void endDirectory(EntryPath path, EntryMetadata metadata) {}

  @Override
  public void close() {}

  private final class MemoryFile implements TargetFile {
    private final EntryPath path;
    private byte[] content = {};

    MemoryFile(EntryPath path) {
      this.path = path;
    }

    @Override
    public synchronized void write(long offset, ByteBuffer data) {
      int end = Math.toIntExact(offset + data.remaining());
      if (content.length < end) {
        content = Arrays.copyOf(content, end);
      }
      data.get(content, (int) offset, data.remaining());
    }

    @Override
    public synchronized void commit() {
      files.put(path.toString(), content);
    }

    @Override
    public void close() {}
  }
}
