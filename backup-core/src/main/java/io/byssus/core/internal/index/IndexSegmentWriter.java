package io.byssus.core.internal.index;

import io.byssus.crypto.DirectoryEntry;
import io.byssus.crypto.DirectoryEntry.Bundle;
import io.byssus.crypto.DirectoryEntry.BundledChunk;
import io.byssus.crypto.DirectoryEntry.Chunk;
import io.byssus.crypto.cbor.CborWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes the payload of an index segment: for each pack its name and its records, with the first
 * 128 bits of each chunk's id. Ids are hashes, so nothing of it could be compressed.
 */
public final class IndexSegmentWriter {
  /** How much of an id the index keeps: enough that two chunks never meet by chance. */
  static final int ID_PREFIX = 16;

  private final List<PackContents> packs = new ArrayList<>();
  private long chunks;

  /** Adds a pack that is in the store. */
  public void add(PackContents pack) {
    packs.add(pack);
    for (DirectoryEntry record : pack.directory().entries()) {
      chunks += record instanceof Bundle bundle ? bundle.chunks().size() : 1;
    }
  }

  /** Returns how many chunks were added. */
  public long chunks() {
    return chunks;
  }

  /** Returns whether no pack was added. */
  public boolean isEmpty() {
    return packs.isEmpty();
  }

  /** Returns the payload. */
  public byte[] payload() {
    CborWriter cbor = new CborWriter((int) Math.min(1 << 24, 1024 + 32 * chunks));
    cbor.writeArray(packs.size());
    for (PackContents pack : packs) {
      write(cbor, pack);
    }
    return cbor.toByteArray();
  }

  private static void write(CborWriter cbor, PackContents pack) {
    cbor.writeArray(6);
    cbor.writeBytes(HexFormat.of().parseHex(pack.name().run()));
    cbor.writeBytes(HexFormat.of().parseHex(pack.name().sha256()));
    cbor.writeUnsigned(pack.kind().number());
    cbor.writeUnsigned(pack.length());
    cbor.writeUnsigned(pack.headerLength());
    cbor.writeArray(pack.directory().entries().size());
    for (DirectoryEntry record : pack.directory().entries()) {
      cbor.writeArray(record instanceof Bundle ? 5 : 4);
      cbor.writeUnsigned(record.type().id());
      cbor.writeUnsigned(record.payloadLength());
      cbor.writeUnsigned(record.plainLength());
      if (record instanceof Chunk chunk) {
        cbor.writeBytes(chunk.id().bytes(), 0, ID_PREFIX);
      } else if (record instanceof Bundle bundle) {
        write(cbor, bundle.chunks());
      }
    }
  }

  private static void write(CborWriter cbor, List<BundledChunk> chunks) {
    byte[] prefixes = new byte[ID_PREFIX * chunks.size()];
    for (int i = 0; i < chunks.size(); i++) {
      System.arraycopy(chunks.get(i).id().bytes(), 0, prefixes, ID_PREFIX * i, ID_PREFIX);
    }
    cbor.writeBytes(prefixes);
    cbor.writeArray(chunks.size());
    for (BundledChunk chunk : chunks) {
      cbor.writeUnsigned(chunk.length());
    }
  }
}
