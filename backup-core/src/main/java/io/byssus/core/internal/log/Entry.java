package io.byssus.core.internal.log;

import io.byssus.api.SnapshotId;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.crypto.Domain;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An entry of the log, as its author signs it.
 *
 * @param number its number, from 1 on
 * @param previous SHA-256 of the entry before it; of the configuration for entry 1
 * @param time seconds since the epoch, for people
 * @param change what it changes
 */
record Entry(long number, String previous, long time, Change change) {
  static final String PURPOSE = "byssus log entry 1";

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
  private static final int DOMAIN = 14;
  private static final int FEATURE = 15;
  private static final int PARITY = 16;
  private static final int AMEND = 17;
  private static final int VOID = 18;
  private static final int NAME_BYTES = 32;

  byte[] encode() {
    return encode(Domain.FULL);
  }

  /**
   * Returns the statement.
   *
   * @param signer the domain of who signs it: what he says is about that one unless he names
   *     another
   */
  byte[] encode(long signer) {
    CborWriter cbor = new CborWriter(1024);
    cbor.writeArray(PARTS).writeUnsigned(number);
    cbor.writeBytes(HexFormat.of().parseHex(previous)).writeInteger(time);
    if (change instanceof Change.Add add) {
      boolean named = add.domain() != signer;
      cbor.writeUnsigned(ADD).writeArray(named ? 3 : 2);
      Parts.writeRun(cbor, add.run());
      Parts.writeNames(cbor, add.segments());
      if (named) {
        cbor.writeUnsigned(add.domain());
      }
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
      boolean named = replace.domain() != signer;
      cbor.writeUnsigned(REPLACE).writeArray(named ? 4 : 3);
      Parts.writeRun(cbor, replace.run());
      Parts.writeNames(cbor, replace.segments());
      Parts.writeNames(cbor, replace.dropped());
      if (named) {
        cbor.writeUnsigned(replace.domain());
      }
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
    } else if (change instanceof Change.DomainBegun begun) {
      cbor.writeUnsigned(DOMAIN).writeArray(3).writeUnsigned(begun.number());
      cbor.writeBytes(HexFormat.of().parseHex(begun.author()));
      begun.holder().write(cbor);
    } else if (change instanceof Change.Required required) {
      cbor.writeUnsigned(FEATURE).writeArray(1).writeText(required.feature());
    } else if (change instanceof Change.HolderAdded added) {
      cbor.writeUnsigned(HOLDER_ADDED);
      added.holder().write(cbor);
    } else if (change instanceof Change.HolderRemoved removed) {
      cbor.writeUnsigned(HOLDER_REMOVED).writeArray(1);
      cbor.writeBytes(HexFormat.of().parseHex(removed.id()));
    } else if (change instanceof Change.Voided voided) {
      cbor.writeUnsigned(VOID).writeArray(2).writeUnsigned(voided.next());
      cbor.writeArray(voided.blobs().size());
      new TreeMap<>(voided.blobs())
          .forEach(
              (at, hash) ->
                  cbor.writeArray(2).writeUnsigned(at).writeBytes(HexFormat.of().parseHex(hash)));
    } else if (change instanceof Change.EpochBegun begun) {
      cbor.writeUnsigned(EPOCH).writeArray(2).writeBytes(begun.signedLetter());
      cbor.writeInteger(begun.created());
    }
    return cbor.toByteArray();
  }

  /**
   * Reads a statement.
   *
   * @param signer the domain of who signed it
   */
  static Entry decode(byte[] statement, long signer) {
    CborReader cbor = new CborReader(statement);
    Parts.expect(cbor.readArray() == PARTS, "a log entry");
    long number = cbor.readUnsigned();
    String previous = HexFormat.of().formatHex(cbor.readBytes(NAME_BYTES));
    long time = cbor.readInteger();
    Change change = change((int) cbor.readUnsigned(Integer.MAX_VALUE), cbor, signer);
    cbor.end();
    Parts.expect(!(change instanceof Change.Swept swept) || swept.number() < number, "a log entry");
    Parts.expect(!(change instanceof Change.Voided voided) || isOf(voided, number), "a log entry");
    return new Entry(number, previous, time, change);
  }

