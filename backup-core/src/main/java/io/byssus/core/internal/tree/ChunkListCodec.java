package io.byssus.core.internal.tree;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;

/**
 * Writes and reads the parts of content in chunks: depth, ids and lengths. No part is empty, so
 * that lists that name each other again and again can't unfold beyond the size that they say.
 */
final class ChunkListCodec {
  /** How many items of an array, which the caller begins, the parts are. */
  static final int PARTS = 3;

  private ChunkListCodec() {}

  static void write(CborWriter cbor, FileContent.Chunked chunked) {
    cbor.writeUnsigned(chunked.depth());
    cbor.writeBytes(chunked.ids());
    cbor.writeArray(chunked.count());
    for (int i = 0; i < chunked.count(); i++) {
      cbor.writeUnsigned(chunked.length(i));
    }
  }

  static FileContent.Chunked read(CborReader cbor) {
    int depth = (int) cbor.readUnsigned(TreeFormat.MAX_LIST_DEPTH);
    byte[] ids = cbor.readBytes();
    int count = cbor.readArray();
    if (ids.length != (long) count * ChunkId.BYTES) {
      throw new DamagedRepositoryException(
          "a list of chunks has " + count + " lengths for " + ids.length + " bytes of ids");
    }
    long[] lengths = new long[count];
    long left = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      lengths[i] = cbor.readUnsigned(left);
      left -= lengths[i];
      if (lengths[i] == 0) {
        throw new DamagedRepositoryException("a list of chunks has one without content");
      }
    }
    FileContent.Chunked content = new FileContent.Chunked(depth, ids, lengths);
    if (depth > 0) {
      refuseHoles(content);
    }
    return content;
  }

  private static void refuseHoles(FileContent.Chunked lists) {
    for (int i = 0; i < lists.count(); i++) {
      if (lists.id(i).equals(FileContent.HOLE)) {
        throw new DamagedRepositoryException("a hole is in the place of a list of chunks");
      }
    }
  }
}
