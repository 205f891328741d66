package io.byssus.core.internal.index;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.crypto.ContainerSealer;
import io.byssus.crypto.DirectoryEntry;
import io.byssus.crypto.Domain;
import io.byssus.crypto.RecordType;
import io.byssus.crypto.cbor.CborReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where each chunk of a repository lies, on the heap: about 30 bytes a chunk, in sorted arrays of
 * numbers with a table of prefixes in front.
 *
 * <p>Chunks count only in the domain of the segments that list them: an index is looked at
 * {@linkplain #in from one domain}, and has the positions of all.
 *
 * <p>Ids are evenly distributed, so the first bits of one lead to a handful of candidates. Built
 * once by a {@link Builder}; then immutable and safe for use by many threads.
 */
public final class ChunkIndex {
  /** An index of nothing. */
  public static final ChunkIndex EMPTY = new Builder().build();

  /** A position in the index that stands for 'not there'. */
  public static final int ABSENT = -1;

  private static final int CHUNKS_PER_BUCKET_BITS = 2;

  private final long[] high;
  private final long[] low;
  private final int[] record;
  private final int[] offset;
  private final int[] length;
  private final int[] buckets;
  private final int shift;
  private final Records records;
  private final List<IndexedPack> packs;
  private final long domain;

  private ChunkIndex(Builder builder) {
    this.domain = Domain.FULL;
    int count = builder.count;
    int bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(count) - CHUNKS_PER_BUCKET_BITS);
    this.shift = Long.SIZE - bits;
    this.buckets = new int[(1 << bits) + 1];
    for (int i = 0; i < count; i++) {
      buckets[(int) (builder.high[i] >>> shift) + 1]++;
    }
    for (int b = 0; b < buckets.length - 1; b++) {
      buckets[b + 1] += buckets[b];
    }
    this.high = new long[count];
    this.low = new long[count];
    this.record = new int[count];
    this.offset = new int[count];
    this.length = new int[count];
    int[] next = Arrays.copyOf(buckets, buckets.length - 1);
    for (int i = 0; i < count; i++) {
      int to = next[(int) (builder.high[i] >>> shift)]++;
      high[to] = builder.high[i];
      low[to] = builder.low[i];
      record[to] = builder.record[i];
      offset[to] = builder.offset[i];
      length[to] = builder.length[i];
    }
    this.records = builder.records;
    this.packs = List.copyOf(builder.packs);
  }

  private ChunkIndex(ChunkIndex other, long domain) {
    this.domain = domain;
    this.high = other.high;
    this.low = other.low;
    this.record = other.record;
    this.offset = other.offset;
    this.length = other.length;
    this.buckets = other.buckets;
    this.shift = other.shift;
    this.records = other.records;
    this.packs = other.packs;
  }

  /** Returns this index as it is looked at from a domain: the same positions, and other chunks. */
  public ChunkIndex in(long number) {
    return number == domain ? this : new ChunkIndex(this, number);
  }

  /** Returns the domain that it is looked at from. */
  public long domain() {
    return domain;
  }

  /** Returns the domain that the chunk at a position counts in. */
  public long domainOf(int position) {
    return packs.get(packOf(position)).domain();
  }

  /** Returns the position of a chunk, or {@link #ABSENT}. */
  public int find(ChunkId id) {
    return find(id.word0(), id.word1());
  }

  /** Returns the position of a chunk of which the first half of the id is known. */
  public int find(long word0, long word1) {
    return find(word0, word1, domain);
  }

  private int find(long word0, long word1, long in) {
    int bucket = (int) (word0 >>> shift);
    int end = buckets[bucket + 1];
    for (int i = buckets[bucket]; i < end; i++) {
      if (high[i] == word0 && low[i] == word1 && domainOf(i) == in) {
        return i;
      }
    }
    return ABSENT;
  }

  /** Returns the first position of the chunk that is at a position. */
  public int findFirst(int position) {
    return find(high[position], low[position], domainOf(position));
  }

  /** Returns the position of the chunk that is at a position of another index. */
  public int findLike(ChunkIndex other, int position) {
    return find(other.high[position], other.low[position], other.domainOf(position));
  }

  /** Returns the next position of the chunk at a position, which lies in another pack. */
  public int findNext(int position) {
    int end = buckets[(int) (high[position] >>> shift) + 1];
    for (int i = position + 1; i < end; i++) {
      if (high[i] == high[position]
          && low[i] == low[position]
          && domainOf(i) == domainOf(position)) {
        return i;
      }
    }
    return ABSENT;
  }

  /** Returns whether a chunk is there. */
  public boolean contains(ChunkId id) {
    return find(id) != ABSENT;
  }

  /** Returns where a chunk lies, or {@code null} if it is not there. */
  public @Nullable ChunkLocation locate(ChunkId id) {
    int position = find(id);
    return position == ABSENT ? null : location(position);
  }

  /** Returns where the chunk at a position lies. */
  public ChunkLocation location(int position) {
    int r = record[position];
    IndexedPack pack = packs.get(records.pack[r]);
    return new ChunkLocation(
        pack.name(),
        pack.kind(),
        records.offset[r],
        records.sealedLength[r],
        offset[position],
        length[position]);
  }

  /** Returns the number of the pack, in {@link #packs()}, of the chunk at a position. */
  public int packOf(int position) {
    return records.pack[record[position]];
  }

  /** Returns the first 64 bits of the id of the chunk at a position. */
  public long word0(int position) {
    return high[position];
  }

  /** Returns the second 64 bits of the id of the chunk at a position. */
  public long word1(int position) {
    return low[position];
  }

  /** Returns the number of the record, from 0, of the chunk at a position. */
  public int recordOf(int position) {
    return record[position];
  }

  /** Returns how many records there are. */
  public int records() {
    return records.count;
  }

  /** Returns how long a record is as it stands in its pack. */
  public int sealedLengthOf(int recordNumber) {
    return records.sealedLength[recordNumber];
  }

  /** Returns the length of the chunk at a position. */
  public int lengthOf(int position) {
    return length[position];
  }

  /** Returns how many chunks there are; one that lies in two packs counts twice. */
  public int size() {
    return high.length;
  }

  /** Returns all packs. */
  public List<IndexedPack> packs() {
    return packs;
  }

  /** The records that the chunks are in. */
  private static final class Records {
    private int[] pack = new int[64];
    private int[] offset = new int[64];
    private int[] sealedLength = new int[64];
    private int count;

    Records copy() {
      Records copy = new Records();
      copy.pack = pack.clone();
      copy.offset = offset.clone();
      copy.sealedLength = sealedLength.clone();
      copy.count = count;
      return copy;
    }

    /** Adds those whose pack has a new number, and returns the new number of each. */
    int[] addTo(Records other, int[] packNumbers) {
      int[] numbers = new int[count];
      for (int i = 0; i < count; i++) {
        int to = packNumbers[pack[i]];
        numbers[i] = to == ABSENT ? ABSENT : other.add(to, offset[i], sealedLength[i]);
      }
      return numbers;
    }

    int add(int packNumber, int recordOffset, int length) {
      if (count == pack.length) {
        pack = Arrays.copyOf(pack, 2 * count);
        offset = Arrays.copyOf(offset, 2 * count);
        sealedLength = Arrays.copyOf(sealedLength, 2 * count);
      }
      pack[count] = packNumber;
      offset[count] = recordOffset;
      sealedLength[count] = length;
      return count++;
    }
  }

  /** Collects index segments. */
  public static final class Builder {
    private static final int INITIAL_CHUNKS = 256;

    /** No writer makes one of a gibibyte: packs are read and sealed in one array. */
    private static final int MAX_PACK_LENGTH = 1 << 30;

    private final Predicate<PackName> condemned;
    private final Records records;
    private final List<IndexedPack> packs;
    private long[] high;
    private long[] low;
    private int[] record;
    private int[] offset;
    private int[] length;
    private int count;

    /** Creates a builder of an index from nothing. */
    public Builder() {
      this(pack -> false);
    }

    /**
     * Creates a builder of an index from nothing.
     *
     * @param condemned tells which packs don't count, whatever segment lists them
     */
    public Builder(Predicate<PackName> condemned) {
      this.condemned = condemned;
      records = new Records();
      packs = new ArrayList<>();
      high = new long[INITIAL_CHUNKS];
      low = new long[INITIAL_CHUNKS];
      record = new int[INITIAL_CHUNKS];
      offset = new int[INITIAL_CHUNKS];
      length = new int[INITIAL_CHUNKS];
    }

    /**
     * Creates a builder that starts with what another index holds.
     *
     * @param base the other index
     * @param condemned tells which packs don't count, of the other index too
     */
    public Builder(ChunkIndex base, Predicate<PackName> condemned) {
      this.condemned = condemned;
      int capacity = Math.max(INITIAL_CHUNKS, base.size() + base.size() / 8);
      packs = new ArrayList<>();
      int[] packNumbers = new int[base.packs.size()];
      for (int i = 0; i < packNumbers.length; i++) {
        IndexedPack pack = base.packs.get(i);
        packNumbers[i] = condemned.test(pack.name()) ? ABSENT : packs.size();
        if (packNumbers[i] != ABSENT) {
          packs.add(pack);
        }
      }
      if (packs.size() == packNumbers.length) {
        records = base.records.copy();
        high = Arrays.copyOf(base.high, capacity);
        low = Arrays.copyOf(base.low, capacity);
        record = Arrays.copyOf(base.record, capacity);
        offset = Arrays.copyOf(base.offset, capacity);
        length = Arrays.copyOf(base.length, capacity);
        count = base.size();
        return;
      }
      records = new Records();
      high = new long[capacity];
      low = new long[capacity];
      record = new int[capacity];
      offset = new int[capacity];
      length = new int[capacity];
      addFrom(base, base.records.addTo(records, packNumbers));
    }

    private void addFrom(ChunkIndex base, int[] recordNumbers) {
      for (int i = 0; i < base.size(); i++) {
        int number = recordNumbers[base.record[i]];
        if (number != ABSENT) {
          addChunk(base.high[i], base.low[i], number, base.offset[i], base.length[i]);
        }
      }
    }

    /**
     * Adds a segment.
     *
     * @param segment its name
     * @param payload what {@link IndexSegmentWriter} wrote
     * @throws DamagedRepositoryException if it is not valid
     */
    public Builder add(String segment, byte[] payload) {
      return add(segment, Domain.FULL, payload);
    }

    /**
     * Adds a segment of a domain.
     *
     * @param segment its name
     * @param domain in which its chunks count
     * @param payload what {@link IndexSegmentWriter} wrote
     * @throws DamagedRepositoryException if it is not valid
     */
    public Builder add(String segment, long domain, byte[] payload) {
      CborReader cbor = new CborReader(payload);
      int packCount = cbor.readArray();
      for (int i = 0; i < packCount; i++) {
        addPack(segment, domain, payload, cbor);
      }
      cbor.end();
      return this;
    }

    private void addPack(String segment, long domain, byte[] payload, CborReader cbor) {
      expect(cbor.readArray() == 6, segment);
      PackName name = PackName.of(cbor.readBytes(16), cbor.readBytes(32));
      PackKind kind = PackKind.of(cbor.readUnsigned());
      long packLength = cbor.readUnsigned(MAX_PACK_LENGTH);
      long at = cbor.readUnsigned(packLength);
      boolean counts = !condemned.test(name);
      int packNumber = packs.size();
      if (counts) {
        packs.add(new IndexedPack(name, kind, packLength, segment, domain));
      }
      int recordCount = cbor.readArray();
      for (int i = 0; i < recordCount; i++) {
        int elements = cbor.readArray();
        long type = cbor.readUnsigned();
        boolean bundle = type == RecordType.BUNDLE.id();
        expect(bundle || type == RecordType.CHUNK.id(), segment);
        expect(elements == (bundle ? 5 : 4), segment);
        int payloadLength = (int) cbor.readUnsigned(packLength - at);
        int plainLength = (int) cbor.readUnsigned(Integer.MAX_VALUE);
        int sealed = ContainerSealer.sealedLength(payloadLength);
        expect(at + sealed <= packLength, segment);
        int recordNumber = counts ? records.add(packNumber, (int) at, sealed) : ABSENT;
        at += sealed;
        int idBytes = cbor.readByteString();
        int idsAt = cbor.stringOffset();
        int chunks = bundle ? cbor.readArray() : 1;
        expect(idBytes == (long) IndexSegmentWriter.ID_PREFIX * chunks, segment);
        long chunkAt = bundle ? DirectoryEntry.Bundle.tableLength(chunks) : 0;
        ByteBuffer words = ByteBuffer.wrap(payload);
        for (int c = 0; c < chunks; c++) {
          int chunkLength = bundle ? (int) cbor.readUnsigned(plainLength) : plainLength;
          expect(chunkAt + chunkLength <= plainLength, segment);
          int idAt = idsAt + IndexSegmentWriter.ID_PREFIX * c;
          if (counts) {
            addChunk(
                words.getLong(idAt),
                words.getLong(idAt + Long.BYTES),
                recordNumber,
                (int) chunkAt,
                chunkLength);
          }
          chunkAt += chunkLength;
        }
      }
    }

    private static void expect(boolean holds, String segment) {
      if (!holds) {
        throw new DamagedRepositoryException("index segment " + segment + " contradicts itself");
      }
    }

    private void addChunk(long word0, long word1, int recordNumber, int chunkAt, int chunkLength) {
      if (count == high.length) {
        high = Arrays.copyOf(high, 2 * count);
        low = Arrays.copyOf(low, 2 * count);
        record = Arrays.copyOf(record, 2 * count);
        offset = Arrays.copyOf(offset, 2 * count);
        length = Arrays.copyOf(length, 2 * count);
      }
      high[count] = word0;
      low[count] = word1;
      record[count] = recordNumber;
      offset[count] = chunkAt;
      length[count] = chunkLength;
      count++;
    }

    /** Returns the index. The builder is of no use afterwards. */
    public ChunkIndex build() {
      return new ChunkIndex(this);
    }
  }
}
