package io.byssus.core.internal.log;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.SnapshotId;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/** The parts that entries and checkpoints have in common. */
final class Parts {
  private static final int NAME_BYTES = 32;

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

  static List<String> readNames(CborReader cbor) {
    int count = cbor.readArray();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(HexFormat.of().formatHex(cbor.readBytes(NAME_BYTES)));
    }
    return names;
  }
}
