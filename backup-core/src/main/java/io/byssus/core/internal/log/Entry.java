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
  private static final int REPLACE = 4;
  private static final int MARK = 5;
  private static final int CONDEMN = 6;
  private static final int SWEPT = 7;
  private static final int HOLD = 8;
  private static final int HOLDER_ADDED = 9;
  private static final int HOLDER_REMOVED = 10;
  private static final int PIN = 11;
  private static final int UNPIN = 12;
  private static final int EPOCH = 13;
  private static final int PARITY = 16;
  private static final int AMEND = 17;
  private static final int NAME_BYTES = 32;

  byte[] encode() {
    CborWriter cbor = new CborWriter(1024);
    cbor.writeArray(PARTS).writeUnsigned(number);
    cbor.writeBytes(HexFormat.of().parseHex(previous)).writeInteger(time);
    if (change instanceof Change.Add add) {
      cbor.writeUnsigned(ADD).writeArray(2);
      Parts.writeRun(cbor, add.run());
      Parts.writeNames(cbor, add.segments());
    } else if (change instanceof Change.Commit commit) {
      cbor.writeUnsigned(COMMIT).writeArray(3);
      Parts.writeRun(cbor, commit.run());
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
    } else if (change instanceof Change.Replace replace) {
      cbor.writeUnsigned(REPLACE).writeArray(3);
      Parts.writeRun(cbor, replace.run());
      Parts.writeNames(cbor, replace.segments());
      Parts.writeNames(cbor, replace.dropped());
    } else if (change instanceof Change.Mark mark) {
      cbor.writeUnsigned(MARK).writeArray(2);
      Parts.writePacks(cbor, mark.packs());
      Parts.writeNames(cbor, mark.segments());
    } else if (change instanceof Change.Condemn condemn) {
      cbor.writeUnsigned(CONDEMN).writeArray(3).writeUnsigned(condemn.mark());
      Parts.writePacks(cbor, condemn.packs());
      Parts.writeNames(cbor, condemn.segments());
    } else if (change instanceof Change.Swept swept) {
      cbor.writeUnsigned(SWEPT).writeArray(1).writeUnsigned(swept.number());
    } else if (change instanceof Change.Hold hold) {
      cbor.writeUnsigned(HOLD).writeArray(1);
      Parts.writeRun(cbor, hold.run());
    } else if (change instanceof Change.SetParity parity) {
      cbor.writeUnsigned(PARITY).writeArray(1);
      Parts.writeParity(cbor, parity.strength());
    } else if (change instanceof Change.Amend amend) {
      cbor.writeUnsigned(AMEND).writeArray(4);
      Parts.writeRun(cbor, amend.run());
      Parts.writeNames(cbor, amend.segments());
      cbor.writeBytes(amend.amended().bytes()).writeBytes(amend.snapshot());
    } else if (change instanceof Change.HolderAdded added) {
      cbor.writeUnsigned(HOLDER_ADDED);
      added.holder().write(cbor);
    } else if (change instanceof Change.HolderRemoved removed) {
      cbor.writeUnsigned(HOLDER_REMOVED).writeArray(1);
      cbor.writeBytes(HexFormat.of().parseHex(removed.id()));
    } else if (change instanceof Change.EpochBegun begun) {
      cbor.writeUnsigned(EPOCH).writeArray(2).writeBytes(begun.signedLetter());
      cbor.writeInteger(begun.created());
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
    Parts.expect(!(change instanceof Change.Swept swept) || swept.number() < number, "a log entry");
    return new Entry(number, previous, time, change);
  }

  private static Change change(int type, CborReader cbor) {
    return switch (type) {
      case ADD -> new Change.Add(Parts.readRun(parts(cbor, 2)), Parts.readNames(cbor));
      case COMMIT ->
          new Change.Commit(Parts.readRun(parts(cbor, 3)), Parts.readNames(cbor), cbor.readBytes());
      case FORGET -> new Change.Forget(snapshots(parts(cbor, 1)));
      case REPLACE -> replace(parts(cbor, 3));
      case MARK ->
          new Change.Mark(packs(parts(cbor, 2)), segments(cbor, Change.Mark.MOST_SEGMENTS));
      case CONDEMN -> condemn(parts(cbor, 3));
      case SWEPT -> new Change.Swept(parts(cbor, 1).readUnsigned());
      case HOLD -> new Change.Hold(Parts.readRun(parts(cbor, 1)));
      case HOLDER_ADDED -> new Change.HolderAdded(Holder.read(cbor));
      case HOLDER_REMOVED ->
          new Change.HolderRemoved(HexFormat.of().formatHex(parts(cbor, 1).readBytes(NAME_BYTES)));
      case PIN -> new Change.Pin(Parts.readSnapshotId(parts(cbor, 2)), cbor.readText());
      case PARITY -> new Change.SetParity(Parts.readParity(parts(cbor, 1)));
      case AMEND ->
          new Change.Amend(
              Parts.readRun(parts(cbor, 4)),
              Parts.readNames(cbor),
              Parts.readSnapshotId(cbor),
              cbor.readBytes());
      case UNPIN -> new Change.Unpin(Parts.readSnapshotId(parts(cbor, 1)));
      case EPOCH -> Epochs.begun(parts(cbor, 2).readBytes(), cbor.readInteger());
      default ->
          throw new UnsupportedFormatException(
              "the log has an entry of a type that this version does not know: " + type);
    };
  }

  private static CborReader parts(CborReader cbor, int count) {
    Parts.expect(cbor.readArray() == count, "a log entry");
    return cbor;
  }

  private static Change replace(CborReader cbor) {
    int most = Change.Replace.MOST;
    return new Change.Replace(Parts.readRun(cbor), segments(cbor, most), segments(cbor, most));
  }

  private static Change condemn(CborReader cbor) {
    long mark = cbor.readUnsigned();
    return new Change.Condemn(mark, packs(cbor), segments(cbor, Change.Mark.MOST_SEGMENTS));
  }

  private static PackSet packs(CborReader cbor) {
    PackSet packs = Parts.readPacks(cbor);
    Parts.expect(packs.size() <= Change.Mark.MOST_PACKS, "a log entry");
    return packs;
  }

  private static List<String> segments(CborReader cbor, int most) {
    List<String> names = Parts.readNames(cbor);
    Parts.expect(names.size() <= most, "a log entry");
    return names;
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
}
