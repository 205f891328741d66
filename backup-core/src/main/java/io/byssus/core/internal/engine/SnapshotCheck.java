package io.byssus.core.internal.engine;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.file.NameList;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.StoredSnapshot;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.tree.DirectoryReader;
import io.byssus.core.internal.tree.FileContent;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks the trees of all snapshots of a domain: every tree can be read, and every chunk that a file
 * names is there and was not found to be damaged. A tree that was found whole is not walked again.
 */
final class SnapshotCheck {
  private final OpenRepository repository;
  private final LogState state;
  private final ChunkIndex index;
  private final DamagedPacks damaged;
  private final Findings findings;
  private final Cancellation cancellation;
  private final Set<ChunkId> whole = new HashSet<>();

  SnapshotCheck(
      OpenRepository repository,
      LogState state,
      ChunkIndex index,
      DamagedPacks damaged,
      Findings findings,
      Cancellation cancellation) {
    this.repository = repository;
    this.state = state;
    this.index = index;
    this.damaged = damaged;
    this.findings = findings;
    this.cancellation = cancellation;
  }

  /** Returns how many snapshots there are. */
  int run() {
    List<StoredSnapshot> snapshots =
        state.snapshots().values().stream()
            .filter(snapshot -> snapshot.domain() == index.domain())
            .sorted(Comparator.comparingLong(StoredSnapshot::entry))
            .toList();
    try (ChunkReader reader = repository.chunks(index).reader()) {
      TreeReader trees = new TreeReader(reader::readCopy);
      for (StoredSnapshot snapshot : snapshots) {
        String name = snapshot.id().abbreviated();
        try {
          Manifest manifest = repository.manifests().open(snapshot);
          directory(trees, name, EntryPath.root(), manifest.tree());
        } catch (DamagedRepositoryException | UnsupportedFormatException e) {
          findings.error("snapshot " + name, "the snapshot can't be read: " + e.getMessage());
        }
      }
    }
    return snapshots.size();
  }

  private boolean directory(TreeReader trees, String snapshot, EntryPath path, ChunkId tree) {
    cancellation.check();
    if (whole.contains(tree)) {
      return true;
    }
    boolean sound = true;
    NameList names = new NameList();
    DirectoryReader entries = trees.entries(tree);
    while (true) {
      TreeEntry entry;
      try {
        if (!entries.hasNext()) {
          break;
        }
        entry = entries.next();
      } catch (DamagedRepositoryException | UnsupportedFormatException e) {
        affected(tree, String.valueOf(e.getMessage()), snapshot + ":" + path + " and all below it");
        sound = false;
        continue;
      }
      names.add(entry.name());
      if (entry.kind() == EntryKind.DIRECTORY) {
        sound &= directory(trees, snapshot, path.resolve(entry.name()), entry.subtree());
      } else if (entry.kind() == EntryKind.FILE) {
        sound &= file(trees, snapshot, path, entry);
      }
    }
    EntryName repeated = names.repeated();
    if (repeated != null) {
      String problem = "a directory has two entries with the name " + repeated;
      affected(tree, problem, snapshot + ":" + path.resolve(repeated));
      sound = false;
    }
    if (sound) {
      whole.add(tree);
    }
    return sound;
  }

  private boolean file(TreeReader trees, String snapshot, EntryPath directory, TreeEntry entry) {
    boolean[] sound = {true};
    try {
      trees.distinctChunks(
          entry.content(),
          list -> {},
          (chunk, length) -> {
            String problem = problem(chunk, length);
            if (problem != null && sound[0]) {
              sound[0] = false;
              affected(chunk, problem, snapshot + ":" + directory.resolve(entry.name()));
            }
          });
    } catch (DamagedRepositoryException | UnsupportedFormatException e) {
      findings.affects(
          "snapshot " + snapshot,
          String.valueOf(e.getMessage()),
          snapshot + ":" + directory.resolve(entry.name()));
      return false;
    }
    return sound[0];
  }

  /** Returns what is wrong with a chunk, or {@code null} if one copy of it is sound. A hole is. */
  private @Nullable String problem(ChunkId chunk, long length) {
    if (chunk.equals(FileContent.HOLE)) {
      return null;
    }
    String problem = "no index lists chunk " + chunk;
    for (int at = index.find(chunk); at != ChunkIndex.ABSENT; at = index.findNext(at)) {
      if (index.lengthOf(at) != length) {
        problem = "chunk " + chunk + " has another length";
      } else if (!damaged.sound(chunk, index.packOf(at))) {
        problem = "chunk " + chunk + " is damaged";
      } else {
        return null;
      }
    }
    return problem;
  }

  private void affected(ChunkId chunk, String problem, String file) {
    var location = index.locate(chunk);
    String object = location == null ? "index/" : location.pack().toString();
    findings.affects(object, problem, file);
  }
}
