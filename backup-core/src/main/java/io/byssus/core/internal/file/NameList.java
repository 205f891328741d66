package io.byssus.core.internal.file;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names of one directory, in little room: each takes its bytes and six more, and eight beside
 * while they are sorted. Used by one thread.
 */
public final class NameList {
  /** Holds a name of the greatest length; small directories take less. */
  private static final int MAX_BLOCK = 1 << 16;

  private static final int FIRST_BLOCK = 1 << 10;
  private static final int LENGTH_BYTES = 2;
  private static final long ORDINAL = 0xffff_ffffL;

  /** For comparisons with other names any order will do that tells most names apart. */
  private static final EntryOrder ANY = (name, names) -> name.hashCode() * 0x9e3779b97f4a7c15L;

  private static final Comparator<EntryName> BY_ANY =
      Comparator.comparing((EntryName name) -> ANY.rank(name, 0), Long::compareUnsigned)
          .thenComparing(Comparator.naturalOrder());

  private final List<byte[]> blocks = new ArrayList<>();
  private int used;

  /** Where each name is: the number of its block, and its place there. */
  private int[] places = new int[16];

  private int size;

  /** Adds a name at the end. */
  public void add(EntryName name) {
    byte[] bytes = name.bytes();
    int needed = LENGTH_BYTES + bytes.length;
    if (blocks.isEmpty() || used + needed > blocks.get(blocks.size() - 1).length) {
      int block = blocks.isEmpty() ? FIRST_BLOCK : MAX_BLOCK;
      blocks.add(new byte[Math.max(block, needed)]);
      used = 0;
    }
    if (size == places.length) {
      places = Arrays.copyOf(places, size + size / 2);
    }
    byte[] block = blocks.get(blocks.size() - 1);
    block[used] = (byte) (bytes.length >> 8);
    block[used + 1] = (byte) bytes.length;
    System.arraycopy(bytes, 0, block, used + LENGTH_BYTES, bytes.length);
    places[size] = ((blocks.size() - 1) << 16) | used;
    size++;
    used += needed;
  }

  /** Returns how many names there are. */
  public int size() {
    return size;
  }

  /** Returns the name at a place. */
  public EntryName get(int index) {
    return at(places[index]);
  }

  private EntryName at(int place) {
    byte[] block = blocks.get(place >>> 16);
    int from = place & 0xffff;
    int length = ((block[from] & 0xff) << 8) | (block[from + 1] & 0xff);
    int start = from + LENGTH_BYTES;
    return EntryName.of(Arrays.copyOfRange(block, start, start + length));
  }

  /** Puts the names into an order. */
  public void sort(EntryOrder order) {
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      // Sorted as signed numbers, so the first bit is turned over.
      long rank = order.rank(get(i), size) ^ Long.MIN_VALUE;
      keys[i] = (rank & ~ORDINAL) | i;
    }
    Arrays.sort(keys);
    int[] sorted = new int[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = places[(int) keys[i]];
    }
    places = sorted;
    for (int from = 0; from < size; ) {
      int to = from + 1;
      while (to < size && (keys[from] ^ keys[to]) >>> Integer.SIZE == 0) {
        to++;
      }
      sortRun(from, to, order);
      from = to;
    }
  }

  /** Sorts names whose ranks begin alike, of which there are few unless all ranks are the same. */
  private void sortRun(int from, int to, EntryOrder order) {
    if (to - from == 1) {
      return;
    }
    List<Ranked> run = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      EntryName name = get(i);
      run.add(new Ranked(order.rank(name, size), name, places[i]));
    }
    run.sort(Comparator.comparing(Ranked::rank, Long::compareUnsigned).thenComparing(Ranked::name));
    for (int i = from; i < to; i++) {
      places[i] = run.get(i - from).place();
    }
  }

  /** Returns these names without others, in the order of names. Both lists change their order. */
  public NameList without(NameList others) {
    sort(ANY);
    others.sort(ANY);
    NameList rest = new NameList();
    int at = 0;
    for (int i = 0; i < size; i++) {
      EntryName name = get(i);
      while (at < others.size && BY_ANY.compare(others.get(at), name) < 0) {
        at++;
      }
      if (at == others.size || !others.get(at).equals(name)) {
        rest.add(name);
      }
    }
    rest.sort(EntryOrder.BY_NAME);
    return rest;
  }

  /** Returns a name that is there more than once, or {@code null}. Changes the order. */
  public @Nullable EntryName repeated() {
    sort(ANY);
    for (int i = 1; i < size; i++) {
      EntryName name = get(i);
      if (name.equals(get(i - 1))) {
        return name;
      }
    }
    return null;
  }

  private record Ranked(long rank, EntryName name, int place) {}
}
