package io.byssus.core.internal.engine;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryPath;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.index.KnownChunks;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.tree.FileContent;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.internal.tree.TreeWriter;
import io.byssus.crypto.cbor.CborWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files of a snapshot that can't be restored, and the tree without them. What only this version
 * can't read, for want of a codec, say, is an exception: it is not lost. Used once.
 */
final class LostFiles {
  private static final int MAX_NAMES = 1000;
  private static final int LEAF = 1;

  private final TreeReader trees;
  private final TreeReader whatIsLeft;
  private final ChunkReader reader;
  private final KnownChunks known;
  private final Cancellation cancellation;
  private final List<String> names = new ArrayList<>();
  private final Set<Link> counted = new HashSet<>();
  private boolean missing;
  private boolean partLost;
  private long files;
  private long bytes;

  /**
   * What is left.
   *
   * @param tree of the top directory
   * @param files how many there are
   * @param bytes their size
   */
  record Rest(ChunkId tree, long files, long bytes) {}

  /** A file with several names, which counts once. */
  private record Link(long device, long inode) {}

  LostFiles(TreeReader trees, ChunkReader reader, KnownChunks known, Cancellation cancellation) {
    this.trees = trees;
    this.reader = reader;
    this.known = known;
    this.cancellation = cancellation;
    this.whatIsLeft = new TreeReader(this::orEmpty);
  }

  /** Stands for a part of a directory that is lost: no entries. */
  private byte[] orEmpty(ChunkId tree) {
    if (known.relyOn(tree)) {
      try {
        return reader.readCopy(tree);
      } catch (DamagedRepositoryException e) {
        // The same as if it were missing.
      }
    }
    partLost = true;
    return new CborWriter().writeArray(2).writeUnsigned(LEAF).writeArray(0).toByteArray();
  }

  /** Returns whether anything is lost of a tree; relies on all that is not. */
  boolean isMissingIn(ChunkId top) {
    look(top, EntryPath.root(), new HashSet<>());
    return missing;
  }

  /** Returns the files and directories that are lost. */
  List<String> names() {
    return List.copyOf(names);
  }

  private void lost(String name) {
    missing = true;
    if (names.size() < MAX_NAMES) {
      names.add(name);
    }
  }

  private void look(ChunkId tree, EntryPath path, Set<ChunkId> whole) {
    cancellation.check();
    if (whole.contains(tree)) {
      return;
    }
    int before = names.size();
    for (TreeEntry entry : entries(tree, path)) {
      if (entry.kind() == EntryKind.DIRECTORY) {
        look(entry.subtree(), path.resolve(entry.name()), whole);
      } else if (entry.kind() == EntryKind.FILE && !isThere(entry)) {
        lost(path.resolve(entry.name()).toString());
      }
    }
    if (names.size() == before && before < MAX_NAMES) {
      whole.add(tree);
    }
  }

  private List<TreeEntry> entries(ChunkId tree, EntryPath path) {
    partLost = false;
    List<TreeEntry> entries;
    try {
      entries = whatIsLeft.directory(tree);
    } catch (DamagedRepositoryException e) {
      partLost = true;
      entries = List.of();
    }
    if (partLost) {
      lost(path + " and what was in it, or a part of that");
    }
    return entries;
  }

  private boolean isThere(TreeEntry file) {
    boolean[] there = {true};
    try {
      trees.distinctChunks(
          file.content(),
          list -> there[0] &= known.relyOn(list),
          (chunk, length) -> there[0] &= chunk.equals(FileContent.HOLE) || known.relyOn(chunk));
    } catch (DamagedRepositoryException e) {
      return false;
    }
    return there[0];
  }

  /** Writes the tree without what is lost. */
  Rest without(ChunkId top, TreeWriter writer) {
    names.clear();
    ChunkId tree = rewrite(top, EntryPath.root(), writer).tree();
    return new Rest(tree, files, bytes);
  }

  /**
   * A directory that was written anew.
   *
   * @param lacks whether something that was in it is lost
   */
  private record Rewritten(ChunkId tree, boolean lacks) {}

  private Rewritten rewrite(ChunkId tree, EntryPath path, TreeWriter writer) {
    cancellation.check();
    List<TreeEntry> kept = new ArrayList<>();
    List<TreeEntry> entries = entries(tree, path);
    boolean lacks = partLost;
    boolean changed = lacks;
    for (TreeEntry entry : entries) {
      if (entry.kind() == EntryKind.DIRECTORY) {
        Rewritten below = rewrite(entry.subtree(), path.resolve(entry.name()), writer);
        boolean same = below.tree().equals(entry.subtree());
        changed |= !same;
        kept.add(same ? entry : of(below, entry));
      } else if (entry.kind() == EntryKind.FILE && !isThere(entry)) {
        lacks = true;
        changed = true;
        lost(path.resolve(entry.name()).toString());
      } else {
        kept.add(entry);
        count(entry);
      }
    }
    return new Rewritten(changed ? writer.directory(kept) : tree, lacks);
  }

  /** What is lost was there, so that a restore does not take it for something that was not. */
  private static TreeEntry of(Rewritten below, TreeEntry before) {
    return TreeEntry.directory(
            before.name(), before.metadata(), below.tree(), TreeEntry.Freshness.RACY)
        .with(below.lacks() ? TreeEntry.Coverage.PARTIAL : before.coverage());
  }

  private void count(TreeEntry entry) {
    if (entry.kind() != EntryKind.FILE) {
      return;
    }
    files++;
    var metadata = entry.metadata();
    if (metadata.links() == 1 || counted.add(new Link(metadata.device(), metadata.inode()))) {
      bytes += entry.content().size();
    }
  }
}
