package io.byssus.core.internal.filesystem;

import io.byssus.api.ChunkId;
import io.byssus.core.internal.tree.TreeEntry;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The directories that were read last, up to a number of entries; the very last is kept whatever
 * its size, because a walk asks for each of its entries. Safe for use by many threads.
 */
final class DirectoryCache {
  /** About 300 bytes each. */
  private static final int MAX_ENTRIES = 20_000;

  private final Function<ChunkId, List<TreeEntry>> reader;
  private final Map<ChunkId, List<TreeEntry>> recent = new LinkedHashMap<>(16, 0.75f, true);
  private long entries;

  DirectoryCache(Function<ChunkId, List<TreeEntry>> reader) {
    this.reader = reader;
  }

  /** Returns a directory's entries in the order of their names. */
  List<TreeEntry> entries(ChunkId tree) {
    synchronized (recent) {
      List<TreeEntry> known = recent.get(tree);
      if (known != null) {
        return known;
      }
    }
    List<TreeEntry> read = List.copyOf(reader.apply(tree));
    synchronized (recent) {
      if (recent.putIfAbsent(tree, read) == null) {
        entries += read.size();
        makeRoom();
      }
    }
    return read;
  }

  private void makeRoom() {
    Iterator<List<TreeEntry>> eldest = recent.values().iterator();
    while (entries > MAX_ENTRIES && recent.size() > 1) {
      entries -= eldest.next().size();
      eldest.remove();
    }
  }
}
