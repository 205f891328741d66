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
  private final @Nullable RootNode leading;
  private @Nullable DirectoryChoice choice;

  private FileEntry(
      @Nullable FileEntry directory,
      @Nullable EntryName name,
      Path file,
      EntryMetadata metadata,
      byte[] linkTarget,
      @Nullable RootNode leading) {
    this.directory = directory;
    this.name = name;
    this.file = file;
    this.metadata = metadata;
    this.linkTarget = linkTarget;
    this.leading = leading;
  }

  /** Returns the top directory; {@code leading} is {@code null} if all of it is listed. */
  static FileEntry top(Path file, EntryMetadata metadata, @Nullable RootNode leading) {
    return new FileEntry(null, null, file, metadata, NO_TARGET, leading);
  }

  /** Returns an entry of this directory. */
  FileEntry child(EntryName name, Path file, EntryMetadata metadata) {
    return new FileEntry(this, name, file, metadata, NO_TARGET, null);
  }

  /** Returns a link in this directory. */
  FileEntry link(EntryName name, Path file, EntryMetadata metadata, byte[] target) {
    return new FileEntry(this, name, file, metadata, target, null);
  }

  /** Returns a directory of this one of which only what leads to roots is listed. */
  FileEntry leading(EntryName name, EntryMetadata metadata, RootNode node) {
    return new FileEntry(this, name, node.path(), metadata, NO_TARGET, node);
  }

  /** Returns where the file is. */
  Path file() {
    return file;
  }

  /** Returns what alone is listed of this directory, or {@code null} for all. */
  @Nullable RootNode leading() {
    return leading;
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
