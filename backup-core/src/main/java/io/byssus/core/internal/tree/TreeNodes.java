package io.byssus.core.internal.tree;

import io.byssus.api.ChunkId;
import io.byssus.crypto.cbor.CborWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores the nodes of directories' trees. Used by one thread. */
final class TreeNodes {
  private static final int USUAL_ENTRY_BYTES = 160;

  private final TreeStore store;

  TreeNodes(TreeStore store) {
    this.store = store;
  }

  /** Stores a leaf, whose entries are in the order of their names. */
  ChunkId leaf(List<TreeEntry> entries) {
    CborWriter cbor = new CborWriter(32 + USUAL_ENTRY_BYTES * entries.size());
    cbor.writeArray(2).writeUnsigned(TreeFormat.LEAF).writeArray(entries.size());
    EntryEncoder encoder = new EntryEncoder(cbor);
    entries.forEach(encoder::write);
    return store.store(cbor.toByteArray());
  }

  /** Stores a branch, whose children may be missing. */
  ChunkId branch(@Nullable ChunkId[] children) {
    CborWriter cbor = new CborWriter();
    cbor.writeArray(2).writeUnsigned(TreeFormat.BRANCH).writeArray(children.length);
    for (ChunkId child : children) {
      if (child == null) {
        cbor.writeNull();
      } else {
        cbor.writeBytes(child.bytes());
      }
    }
    return store.store(cbor.toByteArray());
  }
}
