package io.byssus.core.internal.log;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.SnapshotId;
import io.byssus.core.internal.parity.ParityStrength;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The parts that entries and checkpoints have in common. */
final class Parts {
  private static final int NAME_BYTES = 32;
  private static final int RUN_BYTES = 16;

  private Parts() {}

  static void expect(boolean holds, String what) {
    if (!holds) {
      throw new DamagedRepositoryException("not the form of " + what);
    }
  }

  static void writeNames(CborWriter cbor, Collection<String> names) {
    cbor.writeArray(names.size());
    for (String name : names) {
      cbor.writeBytes(HexFormat.of().parseHex(name));
    }
  }

  static SnapshotId readSnapshotId(CborReader cbor) {
    return SnapshotId.of(cbor.readBytes(NAME_BYTES));
  }

  static void writePacks(CborWriter cbor, PackSet packs) {
    List<PackSet.OfRun> runs = packs.runs();
    cbor.writeArray(runs.size());
    for (PackSet.OfRun run : runs) {
      cbor.writeArray(2).writeBytes(run.run()).writeBytes(run.hashes());
    }
  }

  static PackSet readPacks(CborReader cbor) {
    PackSet.Builder packs = new PackSet.Builder();
    int runs = cbor.readArray();
    for (int i = 0; i < runs; i++) {
      expect(cbor.readArray() == 2, "names of packs");
      expect(packs.add(cbor.readBytes(RUN_BYTES), cbor.readBytes()), "names of packs");
    }
    return packs.build();
  }

  static void writeRun(CborWriter cbor, String run) {
    cbor.writeBytes(HexFormat.of().parseHex(run));
  }

  static String readRun(CborReader cbor) {
    return HexFormat.of().formatHex(cbor.readBytes(RUN_BYTES));
  }

  static void writeParity(CborWriter cbor, Optional<ParityStrength> strength) {
    cbor.writeUnsigned(strength.map(ParityStrength::thousandths).orElse(0));
  }

  static Optional<ParityStrength> readParity(CborReader cbor) {
    long thousandths = cbor.readUnsigned();
    expect(thousandths == 0 || ParityStrength.valid(thousandths), "a strength of parity");
    return thousandths == 0 ? Optional.empty() : Optional.of(new ParityStrength((int) thousandths));
  }

  static List<String> readNames(CborReader cbor) {
    int count = cbor.readArray();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(HexFormat.of().formatHex(cbor.readBytes(NAME_BYTES)));
    }
    return names;
  }
}
