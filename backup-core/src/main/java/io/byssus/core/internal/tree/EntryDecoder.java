package io.byssus.core.internal.tree;

import io.byssus.api.ByssusException;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads single entries: collects the fields of one. Refuses what {@code docs/format.md}, section 7,
 * does not allow, and names the entry.
 */
final class EntryDecoder {
  private static final long MAX_OWNER = 0xffff_ffffL;
  private static final long MAX_DEVICE_NUMBER = 0xffff_ffffL;

  private final EntryKeys keys = new EntryKeys();
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
  private TreeEntry.Coverage coverage = TreeEntry.Coverage.FULL;
  private boolean lacksAttributes;

  private EntryDecoder() {}

  static TreeEntry read(CborReader cbor) {
    EntryDecoder entry = new EntryDecoder();
    try {
      return entry.decode(cbor);
    } catch (DamagedRepositoryException e) {
      throw new DamagedRepositoryException(entry.refusal(e), e);
    } catch (UnsupportedFormatException e) {
      throw new UnsupportedFormatException(entry.refusal(e), e);
    }
  }

  private String refusal(ByssusException failure) {
    String which = name == null ? "an entry" : "entry '" + name + "'";
    return which + " of a tree can't be read: " + failure.getMessage();
  }

  private TreeEntry decode(CborReader cbor) {
    int fields = cbor.readMap();
    for (int i = 0; i < fields; i++) {
      long key = cbor.readUnsigned();
      if (key < TreeFormat.FIRST_IGNORABLE) {
        keys.add((int) key);
      }
      read(key, cbor);
    }
    keys.check(kind);
    return entry();
  }

  private void read(long key, CborReader cbor) {
    switch ((int) Math.min(key, Integer.MAX_VALUE)) {
      case TreeFormat.NAME -> name = name(cbor.readBytes());
      case TreeFormat.KIND -> kind = TreeFormat.kind(cbor.readUnsigned());
      case TreeFormat.PERMISSIONS -> permissions = (int) cbor.readUnsigned(0xfff);
      case TreeFormat.UID -> uid = owner(cbor);
      case TreeFormat.GID -> gid = owner(cbor);
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
      case TreeFormat.INCOMPLETE -> coverage = coverage(cbor);
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
      case TreeFormat.ATTRIBUTES_INCOMPLETE -> lacksAttributes = cbor.readBoolean();
      default -> {
        if (key < TreeFormat.FIRST_IGNORABLE) {
          throw new UnsupportedFormatException(
              "it has a key that this version does not know: " + key);
        }
        cbor.skip();
      }
    }
  }

  private static TreeEntry.Coverage coverage(CborReader cbor) {
    return cbor.readBoolean() ? TreeEntry.Coverage.PARTIAL : TreeEntry.Coverage.FULL;
  }

  private static void array(CborReader cbor, int parts, String what) {
    if (cbor.readArray() != parts) {
      throw new DamagedRepositoryException("a " + what + " has " + parts + " parts");
    }
  }

  private static EntryName name(byte[] bytes) {
    try {
      return EntryName.of(bytes);
    } catch (IllegalArgumentException e) {
      throw new DamagedRepositoryException(String.valueOf(e.getMessage()), e);
    }
  }

  private static long owner(CborReader cbor) {
    long number = cbor.readInteger();
    if (number < -1 || number > MAX_OWNER) {
      throw new DamagedRepositoryException(number + " is not the number of an owner or group");
    }
    return number;
  }

  private static Instant time(CborReader cbor) {
    array(cbor, 2, "time");
    try {
      return Instant.ofEpochSecond(cbor.readInteger(), cbor.readUnsigned(999_999_999));
    } catch (DateTimeException e) {
      throw new DamagedRepositoryException("a time is out of its range", e);
    }
  }

  private void links(CborReader cbor) {
    array(cbor, 2, "hard link");
    device = cbor.readUnsigned(Long.MAX_VALUE);
    links = cbor.readUnsigned(Long.MAX_VALUE);
    if (links < 2) {
      throw new DamagedRepositoryException("a hard link has " + links + " names");
    }
  }

  private static ExtendedAttributes attributes(CborReader cbor) {
    Map<String, byte[]> values = new HashMap<>();
    int count = cbor.readArray();
    for (int i = 0; i < count; i++) {
      array(cbor, 2, "extended attribute");
      String attribute = cbor.readText();
      if (values.put(attribute, cbor.readBytes()) != null) {
        throw new DamagedRepositoryException("attribute '" + attribute + "' is there twice");
      }
    }
    try {
      return ExtendedAttributes.of(values);
    } catch (IllegalArgumentException e) {
      throw new DamagedRepositoryException(String.valueOf(e.getMessage()), e);
    }
  }

  private TreeEntry entry() {
    EntryName checked = Objects.requireNonNull(name, "name");
    EntryMetadata metadata = metadata();
    return switch (kind) {
      case FILE ->
          TreeEntry.file(checked, metadata, Objects.requireNonNull(content, "content"), freshness);
      case DIRECTORY ->
          TreeEntry.directory(
                  checked, metadata, Objects.requireNonNull(subtree, "subtree"), freshness)
              .with(coverage);
      case SYMBOLIC_LINK ->
          TreeEntry.link(checked, metadata, Objects.requireNonNull(target, "target"), freshness);
      case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE, OTHER ->
          TreeEntry.node(checked, metadata, freshness);
    };
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
            .attributes(lacksAttributes ? attributes.asPartial() : attributes);
    if (content != null) {
      metadata.size(content.size());
    }
    if (deviceNumber != null) {
      metadata.deviceNumber(deviceNumber);
    }
    return metadata.build();
  }
}
