package io.byssus.core.internal.index;

import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Makes the payload of an index segment from those of others: what they say of their packs is taken
 * as it stands, each pack once. Used by one thread.
 */
public final class SegmentMerge {
  private final List<byte[]> packs = new ArrayList<>();
  private final Set<PackName> listed = new HashSet<>();
  private int length;

  /**
   * Adds the packs of a segment.
   *
   * @param payload what {@link IndexSegmentWriter} wrote
   * @param wanted which packs to add
   * @throws io.byssus.api.DamagedRepositoryException if it is not valid
   */
  public void add(byte[] payload, Predicate<PackName> wanted) {
    CborReader names = new CborReader(payload);
    CborReader items = new CborReader(payload);
    int count = names.readArray();
    items.readArray();
    for (int i = 0; i < count; i++) {
      int from = items.position();
      items.skip();
      PackName name = name(names);
      if (wanted.test(name) && listed.add(name)) {
        packs.add(Arrays.copyOfRange(payload, from, items.position()));
        length += items.position() - from;
      }
    }
    items.end();
  }

  /**
   * Returns whether a segment lists one of some packs.
   *
   * @param payload what {@link IndexSegmentWriter} wrote
   * @throws io.byssus.api.DamagedRepositoryException if it is not valid
   */
  public static boolean lists(byte[] payload, Predicate<PackName> some) {
    CborReader cbor = new CborReader(payload);
    int count = cbor.readArray();
    for (int i = 0; i < count; i++) {
      if (some.test(name(cbor))) {
        return true;
      }
    }
    return false;
  }

  private static PackName name(CborReader cbor) {
    int parts = cbor.readArray();
    PackName name = PackName.of(cbor.readBytes(16), cbor.readBytes(32));
    for (int part = 2; part < parts; part++) {
      cbor.skip();
    }
    return name;
  }

  /** Returns how many packs there are. */
  public int count() {
    return packs.size();
  }

  /** Returns about how long the payload is, in bytes. */
  public int length() {
    return length;
  }

  /** Returns the payload. */
  public byte[] payload() {
    CborWriter cbor = new CborWriter(length + 16);
    cbor.writeArray(packs.size());
    packs.forEach(pack -> cbor.writeEncoded(pack, 0, pack.length));
    return cbor.toByteArray();
  }
}
