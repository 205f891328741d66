package io.byssus.core.internal.tree;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes and reads single entries; the trees around them are other classes' affair. */
final class TreeCodec {
  private TreeCodec() {}

  static void write(CborWriter cbor, TreeEntry entry) {
    EntryMetadata metadata = entry.metadata();
    boolean racy = entry.freshness() == TreeEntry.Freshness.RACY;
    cbor.writeMap(6 + fieldsOf(entry.kind()) + (racy ? 1 : 0));
    cbor.writeUnsigned(TreeFormat.NAME).writeBytes(entry.name().bytes());
    cbor.writeUnsigned(TreeFormat.KIND).writeUnsigned(number(entry.kind()));
    cbor.writeUnsigned(TreeFormat.PERMISSIONS).writeUnsigned(metadata.permissions());
    cbor.writeUnsigned(TreeFormat.UID).writeInteger(metadata.uid());
    cbor.writeUnsigned(TreeFormat.GID).writeInteger(metadata.gid());
    cbor.writeUnsigned(TreeFormat.MODIFIED);
    write(cbor, metadata.modified());
    switch (entry.kind()) {
      case FILE -> {
        cbor.writeUnsigned(TreeFormat.CHANGED);
        write(cbor, metadata.changed());
        cbor.writeUnsigned(TreeFormat.INODE).writeInteger(metadata.inode());
        write(cbor, entry.content());
        if (racy) {
          cbor.writeUnsigned(TreeFormat.RACY).writeBoolean(true);
        }
      }
      case DIRECTORY -> cbor.writeUnsigned(TreeFormat.SUBTREE).writeBytes(entry.subtree().bytes());
      case SYMBOLIC_LINK -> cbor.writeUnsigned(TreeFormat.TARGET).writeBytes(entry.linkTarget());
      case OTHER -> throw new IllegalArgumentException("not an entry of a tree: " + entry.name());
    }
  }

  private static int fieldsOf(EntryKind kind) {
    return kind == EntryKind.FILE ? 3 : 1;
  }

  private static int number(EntryKind kind) {
    return switch (kind) {
      case FILE -> TreeFormat.KIND_FILE;
      case DIRECTORY -> TreeFormat.KIND_DIRECTORY;
      case SYMBOLIC_LINK -> TreeFormat.KIND_LINK;
      case OTHER -> throw new IllegalArgumentException("entries of this kind are not stored");
    };
  }

  private static void write(CborWriter cbor, Instant time) {
    cbor.writeArray(2).writeInteger(time.getEpochSecond()).writeUnsigned(time.getNano());
  }

  private static void write(CborWriter cbor, FileContent content) {
    if (content instanceof FileContent.Inline inline) {
      cbor.writeUnsigned(TreeFormat.INLINE).writeBytes(inline.bytes());
    } else if (content instanceof FileContent.Chunked chunked) {
      cbor.writeUnsigned(TreeFormat.CHUNKS).writeArray(3);
      write(cbor, chunked);
    }
  }

  /** Writes depth, ids and lengths as three items of an array that the caller has begun. */
  static void write(CborWriter cbor, FileContent.Chunked chunked) {
    cbor.writeUnsigned(chunked.depth());
    cbor.writeBytes(chunked.ids());
    cbor.writeArray(chunked.count());
    for (int i = 0; i < chunked.count(); i++) {
      cbor.writeUnsigned(chunked.length(i));
    }
  }

  static TreeEntry read(CborReader cbor) {
    return new Fields(cbor).entry();
  }

