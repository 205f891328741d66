package io.byssus.core.internal.engine;

import io.byssus.api.ChunkId;
import io.byssus.api.DataSize;
import io.byssus.api.SnapshotId;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A snapshot and the tree of its top directory.
 *
 * @param snapshot what is known of it
 * @param tree the id of the tree
 */
record Manifest(Snapshot snapshot, ChunkId tree) {
  private static final int PARTS = 11;
  private static final int MAX_NANO = 999_999_999;

  /** Writes a manifest; the id is left out, since it comes from what is written. */
  byte[] encode() {
    CborWriter cbor = new CborWriter();
    Instant time = snapshot.time();
    cbor.writeArray(PARTS).writeArray(2).writeInteger(time.getEpochSecond());
    cbor.writeUnsigned(time.getNano());
    cbor.writeText(snapshot.origin()).writeText(snapshot.host());
    writeTexts(cbor, snapshot.paths());
    writeTexts(cbor, snapshot.tags());
    cbor.writeText(snapshot.description()).writeText(snapshot.strategy());
    if (snapshot.parent().isPresent()) {
      cbor.writeBytes(snapshot.parent().get().bytes());
    } else {
      cbor.writeNull();
    }
    cbor.writeBytes(tree.bytes()).writeUnsigned(snapshot.files());
    return cbor.writeUnsigned(snapshot.size().bytes()).toByteArray();
  }

  static Manifest decode(SnapshotId id, byte[] document) {
    CborReader cbor = new CborReader(document);
    int parts = cbor.readArray();
    if (parts != PARTS || cbor.readArray() != 2) {
      throw new UnsupportedFormatException(
          "snapshot "
              + id.abbreviated()
              + " has "
              + parts
              + " parts, where "
              + PARTS
              + " are known");
    }
    Instant time = Instant.ofEpochSecond(cbor.readInteger(), cbor.readUnsigned(MAX_NANO));
    Snapshot.Builder snapshot = Snapshot.builder(id).time(time);
    snapshot.of(cbor.readText(), cbor.readText(), readTexts(cbor));
    snapshot.tagged(readTexts(cbor), cbor.readText());
    String strategy = cbor.readText();
    SnapshotId parent = null;
    if (cbor.isNull()) {
      cbor.readNull();
    } else {
      parent = SnapshotId.of(cbor.readBytes(ChunkId.BYTES));
    }
    snapshot.made(strategy, parent);
    ChunkId tree = ChunkId.of(cbor.readBytes(ChunkId.BYTES));
    snapshot.holds(cbor.readUnsigned(), DataSize.ofBytes(cbor.readUnsigned()));
    cbor.end();
    return new Manifest(snapshot.build(), tree);
  }

  private static void writeTexts(CborWriter cbor, List<String> texts) {
    cbor.writeArray(texts.size());
    texts.forEach(cbor::writeText);
  }

  private static List<String> readTexts(CborReader cbor) {
    int count = cbor.readArray();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(cbor.readText());
    }
    return texts;
  }
}
