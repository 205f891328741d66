package io.byssus.core.internal.look;

import io.byssus.api.ChunkId;
import io.byssus.api.DataSize;
import io.byssus.api.SnapshotId;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.tree.FileContent;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.internal.tree.TreeWriter;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.crypto.ChunkHasher;
import io.byssus.crypto.RepositoryKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Trees in memory that count how often they are read. */
final class CountedTrees {
  private final RepositoryKeys keys = RepositoryKeys.generate();
  private final ChunkHasher hasher = keys.chunkHasher();
  private final Map<ChunkId, byte[]> trees = new HashMap<>();
  private int reads;
  private final TreeReader reader = new TreeReader(this::load);

  ChunkId directory(TreeEntry... entries) {
    return new TreeWriter(this::store, keys.nameHasher()).directory(List.of(entries));
  }

  private ChunkId store(byte[] tree) {
    ChunkId id = hasher.hash(tree, 0, tree.length);
    trees.put(id, tree);
    return id;
  }

  TreeReader reader() {
    return reader;
  }

  private byte[] load(ChunkId id) {
    reads++;
    return Objects.requireNonNull(trees.get(id));
  }

  /** Returns how many trees were read since this was asked last. */
  int reads() {
    int count = reads;
    reads = 0;
    return count;
  }

  static TreeEntry file(String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return TreeEntry.file(
        EntryName.of(name),
        EntryMetadata.of(EntryKind.FILE).size(bytes.length).build(),
        new FileContent.Inline(bytes),
        TreeEntry.Freshness.SETTLED);
  }

  /** Returns a file of one chunk, which is not there. */
  TreeEntry chunked(String name, ChunkId chunk) {
    FileContent content =
        new TreeWriter(this::store, keys.nameHasher()).content(List.of(chunk), List.of(1000L));
    return TreeEntry.file(
        EntryName.of(name),
        EntryMetadata.of(EntryKind.FILE).size(content.size()).build(),
        content,
        TreeEntry.Freshness.SETTLED);
  }

  static TreeEntry directory(String name, ChunkId tree) {
    return TreeEntry.directory(
        EntryName.of(name), EntryMetadata.of(EntryKind.DIRECTORY).build(), tree);
  }

  SnapshotTree snapshot(int number, ChunkId tree) {
    byte[] id = new byte[32];
    id[0] = (byte) number;
    return new SnapshotTree(
        Snapshot.builder(SnapshotId.of(id))
            .time(Instant.ofEpochSecond(number))
            .holds(0, DataSize.ZERO)
            .build(),
        tree,
        reader,
        ChunkIndex.EMPTY);
  }
}