  static FileContent.Chunked readChunked(CborReader cbor) {
    int depth = (int) cbor.readUnsigned(TreeFormat.MAX_LIST_DEPTH);
    byte[] ids = cbor.readBytes();
    int count = cbor.readArray();
    if (ids.length != (long) count * ChunkId.BYTES) {
      throw new DamagedRepositoryException("a tree lists " + count + " lengths for other ids");
    }
    long[] lengths = new long[count];
    long left = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      lengths[i] = cbor.readUnsigned(left);
      left -= lengths[i];
    }
    return new FileContent.Chunked(depth, ids, lengths);
  }

  /** The fields of an entry as they are read. */
  private static final class Fields {
    private @Nullable EntryName name;
    private EntryKind kind = EntryKind.OTHER;
    private int permissions;
    private long uid = -1;
    private long gid = -1;
    private Instant modified = Instant.EPOCH;
    private Instant changed = Instant.EPOCH;
    private long inode;
    private @Nullable FileContent content;
    private @Nullable ChunkId subtree;
    private byte @Nullable [] target;
    private TreeEntry.Freshness freshness = TreeEntry.Freshness.SETTLED;

    Fields(CborReader cbor) {
      int fields = cbor.readMap();
      for (int i = 0; i < fields; i++) {
        read((int) cbor.readUnsigned(Integer.MAX_VALUE), cbor);
      }
    }

    private void read(int key, CborReader cbor) {
      switch (key) {
        case TreeFormat.NAME -> name = name(cbor.readBytes());
        case TreeFormat.KIND -> kind = kind(cbor.readUnsigned());
        case TreeFormat.PERMISSIONS -> permissions = (int) cbor.readUnsigned(0xfff);
        case TreeFormat.UID -> uid = cbor.readInteger();
        case TreeFormat.GID -> gid = cbor.readInteger();
        case TreeFormat.MODIFIED -> modified = time(cbor);
        case TreeFormat.CHANGED -> changed = time(cbor);
        case TreeFormat.INODE -> inode = cbor.readInteger();
        case TreeFormat.INLINE -> content = new FileContent.Inline(cbor.readBytes());
        case TreeFormat.CHUNKS -> {
          if (cbor.readArray() != 3) {
            throw new DamagedRepositoryException("a tree's list of chunks has three parts");
          }
          content = readChunked(cbor);
        }
        case TreeFormat.RACY ->
            freshness = cbor.readBoolean() ? TreeEntry.Freshness.RACY : TreeEntry.Freshness.SETTLED;
        case TreeFormat.SUBTREE -> subtree = ChunkId.of(cbor.readBytes(ChunkId.BYTES));
        case TreeFormat.TARGET -> target = cbor.readBytes();
        default -> {
          if (key < TreeFormat.FIRST_IGNORABLE) {
            throw new UnsupportedFormatException(
                "an entry has a field that this version does not know: " + key);
          }
          cbor.skip();
        }
      }
    }

    private static EntryName name(byte[] bytes) {
      try {
        return EntryName.of(bytes);
      } catch (IllegalArgumentException e) {
        throw new DamagedRepositoryException("a tree holds what is no name of an entry", e);
      }
    }

    private static EntryKind kind(long number) {
      return switch ((int) Math.min(number, Integer.MAX_VALUE)) {
        case TreeFormat.KIND_FILE -> EntryKind.FILE;
        case TreeFormat.KIND_DIRECTORY -> EntryKind.DIRECTORY;
        case TreeFormat.KIND_LINK -> EntryKind.SYMBOLIC_LINK;
        default ->
            throw new UnsupportedFormatException(
                "an entry is of a kind that this version does not know: " + number);
      };
    }

    private static Instant time(CborReader cbor) {
      if (cbor.readArray() != 2) {
        throw new DamagedRepositoryException("a time in a tree has two parts");
      }
      try {
        return Instant.ofEpochSecond(cbor.readInteger(), cbor.readUnsigned(999_999_999));
      } catch (DateTimeException e) {
        throw new DamagedRepositoryException("a tree holds what is no time", e);
      }
    }

    TreeEntry entry() {
      if (name == null) {
        throw new DamagedRepositoryException("a tree holds an entry without a name");
      }
      EntryMetadata.Builder metadata =
          EntryMetadata.of(kind)
              .permissions(permissions)
              .owner(uid, gid)
              .modified(modified)
              .changed(changed)
              .identity(inode, 0);
      if (kind == EntryKind.FILE && content != null) {
        return TreeEntry.file(name, metadata.size(content.size()).build(), content, freshness);
      }
      if (kind == EntryKind.DIRECTORY && subtree != null) {
        return TreeEntry.directory(name, metadata.build(), subtree);
      }
      if (kind == EntryKind.SYMBOLIC_LINK && target != null) {
        return TreeEntry.link(name, metadata.build(), target);
      }
      throw new DamagedRepositoryException("the entry " + name + " of a tree lacks a part");
    }
  }
}
