package io.byssus.core.internal.tree;

import io.byssus.api.ChunkId;
import io.byssus.crypto.NameHasher;
import io.byssus.crypto.cbor.CborWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes directories, and lists of chunks, as trees. What it writes depends on the entries alone,
 * so that an unchanged directory is found again. Used by one thread.
 */
public final class TreeWriter {
  private final TreeStore store;
  private final NameHasher names;

  /** Creates a writer. */
  public TreeWriter(TreeStore store, NameHasher names) {
    this.store = store;
    this.names = names;
  }

  /** Writes a directory and returns the id of its tree. */
  public ChunkId directory(List<TreeEntry> entries) {
    List<TreeEntry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparing(TreeEntry::name));
    return sorted.size() <= TreeFormat.MAX_LEAF_ENTRIES
        ? leaf(sorted)
        : split(sorted.stream().map(this::hashed).toList(), 0);
  }

  private Hashed hashed(TreeEntry entry) {
    return new Hashed(entry, names.hash(entry.name().bytes()));
  }

  private ChunkId split(List<Hashed> entries, int depth) {
    if (entries.size() <= TreeFormat.MAX_LEAF_ENTRIES || depth == TreeFormat.MAX_BRANCH_DEPTH) {
      return leaf(entries.stream().map(Hashed::entry).toList());
    }
    List<List<Hashed>> parts = new ArrayList<>();
    for (int i = 0; i < TreeFormat.BRANCHES; i++) {
      parts.add(new ArrayList<>());
    }
    for (Hashed entry : entries) {
      parts.get(entry.branch(depth)).add(entry);
    }
    CborWriter cbor = new CborWriter();
    cbor.writeArray(2).writeUnsigned(TreeFormat.BRANCH).writeArray(TreeFormat.BRANCHES);
    for (List<Hashed> part : parts) {
      writeId(cbor, part.isEmpty() ? null : split(part, depth + 1));
    }
    return store.store(cbor.toByteArray());
  }

  private static void writeId(CborWriter cbor, @Nullable ChunkId id) {
    if (id == null) {
      cbor.writeNull();
    } else {
      cbor.writeBytes(id.bytes());
    }
  }

  private ChunkId leaf(List<TreeEntry> entries) {
    CborWriter cbor = new CborWriter(32 + 160 * entries.size());
    cbor.writeArray(2).writeUnsigned(TreeFormat.LEAF).writeArray(entries.size());
    EntryEncoder encoder = new EntryEncoder(cbor);
    entries.forEach(encoder::write);
    return store.store(cbor.toByteArray());
  }

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

  private record Hashed(TreeEntry entry, long hash) {
    int branch(int depth) {
      int shift = Long.SIZE - TreeFormat.BRANCH_BITS * (depth + 1);
      return (int) (hash >>> shift) & (TreeFormat.BRANCHES - 1);
    }
  }
}
