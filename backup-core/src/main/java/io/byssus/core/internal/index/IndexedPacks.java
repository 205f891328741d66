package io.byssus.core.internal.index;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.RandomAccess;
import java.util.Set;
import java.util.TreeMap;

/**
 * The packs of an index and where their records lie, in flat arrays: about 50 bytes a pack and 4
 * bytes a record. The records of a pack have consecutive numbers, and each ends where the next one
 * begins.
 *
 * <p>Grows while an index is built, and does not change afterwards.
 */
final class IndexedPacks extends AbstractList<IndexedPack> implements RandomAccess {
  private static final int INITIAL_PACKS = 16;
  private static final int INITIAL_RECORDS = 64;
  private static final int SHA256_BYTES = 32;

  private static final int FIELDS = 4;
  private static final int RUN = 0;
  private static final int LENGTH = 1;
  private static final int FIRST_RECORD = 2;
  private static final int RECORDS_END = 3;

  /** Packs are shorter than a gibibyte; the bit above says that one has trees. */
  private static final int TREES = 1 << 31;

  private final List<String> runs = new ArrayList<>();
  private final Map<String, Integer> runNumbers = new HashMap<>();

  /** Segments list packs that follow each other: each with its first one's number. */
  private final NavigableMap<Integer, Segment> segments = new TreeMap<>();

  /** Most repositories have one, and then nobody has to look. */
  private final Set<Long> domains = new HashSet<>();

  private record Segment(String name, long domain) {}

  private byte[] sha256 = new byte[INITIAL_PACKS * SHA256_BYTES];
  private int[] fields = new int[INITIAL_PACKS * FIELDS];
  private int packs;
  private int[] recordOffset = new int[INITIAL_RECORDS];
  private int records;

  /**
   * Adds a pack; the records that are added next are its own.
   *
   * @param pack the pack; its length is an {@code int}
   * @param at where its first record begins
   */
  void add(IndexedPack pack, int at) {
    if (packs * FIELDS == fields.length) {
      growPacks(packs + packs / 2);
    }
    byte[] digest = HexFormat.of().parseHex(pack.name().sha256());
    System.arraycopy(digest, 0, sha256, packs * SHA256_BYTES, SHA256_BYTES);
    Segment segment = new Segment(pack.segment(), pack.domain());
    if (segments.isEmpty() || !segments.lastEntry().getValue().equals(segment)) {
      segments.put(packs, segment);
      domains.add(pack.domain());
    }
    int trees = pack.kind() == PackKind.TREE ? TREES : 0;
    set(packs, RUN, runNumber(pack.name().run()));
    set(packs, LENGTH, Math.toIntExact(pack.length()) | trees);
    set(packs, FIRST_RECORD, records);
    set(packs, RECORDS_END, at);
    packs++;
  }

  private int runNumber(String run) {
    return runNumbers.computeIfAbsent(
        run,
        name -> {
          runs.add(name);
          return runs.size() - 1;
        });
  }

  private int field(int pack, int field) {
    return fields[pack * FIELDS + field];
  }

  private void set(int pack, int field, int value) {
    fields[pack * FIELDS + field] = value;
  }

  private void growPacks(int capacity) {
    sha256 = Arrays.copyOf(sha256, capacity * SHA256_BYTES);
    fields = Arrays.copyOf(fields, capacity * FIELDS);
  }

  /**
   * Adds a record to the pack that was added last, behind its others.
   *
   * @param sealedLength how long it is as it stands there
   * @return its number
   */
  int addRecord(int sealedLength) {
    if (records == recordOffset.length) {
      recordOffset = Arrays.copyOf(recordOffset, records + records / 2);
    }
    int at = field(packs - 1, RECORDS_END);
    recordOffset[records] = at;
    set(packs - 1, RECORDS_END, at + sealedLength);
    return records++;
  }

  /** Adds a pack of another list with all of its records, whose numbers begin at this list's. */
  void addFrom(IndexedPacks other, int pack) {
    int first = other.firstRecord(pack);
    int end = other.endOfRecords(pack);
    add(other.get(pack), first == end ? other.field(pack, RECORDS_END) : other.recordOffset[first]);
    for (int r = first; r < end; r++) {
      addRecord(other.sealedLength(r, pack));
    }
  }

  /** Gives back what room is left. */
  void trim() {
    growPacks(packs);
    recordOffset = Arrays.copyOf(recordOffset, records);
  }

  @Override
  public IndexedPack get(int index) {
    if (index < 0 || index >= packs) {
      throw new IndexOutOfBoundsException("pack " + index + " of " + packs);
    }
    int length = field(index, LENGTH);
    Segment segment = segments.floorEntry(index).getValue();
    return new IndexedPack(
        name(index),
        length < 0 ? PackKind.TREE : PackKind.DATA,
        length & ~TREES,
        segment.name(),
        segment.domain());
  }

  private PackName name(int index) {
    int from = index * SHA256_BYTES;
    return new PackName(
        runs.get(field(index, RUN)), HexFormat.of().formatHex(sha256, from, from + SHA256_BYTES));
  }

  @Override
  public int size() {
    return packs;
  }

  /** Returns the domain of the segment that lists a pack. */
  long domain(int pack) {
    return domains.size() == 1
        ? domains.iterator().next()
        : segments.floorEntry(pack).getValue().domain();
  }

  /** Returns how many records there are. */
  int records() {
    return records;
  }

  /** Returns the number of the pack that a record is in: the last one that begins at or before. */
  int packOf(int record) {
    int low = 0;
    int high = packs - 1;
    while (low < high) {
      int between = (low + high + 1) >>> 1;
      if (firstRecord(between) <= record) {
        low = between;
      } else {
        high = between - 1;
      }
    }
    return low;
  }

  /** Returns the number of a pack's first record. */
  int firstRecord(int pack) {
    return field(pack, FIRST_RECORD);
  }

  private int endOfRecords(int pack) {
    return pack + 1 < packs ? firstRecord(pack + 1) : records;
  }

  /** Returns where a record begins in its pack. */
  int offset(int record) {
    return recordOffset[record];
  }

  /** Returns how long a record of a pack is as it stands there. */
  int sealedLength(int record, int pack) {
    int end = record + 1 < endOfRecords(pack) ? recordOffset[record + 1] : field(pack, RECORDS_END);
    return end - recordOffset[record];
  }
}
