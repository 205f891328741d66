package io.byssus.core.internal.filesystem;

import io.byssus.api.ChunkId;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.core.internal.pack.ChunkSource;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.snapshot.Snapshot;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A snapshot as a read-only file system. Directories that were read last are kept, up to a number
 * of entries, and each open file keeps a chunk. Safe for use by many threads.
 */
public final class SnapshotFileSystem extends FileSystem {
  private static final int TOP_PERMISSIONS = 0755;

  private final String repositoryId;
  private final Snapshot snapshot;
  private final ReaderPool readers;
  private final Lookup lookup;
  private final SnapshotProvider provider = new SnapshotProvider(this);
  private volatile boolean open = true;

  /**
   * Creates a file system.
   *
   * @param repositoryId the repository's id
   * @param snapshot what is known of the snapshot
   * @param tree the id of its top directory's tree
   * @param chunks where trees and contents are read from
   * @param processors how many threads are expected to read at once
   */
  public SnapshotFileSystem(
      String repositoryId, Snapshot snapshot, ChunkId tree, ChunkSource chunks, int processors) {
    this.repositoryId = repositoryId;
    this.snapshot = snapshot;
    this.readers = new ReaderPool(chunks::reader, processors);
    EntryMetadata metadata =
        EntryMetadata.of(EntryKind.DIRECTORY)
            .permissions(TOP_PERMISSIONS)
            .modified(snapshot.time())
            .changed(snapshot.time())
            .build();
    this.lookup =
        new Lookup(
            this,
            TreeEntry.directory(EntryName.of("top"), metadata, tree),
            new DirectoryCache(
                id -> readers.use(reader -> new TreeReader(reader::readCopy).directory(id))));
  }

  String repositoryId() {
    return repositoryId;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  ReaderPool readers() {
    return readers;
  }

  /** Returns what finds entries, if the file system is open. */
  Lookup lookup() {
    if (!open) {
      throw new ClosedFileSystemException();
    }
    return lookup;
  }

  @Override
  public SnapshotProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    open = false;
    readers.close();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(SnapshotPath.absolute(this, List.of()));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of(new SnapshotFileStore(snapshot));
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return NamedAttributes.VIEWS;
  }

  @Override
  public Path getPath(String first, String... more) {
    StringBuilder joined = new StringBuilder(first);
    for (String part : more) {
      if (!part.isEmpty()) {
        joined.append(joined.length() > 0 ? "/" : "").append(part);
      }
    }
    return SnapshotPath.parse(this, joined.toString());
  }

  /** Returns the path that has these bytes. */
  public Path pathOf(byte[] path) {
    return SnapshotPath.of(this, path);
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    int colon = syntaxAndPattern.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException(
          "not a syntax, a colon and a pattern: " + syntaxAndPattern);
    }
    String text = syntaxAndPattern.substring(colon + 1);
    Pattern pattern =
        switch (syntaxAndPattern.substring(0, colon).toLowerCase(Locale.ROOT)) {
          case "glob" -> Glob.compile(text);
          case "regex" -> Pattern.compile(text);
          default ->
              throw new UnsupportedOperationException(
                  "neither glob nor regex: " + syntaxAndPattern);
        };
    return path -> pattern.matcher(path.toString()).matches();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("a snapshot has no users to look up");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("a snapshot never changes: nothing to watch");
  }

  @Override
  public String toString() {
    return SnapshotPath.absolute(this, List.of()).toUri().toString();
  }
}
