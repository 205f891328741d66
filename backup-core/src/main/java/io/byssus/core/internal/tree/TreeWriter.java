package io.byssus.core.internal.tree;

import io.byssus.api.ChunkId;
import io.byssus.crypto.NameHasher;
import io.byssus.crypto.cbor.CborWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes directories, and lists of chunks, as trees. What it writes depends on the entries alone,
 * so that an unchanged directory is found again. Used by one thread.
 */
public final class TreeWriter {
  private final TreeStore store;
  private final NameHasher names;
  private final TreeNodes nodes;

  /** Creates a writer. */
  public TreeWriter(TreeStore store, NameHasher names) {
    this.store = store;
    this.names = names;
    this.nodes = new TreeNodes(store);
  }

  /** Starts a directory. */
  public DirectoryWriter directory() {
    return new DirectoryWriter(nodes, names);
  }

  /** Writes a directory, whose entries are given in any order, and returns the id of its tree. */
  public ChunkId directory(List<TreeEntry> entries) {
    TreeOrder order = new TreeOrder(names);
    DirectoryWriter directory = directory();
    entries.stream()
        .map(entry -> new Ranked(entry, order.rank(entry.name(), entries.size())))
        .sorted(Comparator.comparing(Ranked::rank, Long::compareUnsigned))
        .forEach(ranked -> directory.add(ranked.entry()));
    return directory.end();
  }

  private record Ranked(TreeEntry entry, long rank) {}

  /**
   * Returns the content of a file in chunks; many of them go into lists.
   *
   * @param ids the chunks, and {@link FileContent#HOLE} for holes
   * @param lengths their lengths
   */
  public FileContent content(List<ChunkId> ids, List<Long> lengths) {
    FileContent.Chunked content = chunked(0, ids, lengths);
    while (content.count() > TreeFormat.MAX_DIRECT_CHUNKS) {
      content = lists(content);
    }
    return content;
  }

  private FileContent.Chunked lists(FileContent.Chunked content) {
    List<ChunkId> ids = new ArrayList<>();
    List<Long> lengths = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < content.count(); i++) {
      ChunkId id = content.id(i);
      boolean boundary = (id.word3() & 0xff) == 0 && !id.equals(FileContent.HOLE);
      if (boundary || i + 1 - from == TreeFormat.MAX_LIST || i + 1 == content.count()) {
        FileContent.Chunked part = part(content, from, i + 1);
        CborWriter cbor = new CborWriter(64 + 40 * part.count());
        cbor.writeArray(1 + ChunkListCodec.PARTS).writeUnsigned(TreeFormat.LIST);
        ChunkListCodec.write(cbor, part);
        ids.add(store.store(cbor.toByteArray()));
        lengths.add(part.size());
        from = i + 1;
      }
    }
    return chunked(content.depth() + 1, ids, lengths);
  }

  private static FileContent.Chunked part(FileContent.Chunked content, int from, int to) {
    byte[] ids = new byte[(to - from) * ChunkId.BYTES];
    System.arraycopy(content.ids(), from * ChunkId.BYTES, ids, 0, ids.length);
    long[] lengths = new long[to - from];
    for (int i = from; i < to; i++) {
      lengths[i - from] = content.length(i);
    }
    return new FileContent.Chunked(content.depth(), ids, lengths);
  }

  private static FileContent.Chunked chunked(int depth, List<ChunkId> ids, List<Long> lengths) {
    byte[] joined = new byte[ids.size() * ChunkId.BYTES];
    for (int i = 0; i < ids.size(); i++) {
      System.arraycopy(ids.get(i).bytes(), 0, joined, i * ChunkId.BYTES, ChunkId.BYTES);
    }
    long[] sizes = lengths.stream().mapToLong(Long::longValue).toArray();
    return new FileContent.Chunked(depth, joined, sizes);
  }
}
