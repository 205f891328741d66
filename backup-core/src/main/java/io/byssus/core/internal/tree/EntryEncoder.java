package io.byssus.core.internal.tree;

import io.byssus.api.source.DeviceNumber;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.crypto.cbor.CborWriter;
import java.time.Instant;

/** Writes single entries; the trees around them are other classes' affair. */
final class EntryEncoder {
  /** Name, kind, permissions, user, group, modified, changed, inode. */
  private static final int FIELDS_OF_ALL = 8;

  private final CborWriter cbor;

  EntryEncoder(CborWriter cbor) {
    this.cbor = cbor;
  }

  void write(TreeEntry entry) {
    EntryMetadata metadata = entry.metadata();
    EntryKind kind = entry.kind();
    boolean racy = entry.freshness() == TreeEntry.Freshness.RACY;
    boolean incomplete = entry.coverage() == TreeEntry.Coverage.PARTIAL;
    boolean lacksAttributes = metadata.attributes().isPartial();
    cbor.writeMap(
        FIELDS_OF_ALL
            + (TreeFormat.isNode(kind) ? 0 : 1)
            + count(racy)
            + count(incomplete)
            + count(metadata.links() > 1)
            + count(metadata.deviceNumber().isPresent())
            + count(!metadata.attributes().isEmpty())
            + count(!metadata.ownerName().isEmpty())
            + count(!metadata.groupName().isEmpty())
            + count(lacksAttributes));
    cbor.writeUnsigned(TreeFormat.NAME).writeBytes(entry.name().bytes());
    cbor.writeUnsigned(TreeFormat.KIND).writeUnsigned(TreeFormat.number(kind));
    cbor.writeUnsigned(TreeFormat.PERMISSIONS).writeUnsigned(metadata.permissions());
    cbor.writeUnsigned(TreeFormat.UID).writeInteger(metadata.uid());
    cbor.writeUnsigned(TreeFormat.GID).writeInteger(metadata.gid());
    time(TreeFormat.MODIFIED, metadata.modified());
    time(TreeFormat.CHANGED, metadata.changed());
    cbor.writeUnsigned(TreeFormat.INODE).writeInteger(metadata.inode());
    if (kind == EntryKind.FILE) {
      content(entry.content());
    }
    if (racy) {
      cbor.writeUnsigned(TreeFormat.RACY).writeBoolean(true);
    }
    if (kind == EntryKind.DIRECTORY) {
      cbor.writeUnsigned(TreeFormat.SUBTREE).writeBytes(entry.subtree().bytes());
    }
    if (kind == EntryKind.SYMBOLIC_LINK) {
      cbor.writeUnsigned(TreeFormat.TARGET).writeBytes(entry.linkTarget());
    }
    identity(metadata);
    attributes(metadata.attributes());
    if (incomplete) {
      cbor.writeUnsigned(TreeFormat.INCOMPLETE).writeBoolean(true);
    }
    text(TreeFormat.OWNER_NAME, metadata.ownerName());
    text(TreeFormat.GROUP_NAME, metadata.groupName());
    if (lacksAttributes) {
      cbor.writeUnsigned(TreeFormat.ATTRIBUTES_INCOMPLETE).writeBoolean(true);
    }
  }

  private static int count(boolean present) {
    return present ? 1 : 0;
  }

  private void time(int key, Instant time) {
    cbor.writeUnsigned(key).writeArray(2);
    cbor.writeInteger(time.getEpochSecond()).writeUnsigned(time.getNano());
  }

  private void content(FileContent content) {
    if (content instanceof FileContent.Inline inline) {
      cbor.writeUnsigned(TreeFormat.INLINE).writeBytes(inline.bytes());
    } else if (content instanceof FileContent.Chunked chunked) {
      cbor.writeUnsigned(TreeFormat.CHUNKS).writeArray(ChunkListCodec.PARTS);
      ChunkListCodec.write(cbor, chunked);
    }
  }

  private void identity(EntryMetadata metadata) {
    if (metadata.links() > 1) {
      cbor.writeUnsigned(TreeFormat.LINKS).writeArray(2);
      cbor.writeUnsigned(metadata.device()).writeUnsigned(metadata.links());
    }
    if (metadata.deviceNumber().isPresent()) {
      DeviceNumber number = metadata.deviceNumber().get();
      cbor.writeUnsigned(TreeFormat.DEVICE_NUMBER).writeArray(2);
      cbor.writeUnsigned(number.major()).writeUnsigned(number.minor());
    }
  }

  private void attributes(ExtendedAttributes attributes) {
    if (!attributes.isEmpty()) {
      cbor.writeUnsigned(TreeFormat.ATTRIBUTES).writeArray(attributes.names().size());
      for (String name : attributes.names()) {
        cbor.writeArray(2).writeText(name).writeBytes(attributes.value(name));
      }
    }
  }

  private void text(int key, String text) {
    if (!text.isEmpty()) {
      cbor.writeUnsigned(key).writeText(text);
    }
  }
}
