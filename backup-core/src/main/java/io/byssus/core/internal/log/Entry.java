package io.byssus.core.internal.log;

import io.byssus.api.SnapshotId;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * An entry of the log, as its author signs it.
 *
 * @param number its number, from 1 on
 * @param previous SHA-256 of the entry before it; of the configuration for entry 1
 * @param time seconds since the epoch, for people
 * @param change what it changes
 */
record Entry(long number, String previous, long time, Change change) {
  static final String PURPOSE = "byssus log entry 0";

  private static final int PARTS = 5;
  private static final int ADD = 1;
  private static final int COMMIT = 2;
  private static final int FORGET = 3;
  private static final int HOLDER_ADDED = 9;
  private static final int HOLDER_REMOVED = 10;
  private static final int PIN = 11;
  private static final int UNPIN = 12;
  private static final int RUN_BYTES = 16;
  private static final int NAME_BYTES = 32;

  byte[] encode() {
    CborWriter cbor = new CborWriter(1024);
    cbor.writeArray(PARTS).writeUnsigned(number);
    cbor.writeBytes(HexFormat.of().parseHex(previous)).writeInteger(time);
    if (change instanceof Change.Add add) {
      cbor.writeUnsigned(ADD).writeArray(2);
      cbor.writeBytes(HexFormat.of().parseHex(add.run()));
      Parts.writeNames(cbor, add.segments());
    } else if (change instanceof Change.Commit commit) {
      cbor.writeUnsigned(COMMIT).writeArray(3);
      cbor.writeBytes(HexFormat.of().parseHex(commit.run()));
      Parts.writeNames(cbor, commit.segments());
      cbor.writeBytes(commit.snapshot());
    } else if (change instanceof Change.Forget forget) {
      cbor.writeUnsigned(FORGET).writeArray(1).writeArray(forget.snapshots().size());
      forget.snapshots().forEach(id -> cbor.writeBytes(id.bytes()));
    } else if (change instanceof Change.Pin pin) {
      cbor.writeUnsigned(PIN).writeArray(2);
      cbor.writeBytes(pin.snapshot().bytes()).writeText(pin.reason());
    } else if (change instanceof Change.Unpin unpin) {
      cbor.writeUnsigned(UNPIN).writeArray(1).writeBytes(unpin.snapshot().bytes());
    } else if (change instanceof Change.HolderAdded added) {
      cbor.writeUnsigned(HOLDER_ADDED);
      added.holder().write(cbor);
    } else if (change instanceof Change.HolderRemoved removed) {
      cbor.writeUnsigned(HOLDER_REMOVED).writeArray(1);
      cbor.writeBytes(HexFormat.of().parseHex(removed.id()));
    }
    return cbor.toByteArray();
  }

  static Entry decode(byte[] statement) {
    CborReader cbor = new CborReader(statement);
    Parts.expect(cbor.readArray() == PARTS, "a log entry");
    long number = cbor.readUnsigned();
    String previous = HexFormat.of().formatHex(cbor.readBytes(NAME_BYTES));
    long time = cbor.readInteger();
    Change change = change((int) cbor.readUnsigned(Integer.MAX_VALUE), cbor);
    cbor.end();
    return new Entry(number, previous, time, change);
  }

  private static Change change(int type, CborReader cbor) {
    return switch (type) {
      case ADD -> new Change.Add(run(parts(cbor, 2)), Parts.readNames(cbor));
      case COMMIT ->
          new Change.Commit(run(parts(cbor, 3)), Parts.readNames(cbor), cbor.readBytes());
      case FORGET -> new Change.Forget(snapshots(parts(cbor, 1)));
      case HOLDER_ADDED -> new Change.HolderAdded(Holder.read(cbor));
      case HOLDER_REMOVED ->
          new Change.HolderRemoved(HexFormat.of().formatHex(parts(cbor, 1).readBytes(NAME_BYTES)));
      case PIN -> new Change.Pin(Parts.readSnapshotId(parts(cbor, 2)), cbor.readText());
      case UNPIN -> new Change.Unpin(Parts.readSnapshotId(parts(cbor, 1)));
      default ->
          throw new UnsupportedFormatException(
              "the log has an entry of a type that this version does not know: " + type);
    };
  }

  private static CborReader parts(CborReader cbor, int count) {
    Parts.expect(cbor.readArray() == count, "a log entry");
    return cbor;
  }

  private static List<SnapshotId> snapshots(CborReader cbor) {
    int count = cbor.readArray();
    Parts.expect(count >= 1 && count <= Change.Forget.MOST, "a log entry");
    List<SnapshotId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(Parts.readSnapshotId(cbor));
    }
    return ids;
  }

  private static String run(CborReader cbor) {
    return HexFormat.of().formatHex(cbor.readBytes(RUN_BYTES));
  }
}