  private static boolean isOf(Change.Voided voided, long number) {
    return (voided.next() == 0 || voided.next() > number)
        && voided.blobs().keySet().stream().allMatch(at -> at < number);
  }

  private static Change change(int type, CborReader cbor, long signer) {
    return switch (type) {
      case ADD -> add(cbor, signer);
      case COMMIT ->
          new Change.Commit(Parts.readRun(parts(cbor, 3)), Parts.readNames(cbor), cbor.readBytes());
      case FORGET -> new Change.Forget(snapshots(parts(cbor, 1)));
      case REPLACE -> replace(cbor);
      case MARK ->
          new Change.Mark(packs(parts(cbor, 2)), segments(cbor, Change.Mark.MOST_SEGMENTS));
      case CONDEMN -> condemn(parts(cbor, 3));
      case SWEPT -> new Change.Swept(parts(cbor, 1).readUnsigned());
      case HOLD -> new Change.Hold(Parts.readRun(parts(cbor, 1)));
      case HOLDER_ADDED -> new Change.HolderAdded(Holder.read(cbor));
      case HOLDER_REMOVED ->
          new Change.HolderRemoved(HexFormat.of().formatHex(parts(cbor, 1).readBytes(NAME_BYTES)));
      case PIN -> new Change.Pin(Parts.readSnapshotId(parts(cbor, 2)), cbor.readText());
      case DOMAIN -> domain(parts(cbor, 3));
      case FEATURE -> new Change.Required(Features.requireKnown(parts(cbor, 1).readText()));
      case PARITY -> new Change.SetParity(Parts.readParity(parts(cbor, 1)));
      case AMEND ->
          new Change.Amend(
              Parts.readRun(parts(cbor, 4)),
              Parts.readNames(cbor),
              Parts.readSnapshotId(cbor),
              cbor.readBytes());
      case VOID -> voided(parts(cbor, 2));
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

  private static Change add(CborReader cbor, long signer) {
    boolean named = named(cbor, 2);
    String run = Parts.readRun(cbor);
    List<String> segments = Parts.readNames(cbor);
    return new Change.Add(run, segments, named ? another(cbor) : signer);
  }

  private static Change replace(CborReader cbor) {
    int most = Change.Replace.MOST;
    boolean named = named(cbor, 3);
    String run = Parts.readRun(cbor);
    List<String> segments = segments(cbor, most);
    List<String> dropped = segments(cbor, most);
    return new Change.Replace(run, segments, dropped, named ? another(cbor) : Domain.FULL);
  }

  /** Returns whether a change has a domain behind its other parts. */
  private static boolean named(CborReader cbor, int parts) {
    int count = cbor.readArray();
    Parts.expect(count == parts || count == parts + 1, "a log entry");
    return count > parts;
  }

  private static long another(CborReader cbor) {
    long domain = cbor.readUnsigned();
    Parts.expect(domain > Domain.FULL, "a log entry");
    return domain;
  }

  private static Change domain(CborReader cbor) {
    long number = another(cbor);
    String author = HexFormat.of().formatHex(cbor.readBytes(NAME_BYTES));
    return new Change.DomainBegun(number, author, Holder.read(cbor));
  }

  private static Change condemn(CborReader cbor) {
    long mark = cbor.readUnsigned();
    return new Change.Condemn(mark, packs(cbor), segments(cbor, Change.Mark.MOST_SEGMENTS));
  }

  private static Change voided(CborReader cbor) {
    long next = cbor.readUnsigned();
    int count = cbor.readArray();
    Parts.expect(count <= Change.Voided.MOST, "a log entry");
    Map<Long, String> blobs = new HashMap<>();
    long last = 0;
    for (int i = 0; i < count; i++) {
      long at = parts(cbor, 2).readUnsigned();
      Parts.expect(at > last, "a log entry");
      last = at;
      blobs.put(at, HexFormat.of().formatHex(cbor.readBytes(NAME_BYTES)));
    }
    return new Change.Voided(next, blobs);
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
