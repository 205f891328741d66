package io.byssus.core.internal.log;

import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A state of the log as it is written down, so that opening need not read every entry. */
final class Checkpoint {
  static final String PURPOSE = "byssus checkpoint 0";

  private static final int PARTS = 5;
  private static final int SNAPSHOT_PARTS = 3;
  private static final int HASH_BYTES = 32;

  private Checkpoint() {}

  static byte[] encode(LogState state) {
    CborWriter cbor = new CborWriter(4096);
    cbor.writeArray(PARTS).writeUnsigned(state.number());
    cbor.writeBytes(HexFormat.of().parseHex(state.hash()));
    Parts.writeNames(cbor, state.segments().stream().sorted().toList());
    List<StoredSnapshot> snapshots =
        state.snapshots().values().stream()
            .sorted(Comparator.comparingLong(StoredSnapshot::entry))
            .toList();
    cbor.writeArray(snapshots.size());
    for (StoredSnapshot snapshot : snapshots) {
      cbor.writeArray(SNAPSHOT_PARTS).writeUnsigned(snapshot.entry());
      cbor.writeBytes(snapshot.container());
      String pin = snapshot.pin();
      if (pin == null) {
        cbor.writeNull();
      } else {
        cbor.writeText(pin);
      }
    }
    List<Holder> holders =
        state.holders().values().stream().sorted(Comparator.comparing(Holder::id)).toList();
    cbor.writeArray(holders.size());
    holders.forEach(holder -> holder.write(cbor));
    return cbor.toByteArray();
  }

  static void decode(byte[] statement, LogState.Fold into) {
    CborReader cbor = new CborReader(statement);
    Parts.expect(cbor.readArray() == PARTS, "a checkpoint");
    long number = cbor.readUnsigned();
    String hash = HexFormat.of().formatHex(cbor.readBytes(HASH_BYTES));
    List<String> segments = Parts.readNames(cbor);
    int snapshotCount = cbor.readArray();
    List<StoredSnapshot> snapshots = new ArrayList<>();
    for (int i = 0; i < snapshotCount; i++) {
      Parts.expect(cbor.readArray() == SNAPSHOT_PARTS, "a checkpoint");
      StoredSnapshot snapshot = StoredSnapshot.of(cbor.readUnsigned(), cbor.readBytes());
      snapshots.add(snapshot.withPin(readPin(cbor)));
    }
    int holderCount = cbor.readArray();
    List<Holder> holders = new ArrayList<>();
    for (int i = 0; i < holderCount; i++) {
      holders.add(Holder.read(cbor));
    }
    cbor.end();
    into.restore(number, hash, segments, snapshots, holders);
  }

  private static @Nullable String readPin(CborReader cbor) {
    if (cbor.isNull()) {
      cbor.readNull();
      return null;
    }
    return cbor.readText();
  }
}
