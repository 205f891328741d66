package io.byssus.core.internal.log;

import io.byssus.api.UnsupportedFormatException;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.util.HexFormat;

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
  private static final int HOLDER_ADDED = 9;
  private static final int HOLDER_REMOVED = 10;
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
    if (type == HOLDER_ADDED) {
      return new Change.HolderAdded(Holder.read(cbor));
    }
    if (type != ADD && type != COMMIT && type != HOLDER_REMOVED) {
      throw new UnsupportedFormatException(
          "the log has an entry of a type that this version does not know: " + type);
    }
    int parts = cbor.readArray();
    Parts.expect(parts == (type == ADD ? 2 : type == COMMIT ? 3 : 1), "a log entry");
    return switch (type) {
      case ADD -> new Change.Add(run(cbor), Parts.readNames(cbor));
      case COMMIT -> new Change.Commit(run(cbor), Parts.readNames(cbor), cbor.readBytes());
      default -> new Change.HolderRemoved(HexFormat.of().formatHex(cbor.readBytes(NAME_BYTES)));
    };
  }

  private static String run(CborReader cbor) {
    return HexFormat.of().formatHex(cbor.readBytes(RUN_BYTES));
  }
}
