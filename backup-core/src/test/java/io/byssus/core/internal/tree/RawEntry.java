package io.byssus.core.internal.tree;

import io.byssus.crypto.cbor.CborWriter;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** An entry's map as an enemy may write it: any keys, with any values. */
final class RawEntry {
  private final NavigableMap<Long, Consumer<CborWriter>> fields = new TreeMap<>();

  private RawEntry() {}

  /** Returns a sound entry, named n, of a kind that the format numbers. */
  static RawEntry ofKind(int kind) {
    RawEntry entry =
        new RawEntry()
            .with(TreeFormat.NAME, cbor -> cbor.writeBytes(new byte[] {'n'}))
            .with(TreeFormat.KIND, cbor -> cbor.writeUnsigned(kind))
            .with(TreeFormat.PERMISSIONS, cbor -> cbor.writeUnsigned(0600))
            .with(TreeFormat.UID, cbor -> cbor.writeInteger(0))
            .with(TreeFormat.GID, cbor -> cbor.writeInteger(0))
            .with(TreeFormat.MODIFIED, cbor -> pair(cbor, 0, 0))
            .with(TreeFormat.CHANGED, cbor -> pair(cbor, 0, 0))
            .with(TreeFormat.INODE, cbor -> cbor.writeInteger(0));
    return switch (kind) {
      case TreeFormat.KIND_FILE ->
          entry.with(TreeFormat.INLINE, cbor -> cbor.writeBytes(new byte[3]));
      case TreeFormat.KIND_DIRECTORY ->
          entry.with(TreeFormat.SUBTREE, cbor -> cbor.writeBytes(new byte[32]));
      case TreeFormat.KIND_LINK ->
          entry.with(TreeFormat.TARGET, cbor -> cbor.writeBytes(new byte[1]));
      case TreeFormat.KIND_CHARACTER_DEVICE, TreeFormat.KIND_BLOCK_DEVICE ->
          entry.with(TreeFormat.DEVICE_NUMBER, cbor -> pair(cbor, 1, 3));
      default -> entry;
    };
  }

  static RawEntry file() {
    return ofKind(TreeFormat.KIND_FILE);
  }

  /** Returns a file whose content is in chunks, or in lists of them. */
  static RawEntry fileInChunks(int depth, byte[] ids, long... lengths) {
    return file()
        .without(TreeFormat.INLINE)
        .with(
            TreeFormat.CHUNKS,
            cbor -> {
              cbor.writeArray(3).writeUnsigned(depth).writeBytes(ids).writeArray(lengths.length);
              for (long length : lengths) {
                cbor.writeUnsigned(length);
              }
            });
  }

  static void pair(CborWriter cbor, long first, long second) {
    cbor.writeArray(2).writeInteger(first).writeInteger(second);
  }

  RawEntry with(long key, Consumer<CborWriter> value) {
    fields.put(key, value);
    return this;
  }

  RawEntry without(long key) {
    if (fields.remove(key) == null) {
      throw new IllegalArgumentException("the entry has no key " + key);
    }
    return this;
  }

  Iterable<Long> keys() {
    return fields.keySet();
  }

  /** Returns a leaf with this entry alone. */
  byte[] leaf() {
    return leaf(this);
  }

  /** Returns a leaf with entries in the given order. */
  static byte[] leaf(RawEntry... entries) {
    CborWriter cbor = new CborWriter();
    cbor.writeArray(2).writeUnsigned(TreeFormat.LEAF).writeArray(entries.length);
    for (RawEntry entry : entries) {
      cbor.writeMap(entry.fields.size());
      entry.fields.forEach(
          (key, value) -> {
            cbor.writeUnsigned(key);
            value.accept(cbor);
          });
    }
    return cbor.toByteArray();
  }
}
