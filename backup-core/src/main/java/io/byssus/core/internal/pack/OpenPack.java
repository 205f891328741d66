package io.byssus.core.internal.pack;

import io.byssus.core.internal.index.PackContents;
import io.byssus.core.internal.index.PackKind;
import io.byssus.core.internal.index.PackName;
import io.byssus.crypto.ContainerSealer;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.Directory;
import io.byssus.crypto.DirectoryEntry;
import io.byssus.crypto.DirectoryEntry.Bundle;
import io.byssus.crypto.RecordType;
import java.util.ArrayList;
import java.util.List;

/** A pack that is being filled. Used by one thread at a time. */
final class OpenPack {
  /** What an entry of the directory takes at most, but for the chunks of a bundle. */
  private static final int ENTRY_BYTES = 64;

  /** An id, and a length in CBOR. */
  private static final int BUNDLED_CHUNK_BYTES = 32 + 5;

  private final PackKind kind;
  private final ContainerSealer sealer;
  private final int headerLength;
  private final List<DirectoryEntry> entries = new ArrayList<>();
  private long directoryBytes = ENTRY_BYTES;

  OpenPack(PackKind kind, ContainerSealer sealer) {
    this.kind = kind;
    this.sealer = sealer;
    this.headerLength = sealer.length();
  }

  PackKind kind() {
    return kind;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  boolean fits(PackRecord record) {
    long directory = directoryBytes + bytesInDirectory(record.entry());
    long directoryRecord = ContainerSealer.sealedLength((int) directory);
    long needed =
        ContainerSealer.sealedLength(record.entry().payloadLength())
            + directoryRecord
            + ContainerSealer.TRAILER_BYTES;
    return needed <= sealer.remaining();
  }

  private static int bytesInDirectory(DirectoryEntry entry) {
    int chunks = entry instanceof Bundle bundle ? bundle.chunks().size() : 0;
    return ENTRY_BYTES + BUNDLED_CHUNK_BYTES * chunks;
  }

  void add(PackRecord record) {
    DirectoryEntry entry = record.entry();
    RecordType type = entry.type();
    sealer.sealRecord(
        type,
        record.codec(),
        record.payload(),
        record.offset(),
        entry.payloadLength(),
        entry.plainLength());
    entries.add(entry);
    directoryBytes += bytesInDirectory(entry);
  }

  /** Seals the directory and names the pack; its bytes are then in {@link #bytes()}. */
  PackContents finish(byte[] run) {
    Directory directory = new Directory(entries);
    int length = sealer.finish(directory.encode());
    byte[] sha256 = DigestAlgorithm.SHA_256.digest(sealer.array(), 0, length);
    return new PackContents(PackName.of(run, sha256), kind, length, headerLength, directory);
  }

  byte[] bytes() {
    return sealer.array();
  }
}
