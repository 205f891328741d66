package io.byssus.core.internal.pipeline;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.core.internal.index.KnownChunks;
import io.byssus.core.internal.tree.FileContent;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeEntry.Freshness;
import io.byssus.core.internal.tree.TreeReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries of one directory in the parent snapshot, to tell which files need not be read. The
 * methods that read trees are for the walking thread alone; the others never change their answer.
 */
final class ParentFiles {
  private static final Logger log = LoggerFactory.getLogger(ParentFiles.class);

  private final TreeReader trees;
  private final KnownChunks known;
  private final @Nullable ChunkId tree;
  private final Map<EntryName, TreeEntry> entries;

  private ParentFiles(
      TreeReader trees,
      KnownChunks known,
      @Nullable ChunkId tree,
      Map<EntryName, TreeEntry> entries) {
    this.trees = trees;
    this.known = known;
    this.tree = tree;
    this.entries = entries;
  }

  /** Returns the entries of a tree; none if there is no tree, or it can't be read any more. */
  static ParentFiles of(TreeReader trees, KnownChunks known, @Nullable ChunkId tree) {
    Map<EntryName, TreeEntry> entries = new HashMap<>();
    if (tree != null) {
      ChunkId[] node = {tree};
      boolean[] kept = {true};
      try {
        trees.nodes(
            tree,
            id -> {
              node[0] = id;
              kept[0] &= known.relyOn(id);
            },
            entry -> {
              if (entries.put(entry.name(), entry) != null) {
                throw new DamagedRepositoryException("it has two entries named " + entry.name());
              }
            });
      } catch (DamagedRepositoryException | UnsupportedFormatException e) {
        // What is damaged is read again from the source and stored again, and so heals.
        log.warn("A directory of the parent snapshot can't be read: {}", e.getMessage());
        known.distrust(node[0]);
        return new ParentFiles(trees, known, null, Map.of());
      }
      // A tree that lies in a pack that can't be trusted is readable, and stored again.
      return new ParentFiles(trees, known, kept[0] ? tree : null, entries);
    }
    return new ParentFiles(trees, known, null, entries);
  }

  /** Returns the directory's tree, whose every part can be relied on, or {@code null}. */
  @Nullable ChunkId tree() {
    return tree;
  }

  /** Returns how many entries there are. */
  int count() {
    return entries.size();
  }

  /** Returns the entry of a name, or {@code null}. */
  @Nullable TreeEntry find(EntryName name) {
    return entries.get(name);
  }

  /** Returns the entries of a directory in this one. */
  ParentFiles directory(EntryName name) {
    TreeEntry entry = entries.get(name);
    boolean directory = entry != null && entry.kind() == EntryKind.DIRECTORY;
    return of(trees, known, directory && entry != null ? entry.subtree() : null);
  }

  /** Returns whether the parent has a file of that name. */
  boolean hasFile(EntryName name) {
    TreeEntry entry = entries.get(name);
    return entry != null && entry.kind() == EntryKind.FILE;
  }

  /**
   * Returns the parent's entry of a file that has not changed since, or {@code null}: size, times
   * and inode are the same, and every chunk of it is still in the index, so that lost chunks are
   * stored again.
   */
  @Nullable TreeEntry unchanged(EntryName name, EntryMetadata now) {
    TreeEntry entry = entries.get(name);
    if (entry == null
        || entry.kind() != now.kind()
        || entry.freshness() != Freshness.SETTLED
        || !sameFile(entry.metadata(), now)
        || !everyChunkIsThere(entry)) {
      return null;
    }
    return entry;
  }

  /**
   * Returns the extended attributes that the parent has of an entry that has not changed since, or
   * {@code null}: they can't change without its change time.
   */
  @Nullable ExtendedAttributes attributes(EntryName name, EntryMetadata now) {
    TreeEntry entry = entries.get(name);
    boolean same =
        entry != null
            && entry.kind() == now.kind()
            && entry.freshness() == Freshness.SETTLED
            && !now.changed().equals(Instant.EPOCH)
            && entry.metadata().changed().equals(now.changed())
            && entry.metadata().inode() == now.inode();
    return same && entry != null ? entry.metadata().attributes() : null;
  }

  private static boolean sameFile(EntryMetadata before, EntryMetadata now) {
    return before.size() == now.size()
        && before.modified().equals(now.modified())
        && before.changed().equals(now.changed())
        && before.inode() == now.inode();
  }

  private boolean everyChunkIsThere(TreeEntry entry) {
    boolean[] all = {true};
    @Nullable ChunkId[] node = {null};
    try {
      trees.distinctChunks(
          entry.content(),
          list -> {
            node[0] = list;
            all[0] &= known.relyOn(list);
          },
          (chunk, length) -> all[0] &= chunk.equals(FileContent.HOLE) || known.relyOn(chunk));
    } catch (DamagedRepositoryException | UnsupportedFormatException e) {
      ChunkId list = node[0];
      if (list != null) {
        known.distrust(list);
      }
      return false;
    }
    return all[0];
  }
}
