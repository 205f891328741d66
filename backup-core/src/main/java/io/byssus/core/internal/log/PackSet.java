package io.byssus.core.internal.log;

import io.byssus.api.store.BlobKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Packs by their keys, sorted, in one array: 48 bytes each, as a log entry may name a quarter of a
 * million. Immutable.
 */
public final class PackSet {
  /** A set of nothing. */
  public static final PackSet EMPTY = new PackSet(new byte[0]);

  private static final int RUN_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int NAME_BYTES = RUN_BYTES + HASH_BYTES;

  private static final String PREFIX = "packs/";
  private static final int HASH_AT = PREFIX.length() + 2 * RUN_BYTES + 1;
  private static final int KEY_LENGTH = HASH_AT + 2 * HASH_BYTES;

  private final byte[] names;

  private PackSet(byte[] names) {
    this.names = names;
  }

  /** Returns a set of packs, each named once or more often. */
  public static PackSet of(Collection<BlobKey> packs) {
    Builder builder = new Builder();
    packs.stream().map(PackSet::bytes).sorted(Arrays::compareUnsigned).forEach(builder::addOnce);
    return builder.build();
  }

  private static byte[] bytes(BlobKey pack) {
    String key = pack.value();
    if (key.length() != KEY_LENGTH || !key.startsWith(PREFIX)) {
      throw new IllegalArgumentException(pack + " is not the key of a pack");
    }
    byte[] name = new byte[NAME_BYTES];
    HexFormat hex = HexFormat.of();
    byte[] run = hex.parseHex(key, PREFIX.length(), HASH_AT - 1);
    byte[] hash = hex.parseHex(key, HASH_AT, KEY_LENGTH);
    System.arraycopy(run, 0, name, 0, RUN_BYTES);
    System.arraycopy(hash, 0, name, RUN_BYTES, HASH_BYTES);
    return name;
  }

  /** Returns how many there are. */
  public int size() {
    return names.length / NAME_BYTES;
  }

  /** Returns whether there are none. */
  public boolean isEmpty() {
    return names.length == 0;
  }

  /** Returns whether a pack is one of them. */
  public boolean contains(BlobKey pack) {
    return !isEmpty() && contains(bytes(pack), 0);
  }

  private boolean contains(byte[] other, int at) {
    int low = 0;
    int high = size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(names, middle * NAME_BYTES, other, at);
      if (order == 0) {
        return true;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  private static int compare(byte[] one, int oneAt, byte[] other, int otherAt) {
    return Arrays.compareUnsigned(
        one, oneAt, oneAt + NAME_BYTES, other, otherAt, otherAt + NAME_BYTES);
  }

  /** Returns the pack at a place, in the order of names. */
  public BlobKey get(int place) {
    int at = place * NAME_BYTES;
    HexFormat hex = HexFormat.of();
    return BlobKey.of(
        PREFIX
            + hex.formatHex(names, at, at + RUN_BYTES)
            + "/"
            + hex.formatHex(names, at + RUN_BYTES, at + NAME_BYTES));
  }

  /** Returns all of them, in the order of names. */
  public Stream<BlobKey> stream() {
    return IntStream.range(0, size()).mapToObj(this::get);
  }

  /** Returns those that are also in another set. */
  public PackSet intersect(PackSet other) {
    return where(place -> other.contains(names, place * NAME_BYTES));
  }

  /** Returns those that are not in another set. */
  public PackSet minus(PackSet other) {
    return where(place -> !other.contains(names, place * NAME_BYTES));
  }

  private PackSet where(IntPredicate wanted) {
    Builder builder = new Builder();
    IntStream.range(0, size()).filter(wanted).forEach(place -> builder.addFrom(this, place));
    return builder.size == names.length ? this : builder.build();
  }

  /** Returns them run by run, in the order of names. */
  public List<OfRun> runs() {
    List<OfRun> runs = new ArrayList<>();
    int from = 0;
    for (int at = NAME_BYTES; from < names.length; at += NAME_BYTES) {
      if (at == names.length || !sameRun(from, at)) {
        runs.add(new OfRun(this, from, at));
        from = at;
      }
    }
    return runs;
  }

  private boolean sameRun(int one, int other) {
    return Arrays.equals(names, one, one + RUN_BYTES, names, other, other + RUN_BYTES);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PackSet set && Arrays.equals(names, set.names);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(names);
  }

  @Override
  public String toString() {
    return size() + " packs";
  }

  /** The packs of one run in a set. */
  public static final class OfRun {
    private final PackSet set;
    private final int from;
    private final int to;

    private OfRun(PackSet set, int from, int to) {
      this.set = set;
      this.from = from;
      this.to = to;
    }

    /** Returns the run: 16 bytes. */
    public byte[] run() {
      return Arrays.copyOfRange(set.names, from, from + RUN_BYTES);
    }

    /** Returns the hashes of the packs, joined, ascending: 32 bytes each. */
    public byte[] hashes() {
      byte[] hashes = new byte[(to - from) / NAME_BYTES * HASH_BYTES];
      for (int at = from, target = 0; at < to; at += NAME_BYTES, target += HASH_BYTES) {
        System.arraycopy(set.names, at + RUN_BYTES, hashes, target, HASH_BYTES);
      }
      return hashes;
    }
  }

  /** Collects names in their order. */
  public static final class Builder {
    private byte[] names = new byte[64 * NAME_BYTES];
    private int size;

    /**
     * Adds the packs of a run.
     *
     * @param run 16 bytes, greater than those before
     * @param hashes of the packs, joined, each greater than the one before
     * @return whether the order was kept; if not, the builder is of no use
     */
    public boolean add(byte[] run, byte[] hashes) {
      if (run.length != RUN_BYTES || hashes.length == 0 || hashes.length % HASH_BYTES != 0) {
        return false;
      }
      int last = size - NAME_BYTES;
      if (last >= 0
          && Arrays.compareUnsigned(names, last, last + RUN_BYTES, run, 0, RUN_BYTES) >= 0) {
        return false;
      }
      for (int at = 0; at < hashes.length; at += HASH_BYTES) {
        int to = room();
        System.arraycopy(run, 0, names, to, RUN_BYTES);
        System.arraycopy(hashes, at, names, to + RUN_BYTES, HASH_BYTES);
        if (at > 0 && compare(names, to - NAME_BYTES, names, to) >= 0) {
          return false;
        }
      }
      return true;
    }

    private void addOnce(byte[] name) {
      if (size == 0 || compare(names, size - NAME_BYTES, name, 0) != 0) {
        int to = room();
        System.arraycopy(name, 0, names, to, NAME_BYTES);
      }
    }

    private void addFrom(PackSet set, int place) {
      int to = room();
      System.arraycopy(set.names, place * NAME_BYTES, names, to, NAME_BYTES);
    }

    /** Makes room for a name, perhaps in another array, and returns where. */
    private int room() {
      int at = size;
      size += NAME_BYTES;
      if (size > names.length) {
        names = Arrays.copyOf(names, 2 * names.length);
      }
      return at;
    }

    /** Returns how many there are so far. */
    public int size() {
      return size / NAME_BYTES;
    }

    /** Returns the set. The builder is of no use afterwards. */
    public PackSet build() {
      return size == 0 ? EMPTY : new PackSet(Arrays.copyOf(names, size));
    }
  }
}
