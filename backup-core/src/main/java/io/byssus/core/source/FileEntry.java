package io.byssus.core.source;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.SourceEntry;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry that was listed. Knows its directory, so that its path costs nothing until asked for.
 */
final class FileEntry implements SourceEntry {
  private static final byte[] NO_TARGET = {};

  private final @Nullable FileEntry directory;
  private final @Nullable EntryName name;
  private final Path file;
  private final EntryMetadata metadata;
  private final byte[] linkTarget;
  private final @Nullable RootNode roots;
  private final Listing listing;
  private @Nullable DirectoryChoice choice;

  /** What of a directory is listed. */
  private enum Listing {
    ALL,
    ROOTS
  }

  private FileEntry(
      @Nullable FileEntry directory,
      @Nullable EntryName name,
      Path file,
      EntryMetadata metadata,
      byte[] linkTarget,
      @Nullable RootNode roots,
      Listing listing) {
    this.directory = directory;
    this.name = name;
    this.file = file;
    this.metadata = metadata;
    this.linkTarget = linkTarget;
    this.roots = roots;
    this.listing = listing;
  }

  /** Returns the top directory, all of which is listed if it is a root itself. */
  static FileEntry top(EntryMetadata metadata, RootNode node) {
    Listing listing = node.isRoot() ? Listing.ALL : Listing.ROOTS;
    return new FileEntry(null, null, node.path(), metadata, NO_TARGET, node, listing);
  }

  /** Returns an entry of this directory. */
  FileEntry child(EntryName name, Path file, EntryMetadata metadata) {
    return new FileEntry(this, name, file, metadata, NO_TARGET, null, Listing.ALL);
  }

  /** Returns an entry of this directory that is a root, or on the way from one to another. */
  FileEntry child(EntryName name, EntryMetadata metadata, RootNode node) {
    return new FileEntry(this, name, node.path(), metadata, NO_TARGET, node, Listing.ALL);
  }

  /** Returns a link in this directory. */
  FileEntry link(EntryName name, Path file, EntryMetadata metadata, byte[] target) {
    return new FileEntry(this, name, file, metadata, target, null, Listing.ALL);
  }

  /** Returns a link in this directory that is a root. */
  FileEntry link(EntryName name, EntryMetadata metadata, byte[] target, RootNode node) {
    return new FileEntry(this, name, node.path(), metadata, target, node, Listing.ALL);
  }

  /** Returns a directory of this one of which only what leads to roots is listed. */
  FileEntry leading(EntryName name, EntryMetadata metadata, RootNode node) {
    return new FileEntry(this, name, node.path(), metadata, NO_TARGET, node, Listing.ROOTS);
  }

  /** Returns where the file is. */
  Path file() {
    return file;
  }

  /** Returns what alone is listed of this directory, or {@code null} for all. */
  @Nullable RootNode leading() {
    return listing == Listing.ROOTS ? roots : null;
  }

  /**
   * Returns what this is in the tree of roots, or {@code null} if it is no root nor leads to one.
   */
  @Nullable RootNode roots() {
    return roots;
  }

  /** Notes how to choose in this directory. */
  void choose(DirectoryChoice how) {
    choice = how;
  }

  /** Returns how to choose in this directory, or {@code null} if nobody has said so. */
  @Nullable DirectoryChoice choice() {
    return choice;
  }

  @Override
  public EntryName name() {
    if (name == null) {
      throw new IllegalStateException("the top directory has no name");
    }
    return name;
  }

  @Override
  public EntryPath path() {
    Deque<EntryName> names = new ArrayDeque<>();
    for (FileEntry entry = this; entry != null && entry.name != null; entry = entry.directory) {
      names.addFirst(entry.name);
    }
    return EntryPath.of(List.copyOf(names));
  }

  @Override
  public EntryMetadata metadata() {
    return metadata;
  }

  @Override
  public byte[] linkTarget() {
    return linkTarget.clone();
  }

  @Override
  public String toString() {
    return path().toString();
  }
}
