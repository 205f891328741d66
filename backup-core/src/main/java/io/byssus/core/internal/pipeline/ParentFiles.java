package io.byssus.core.internal.pipeline;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryOrder;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.core.internal.tree.FileContent;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeEntry.Freshness;
import io.byssus.core.internal.tree.TreeLookup;
import io.byssus.core.internal.tree.TreeNode;
import io.byssus.core.internal.tree.TreeOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries of one directory in the parent snapshot, to tell which files need not be read. For
 * the walking thread alone; holds no more than one leaf of the directory's tree.
 */
final class ParentFiles {
  private static final Logger log = LoggerFactory.getLogger(ParentFiles.class);

  private final BackupPipeline.Parent parent;
  private final TreeLookup entries;
  private final TreeOrder order;
  private @Nullable Whole whole;

  /**
   * A directory that lies in one tree, which can be relied on.
   *
   * @param tree its id
   * @param entries how many entries it has
   */
  record Whole(ChunkId tree, int entries) {}

  private ParentFiles(BackupPipeline.Parent parent, @Nullable ChunkId tree) {
    this.parent = parent;
    this.order = new TreeOrder(parent.names());
    this.entries = new TreeLookup(id -> read(id, tree), parent.names(), tree);
  }

  /** Returns the entries of a tree; none if there is no tree, or it can't be read any more. */
  static ParentFiles of(BackupPipeline.Parent parent, @Nullable ChunkId tree) {
    return new ParentFiles(parent, tree);
  }

  private @Nullable TreeNode read(ChunkId id, @Nullable ChunkId directory) {
    try {
      TreeNode node = parent.trees().node(id);
      if (node instanceof TreeNode.Leaf leaf) {
        requireDistinct(leaf);
        // A tree that lies in a pack that can't be trusted is readable, and stored again.
        if (id.equals(directory) && parent.known().relyOn(id)) {
          whole = new Whole(id, leaf.entries().size());
        }
      }
      return node;
    } catch (DamagedRepositoryException | UnsupportedFormatException e) {
      // What is damaged is read again from the source and stored again, and so heals.
      log.warn("A directory of the parent snapshot can't be read: {}", e.getMessage());
      parent.known().distrust(id);
      return null;
    }
  }

  private static void requireDistinct(TreeNode.Leaf leaf) {
    for (int i = 1; i < leaf.entries().size(); i++) {
      EntryName name = leaf.entries().get(i).name();
      if (name.equals(leaf.entries().get(i - 1).name())) {
        throw new DamagedRepositoryException("it has two entries named " + name);
      }
    }
  }

  /** Returns the directory if it lies in one tree that can be relied on, or {@code null}. */
  @Nullable Whole whole() {
    return whole;
  }

  /** Returns the order in which to ask for names. */
  EntryOrder order() {
    return entries.isSplit() ? order.split() : order;
  }

  /** Returns the entry of a name, or {@code null}. */
  @Nullable TreeEntry find(EntryName name) {
    return entries.find(name);
  }

  /** Returns the entries of what was found in this directory; none if it is no directory. */
  ParentFiles directory(@Nullable TreeEntry before) {
    boolean directory = before != null && before.kind() == EntryKind.DIRECTORY;
    return of(parent, directory && before != null ? before.subtree() : null);
  }

  /**
   * Returns the parent's entry of a file that has not changed since, or {@code null}: size, times
   * and inode are the same, and every chunk of it is still in the index, so that lost chunks are
   * stored again.
   */
  @Nullable TreeEntry unchanged(@Nullable TreeEntry entry, EntryMetadata now) {
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
  static @Nullable ExtendedAttributes attributes(@Nullable TreeEntry entry, EntryMetadata now) {
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
      parent
          .trees()
          .distinctChunks(
              entry.content(),
              list -> {
                node[0] = list;
                all[0] &= parent.known().relyOn(list);
              },
              (chunk, length) ->
                  all[0] &= chunk.equals(FileContent.HOLE) || parent.known().relyOn(chunk));
    } catch (DamagedRepositoryException | UnsupportedFormatException e) {
      ChunkId list = node[0];
      if (list != null) {
        parent.known().distrust(list);
      }
      return false;
    }
    return all[0];
  }
}
