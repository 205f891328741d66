package io.byssus.core.internal.tree;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.source.DeviceNumber;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.crypto.cbor.CborReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads single entries: collects the fields of one. */
final class EntryDecoder {
  private static final long MAX_DEVICE_NUMBER = 0xffff_ffffL;

  private @Nullable EntryName name;
  private EntryKind kind = EntryKind.OTHER;
  private int permissions;
  private long uid = -1;
  private long gid = -1;
  private String ownerName = "";
  private String groupName = "";
  private Instant modified = Instant.EPOCH;
  private Instant changed = Instant.EPOCH;
  private long inode;
  private long device;
  private long links = 1;
  private @Nullable DeviceNumber deviceNumber;
  private ExtendedAttributes attributes = ExtendedAttributes.none();
  private @Nullable FileContent content;
  private @Nullable ChunkId subtree;
  private byte @Nullable [] target;
  private TreeEntry.Freshness freshness = TreeEntry.Freshness.SETTLED;

  private EntryDecoder(CborReader cbor) {
    int fields = cbor.readMap();
    for (int i = 0; i < fields; i++) {
      read((int) cbor.readUnsigned(Integer.MAX_VALUE), cbor);
    }
  }

  static TreeEntry read(CborReader cbor) {
    return new EntryDecoder(cbor).entry();
  }

  private void read(int key, CborReader cbor) {
    switch (key) {
      case TreeFormat.NAME -> name = name(cbor.readBytes());
      case TreeFormat.KIND -> kind = TreeFormat.kind(cbor.readUnsigned());
      case TreeFormat.PERMISSIONS -> permissions = (int) cbor.readUnsigned(0xfff);
      case TreeFormat.UID -> uid = cbor.readInteger();
      case TreeFormat.GID -> gid = cbor.readInteger();
      case TreeFormat.MODIFIED -> modified = time(cbor);
      case TreeFormat.CHANGED -> changed = time(cbor);
      case TreeFormat.INODE -> inode = cbor.readInteger();
      case TreeFormat.INLINE -> content = new FileContent.Inline(cbor.readBytes());
      case TreeFormat.CHUNKS -> {
        array(cbor, ChunkListCodec.PARTS, "list of chunks");
        content = ChunkListCodec.read(cbor);
      }
      case TreeFormat.RACY ->
          freshness = cbor.readBoolean() ? TreeEntry.Freshness.RACY : TreeEntry.Freshness.SETTLED;
      case TreeFormat.SUBTREE -> subtree = ChunkId.of(cbor.readBytes(ChunkId.BYTES));
      case TreeFormat.TARGET -> target = cbor.readBytes();
      case TreeFormat.LINKS -> links(cbor);
      case TreeFormat.DEVICE_NUMBER -> {
        array(cbor, 2, "device number");
        deviceNumber =
            new DeviceNumber(
                cbor.readUnsigned(MAX_DEVICE_NUMBER), cbor.readUnsigned(MAX_DEVICE_NUMBER));
      }
      case TreeFormat.ATTRIBUTES -> attributes = attributes(cbor);
      case TreeFormat.OWNER_NAME -> ownerName = cbor.readText();
      case TreeFormat.GROUP_NAME -> groupName = cbor.readText();
      default -> {
        if (key < TreeFormat.FIRST_IGNORABLE) {
          throw new UnsupportedFormatException(
              "an entry has a field that this version does not know: " + key);
        }
        cbor.skip();
      }
    }
  }

  private static void array(CborReader cbor, int parts, String what) {
    if (cbor.readArray() != parts) {
      throw new DamagedRepositoryException("a " + what + " in a tree has " + parts + " parts");
    }
  }

  private static EntryName name(byte[] bytes) {
    try {
      return EntryName.of(bytes);
    } catch (IllegalArgumentException e) {
      throw new DamagedRepositoryException("a tree holds what is no name of an entry", e);
    }
  }

  private static Instant time(CborReader cbor) {
    array(cbor, 2, "time");
    try {
      return Instant.ofEpochSecond(cbor.readInteger(), cbor.readUnsigned(999_999_999));
    } catch (DateTimeException e) {
      throw new DamagedRepositoryException("a tree holds what is no time", e);
    }
  }

  private void links(CborReader cbor) {
    array(cbor, 2, "hard link");
    device = cbor.readUnsigned(Long.MAX_VALUE);
    links = cbor.readUnsigned(Long.MAX_VALUE);
    if (links < 2) {
      throw new DamagedRepositoryException("a hard link in a tree has " + links + " names");
    }
  }

  private static ExtendedAttributes attributes(CborReader cbor) {
    Map<String, byte[]> values = new HashMap<>();
    int count = cbor.readArray();
    for (int i = 0; i < count; i++) {
      array(cbor, 2, "extended attribute");
      String attribute = cbor.readText();
      if (values.put(attribute, cbor.readBytes()) != null) {
        throw new DamagedRepositoryException(
            "an entry of a tree has attribute '" + attribute + "' twice");
      }
    }
    try {
      return ExtendedAttributes.of(values);
    } catch (IllegalArgumentException e) {
      throw new DamagedRepositoryException("a tree holds what is no extended attribute", e);
    }
  }

  private TreeEntry entry() {
    if (name == null) {
      throw new DamagedRepositoryException("a tree holds an entry without a name");
    }
    boolean isDirectory = kind == EntryKind.DIRECTORY;
    boolean isDevice = kind == EntryKind.CHARACTER_DEVICE || kind == EntryKind.BLOCK_DEVICE;
    if (isDevice == (deviceNumber == null) || (isDirectory && links > 1)) {
      throw new DamagedRepositoryException("the entry " + name + " of a tree contradicts its kind");
    }
    EntryMetadata metadata = metadata();
    if (TreeFormat.isNode(kind)) {
      return TreeEntry.node(name, metadata, freshness);
    }
    if (kind == EntryKind.FILE && content != null) {
      return TreeEntry.file(name, metadata, content, freshness);
    }
    if (isDirectory && subtree != null) {
      return TreeEntry.directory(name, metadata, subtree, freshness);
    }
    if (kind == EntryKind.SYMBOLIC_LINK && target != null) {
      return TreeEntry.link(name, metadata, target, freshness);
    }
    throw new DamagedRepositoryException("the entry " + name + " of a tree lacks a part");
  }

  private EntryMetadata metadata() {
    EntryMetadata.Builder metadata =
        EntryMetadata.of(kind)
            .permissions(permissions)
            .owner(uid, gid)
            .ownerNames(ownerName, groupName)
            .modified(modified)
            .changed(changed)
            .identity(inode, device)
            .links(links)
            .attributes(attributes);
    if (content != null && kind == EntryKind.FILE) {
      metadata.size(content.size());
    }
    if (deviceNumber != null) {
      metadata.deviceNumber(deviceNumber);
    }
    return metadata.build();
  }
}
