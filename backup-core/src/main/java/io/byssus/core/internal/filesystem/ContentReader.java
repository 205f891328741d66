package io.byssus.core.internal.filesystem;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.core.internal.tree.FileContent;
import io.byssus.core.internal.tree.TreeReader;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a file's content from any place. It holds the chunk that was read last, 1 MiB on average
 * and 8 MiB at most, and one list of chunks of each depth; a hole takes nothing. Used by one thread
 * at a time.
 */
final class ContentReader {
  private static final byte[] ZEROS = new byte[1 << 16];

  private final ReaderPool readers;
  private final FileContent content;
  private final long size;
  private final Map<Integer, Loaded> lists = new HashMap<>();
  private byte[] chunk = {};
  private boolean inHole;
  private long start;
  private long length;

  /** A list of chunks, and where it came from. */
  private record Loaded(ChunkId id, FileContent.Chunked items) {}

  ContentReader(ReaderPool readers, FileContent content) {
    this.readers = readers;
    this.content = content;
    this.size = content.size();
    if (content instanceof FileContent.Inline inline) {
      chunk = inline.bytes();
      length = chunk.length;
    }
  }

  long size() {
    return size;
  }

  /**
   * Reads some bytes.
   *
   * @param position where; not negative
   * @return how many, or -1 at or behind the end
   */
  int read(long position, ByteBuffer destination) {
    if (position >= size) {
      return -1;
    }
    if (position < start || position - start >= length) {
      load((FileContent.Chunked) content, 0, position);
    }
    long offset = position - start;
    int count = (int) Math.min(destination.remaining(), length - offset);
    if (inHole) {
      count = Math.min(count, ZEROS.length);
      destination.put(ZEROS, 0, count);
    } else {
      destination.put(chunk, (int) offset, count);
    }
    return count;
  }

  private void load(FileContent.Chunked items, long from, long position) {
    long at = from;
    int i = 0;
    while (position - at >= items.length(i)) {
      at += items.length(i++);
    }
    if (items.depth() > 0) {
      load(list(items, i), at, position);
      return;
    }
    ChunkId id = items.id(i);
    if (id.equals(FileContent.HOLE)) {
      inHole = true;
    } else {
      chunk = read(id, items.length(i));
      inHole = false;
    }
    start = at;
    length = items.length(i);
  }

  private byte[] read(ChunkId id, long expected) {
    byte[] read = readers.use(reader -> reader.readCopy(id));
    if (read.length != expected) {
      throw new DamagedRepositoryException(
          "chunk " + id + " has " + read.length + " bytes, where a file says " + expected);
    }
    return read;
  }

  private FileContent.Chunked list(FileContent.Chunked items, int index) {
    Loaded known = lists.get(items.depth());
    if (known != null && known.id().equals(items.id(index))) {
      return known.items();
    }
    FileContent.Chunked read =
        readers.use(reader -> new TreeReader(reader::readCopy).list(items, index));
    lists.put(items.depth(), new Loaded(items.id(index), read));
    return read;
  }
}
