package io.byssus.core.internal.tree;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.core.internal.tree.TreeEntry.Freshness;
import io.byssus.crypto.ChunkHasher;
import io.byssus.crypto.NameHasher;
import io.byssus.crypto.RepositoryKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Trees in memory under fresh keys, and entries to put into them. */
final class StoredTrees implements TreeStore, TreeSource {
  private final RepositoryKeys keys = RepositoryKeys.generate();
  private final ChunkHasher hasher = keys.chunkHasher();
  private final Map<ChunkId, byte[]> trees = new HashMap<>();
  private int added;

  @Override
  public ChunkId store(byte[] tree) {
    ChunkId id = hasher.hash(tree, 0, tree.length);
    if (trees.put(id, tree) == null) {
      added++;
    }
    return id;
  }

  @Override
  public byte[] load(ChunkId id) {
    byte[] tree = trees.get(id);
    if (tree == null) {
      throw new DamagedRepositoryException("no tree " + id);
    }
    return tree;
  }

  /** Returns how many trees were stored that were not there, since this was asked last. */
  int added() {
    int count = added;
    added = 0;
    return count;
  }

  void remove(ChunkId id) {
    trees.remove(id);
  }

  TreeWriter writer() {
    return new TreeWriter(this, keys.nameHasher());
  }

  NameHasher names() {
    return keys.nameHasher();
  }

  TreeReader reader() {
    return new TreeReader(this);
  }

  static TreeEntry file(String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return file(EntryName.of(name), Instant.EPOCH, new FileContent.Inline(bytes));
  }

  static TreeEntry file(EntryName name, Instant modified, FileContent content) {
    EntryMetadata metadata =
        EntryMetadata.of(EntryKind.FILE)
            .permissions(0640)
            .owner(1000, 100)
            .size(content.size())
            .modified(modified)
            .changed(modified)
            .identity(4711, 0)
            .build();
    return TreeEntry.file(name, metadata, content, Freshness.SETTLED);
  }

  static List<TreeEntry> files(int count) {
    List<TreeEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(file("file " + i, "content " + i));
    }
    return entries;
  }

  static List<ChunkId> ids(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ChunkId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(
          new ChunkId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()));
    }
    return ids;
  }

  static List<Long> lengths(long seed, int count) {
    return new SplittableRandom(seed).longs(count, 1, 8 << 20).boxed().toList();
  }

  /** Returns whether two entries say the same of everything that a tree holds. */
  static boolean same(TreeEntry a, TreeEntry b) {
    return a.name().equals(b.name())
        && a.metadata().equals(b.metadata())
        && a.freshness() == b.freshness()
        && a.coverage() == b.coverage()
        && Arrays.equals(a.linkTarget(), b.linkTarget())
        && (a.kind() != EntryKind.DIRECTORY || a.subtree().equals(b.subtree()))
        && (a.kind() != EntryKind.FILE || same(a.content(), b.content()));
  }

  private static boolean same(FileContent a, FileContent b) {
    if (a instanceof FileContent.Inline inline) {
      return b instanceof FileContent.Inline other && Arrays.equals(inline.bytes(), other.bytes());
    }
    if (!(a instanceof FileContent.Chunked mine) || !(b instanceof FileContent.Chunked other)) {
      return false;
    }
    boolean lengths = mine.count() == other.count();
    for (int i = 0; lengths && i < mine.count(); i++) {
      lengths = mine.length(i) == other.length(i);
    }
    return lengths
        && mine.depth() == other.depth()
        && mine.size() == other.size()
        && Arrays.equals(mine.ids(), other.ids());
  }
}
