package io.byssus.core.internal.engine;

import io.byssus.api.EntryNotFoundException;
import io.byssus.api.SnapshotId;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.core.internal.filesystem.SnapshotFileSystem;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.snapshot.SnapshotEntry;
import java.nio.file.FileSystem;
import java.util.function.Consumer;

/** Lists what is in snapshots, and opens them as file systems. */
public final class SnapshotBrowser {
  private final OpenRepository repository;

  /** Creates a browser of a repository's snapshots. */
  public SnapshotBrowser(OpenRepository repository) {
    this.repository = repository;
  }

  /** Lists a snapshot at and below a path, directories before their entries. */
  public void list(SnapshotId snapshot, EntryPath from, Consumer<? super SnapshotEntry> visitor) {
    LogState state = repository.state();
    Manifest manifest = repository.manifest(state, snapshot);
    try (ChunkReader reader = repository.chunks(state, snapshot).reader()) {
      TreeReader trees = new TreeReader(reader::readCopy);
      TreeEntry top =
          TreeEntry.directory(
              EntryName.of("top"), EntryMetadata.of(EntryKind.DIRECTORY).build(), manifest.tree());
      TreeEntry start = top;
      EntryPath path = EntryPath.root();
      for (EntryName name : from.names()) {
        start = child(trees, start, name, from, snapshot);
        path = path.resolve(name);
      }
      if (start != top) {
        visitor.accept(new SnapshotEntry(path, start.metadata(), start.linkTarget()));
      }
      if (start.kind() == EntryKind.DIRECTORY) {
        below(trees, path, start, visitor);
      }
    }
  }

  /** Opens a snapshot as a file system. */
  public FileSystem fileSystem(SnapshotId snapshot) {
    LogState state = repository.state();
    Manifest manifest = repository.manifest(state, snapshot);
    return new SnapshotFileSystem(
        repository.id(),
        manifest.snapshot(),
        manifest.tree(),
        repository.chunks(state, snapshot),
        repository.settings().processors());
  }

  private static TreeEntry child(
      TreeReader trees, TreeEntry parent, EntryName name, EntryPath from, SnapshotId snapshot) {
    TreeEntry entry = trees.find(parent, name);
    if (entry == null) {
      throw new EntryNotFoundException(
          "there is no " + from + " in snapshot " + snapshot.abbreviated());
    }
    return entry;
  }

  private static void below(
      TreeReader trees,
      EntryPath path,
      TreeEntry directory,
      Consumer<? super SnapshotEntry> visitor) {
    for (TreeEntry entry : trees.directory(directory.subtree())) {
      EntryPath child = path.resolve(entry.name());
      visitor.accept(new SnapshotEntry(child, entry.metadata(), entry.linkTarget()));
      if (entry.kind() == EntryKind.DIRECTORY) {
        below(trees, child, entry, visitor);
      }
    }
  }
}
