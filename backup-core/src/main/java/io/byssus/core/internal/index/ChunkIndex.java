package io.byssus.core.internal.index;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.crypto.ContainerSealer;
import io.byssus.crypto.DirectoryEntry;
import io.byssus.crypto.Domain;
import io.byssus.crypto.RecordType;
import io.byssus.crypto.cbor.CborReader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where each chunk of a repository lies, on the heap: at most 32 bytes a chunk, all told, in sorted
 * arrays of numbers with a table of prefixes in front.
 *
 * <p>Chunks count only in the domain of the segments that list them: an index is looked at
 * {@linkplain #in from one domain}, and has the positions of all.
 *
 * <p>Ids are evenly distributed, so the first bits of one lead to a handful of candidates; and they
 * need not be kept, for the bucket tells them. Of the 128 bits that an index stores of an id, the
 * first 16 are left out, and the room is for where the chunk lies. Built once by a {@link Builder};
 * then immutable and safe for use by many threads.
 */
public final class ChunkIndex {
  /** An index of nothing. */
  public static final ChunkIndex EMPTY = new Builder().build();

  /** A position in the index that stands for 'not there'. */
  public static final int ABSENT = -1;

  /** Two to the power of this many chunks are in a bucket, or up to twice as many. */
  private static final int CHUNKS_PER_BUCKET_BITS = 4;

  /** The bits of an id that are the bucket's, so that every index has at least so many buckets. */
  private static final int IMPLIED_BITS = 16;

  private static final int MAX_BUCKET_BITS = 30;

  private static final int WORDS = 3;
  private static final int MIDDLE = 0;
  private static final int TAIL = 1;
  private static final int PLACE = 2;

  /**
   * Of each chunk, bits 16 to 79 of its id; bits 80 to 127 and the low half of its offset; and the
   * rest of its {@link Place}. In one array, since the collector rounds up the size of each.
   */
  private final long[] chunks;

  private final int[] buckets;
  private final int bucketBits;
  private final IndexedPacks packs;
  private final long domain;

  private ChunkIndex(Builder builder) {
    this.domain = Domain.FULL;
    int count = builder.count;
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(count) - CHUNKS_PER_BUCKET_BITS;
    this.bucketBits = Math.max(IMPLIED_BITS, Math.min(bits, MAX_BUCKET_BITS));
    this.buckets = new int[(1 << bucketBits) + 1];
    for (int i = 0; i < count; i++) {
      buckets[bucket(builder.word0[i]) + 1]++;
    }
    for (int b = 0; b < buckets.length - 1; b++) {
      buckets[b + 1] += buckets[b];
    }
    this.chunks = new long[Math.multiplyExact(count, WORDS)];
    int[] next = Arrays.copyOf(buckets, buckets.length - 1);
    for (int i = 0; i < count; i++) {
      int to = next[bucket(builder.word0[i])]++ * WORDS;
      chunks[to + MIDDLE] = middle(builder.word0[i], builder.word1[i]);
      chunks[to + TAIL] = builder.word1[i] << Place.SPLIT_BITS | builder.offsetLow[i];
      chunks[to + PLACE] = builder.place[i];
    }
    this.packs = builder.packs;
    packs.trim();
  }

  private ChunkIndex(ChunkIndex other, long domain) {
    this.domain = domain;
    this.chunks = other.chunks;
    this.buckets = other.buckets;
    this.bucketBits = other.bucketBits;
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
    return packs.domain(packOf(position));
  }

  private int bucket(long word0) {
    return (int) (word0 >>> (Long.SIZE - bucketBits));
  }

  private static long middle(long word0, long word1) {
    return word0 << IMPLIED_BITS | word1 >>> (Long.SIZE - IMPLIED_BITS);
  }

  private long middle(int position) {
    return chunks[position * WORDS + MIDDLE];
  }

  private long tail(int position) {
    return chunks[position * WORDS + TAIL];
  }

  private long place(int position) {
    return chunks[position * WORDS + PLACE];
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
    int bucket = bucket(word0);
    return find(middle(word0, word1), word1, in, buckets[bucket], buckets[bucket + 1]);
  }

  private int find(long wanted, long word1, long in, int from, int end) {
    for (int i = from; i < end; i++) {
      if (middle(i) == wanted
          && (tail(i) ^ word1 << Place.SPLIT_BITS) >>> Place.SPLIT_BITS == 0
          && domainOf(i) == in) {
        return i;
      }
    }
    return ABSENT;
  }

  /** Returns the first position of the chunk that is at a position. */
  public int findFirst(int position) {
    int from = buckets[bucketOf(position)];
    return findLike(position, from, position + 1);
  }

  /** Returns the position of the chunk that is at a position of another index. */
  public int findLike(ChunkIndex other, int position) {
    return find(other.word0(position), other.word1(position), other.domainOf(position));
  }

  /** Returns the next position of the chunk at a position, which lies in another pack. */
  public int findNext(int position) {
    return findLike(position, position + 1, buckets[bucketOf(position) + 1]);
  }

  private int findLike(int position, int from, int end) {
    long word1 = tail(position) >>> Place.SPLIT_BITS;
    return find(middle(position), word1, domainOf(position), from, end);
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
    int record = recordOf(position);
    int number = packs.packOf(record);
    IndexedPack pack = packs.get(number);
    return new ChunkLocation(
        pack.name(),
        pack.kind(),
        packs.offset(record),
        packs.sealedLength(record, number),
        Place.offset(place(position), tail(position)),
        lengthOf(position));
  }

  /** Returns the number of the pack, in {@link #packs()}, of the chunk at a position. */
  public int packOf(int position) {
    return packs.packOf(recordOf(position));
  }

  /** Returns the first 64 bits of the id of the chunk at a position. */
  public long word0(int position) {
    return word0(position, bucketOf(position));
  }

  private long word0(int position, int bucket) {
    long implied = (long) bucket >>> (bucketBits - IMPLIED_BITS);
    return implied << (Long.SIZE - IMPLIED_BITS) | middle(position) >>> IMPLIED_BITS;
  }

  /** Returns the second 64 bits of the id of the chunk at a position. */
  public long word1(int position) {
    return middle(position) << (Long.SIZE - IMPLIED_BITS) | tail(position) >>> Place.SPLIT_BITS;
  }

  /** Returns the number of the record, from 0, of the chunk at a position. */
  public int recordOf(int position) {
    return Place.record(place(position));
  }

  /** Returns how many records there are. */
  public int records() {
    return packs.records();
  }

  /** Returns how long a record is as it stands in its pack. */
  public int sealedLengthOf(int recordNumber) {
    return packs.sealedLength(recordNumber, packs.packOf(recordNumber));
  }

  /** Returns the length of the chunk at a position. */
  public int lengthOf(int position) {
    return Place.length(place(position));
  }

  /** Returns how many chunks there are; one that lies in two packs counts twice. */
  public int size() {
    return chunks.length / WORDS;
  }

  /** Returns all packs, in a list that does not change. */
  public List<IndexedPack> packs() {
    return packs;
  }

  /** The last bucket that begins at or before a position: those before it there are empty. */
  private int bucketOf(int position) {
    int low = 0;
    int high = buckets.length - 2;
    while (low < high) {
      int between = (low + high + 1) >>> 1;
      if (buckets[between] <= position) {
        low = between;
      } else {
        high = between - 1;
      }
    }
    return low;
  }

  /** Collects index segments. */
  public static final class Builder {
    private static final int INITIAL_CHUNKS = 256;

    /** No writer makes one of a gibibyte: packs are read and sealed in one array. */
    private static final int MAX_PACK_LENGTH = 1 << 30;

    private final Predicate<PackName> condemned;
    private final IndexedPacks packs;
    private long[] word0;
    private long[] word1;
    private long[] place;
    private char[] offsetLow;
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
      this(condemned, new IndexedPacks(), INITIAL_CHUNKS);
    }

    private Builder(Predicate<PackName> condemned, IndexedPacks packs, int capacity) {
      this.condemned = condemned;
      this.packs = packs;
      word0 = new long[capacity];
      word1 = new long[capacity];
      place = new long[capacity];
      offsetLow = new char[capacity];
    }

    /**
     * Creates a builder that starts with what another index holds.
     *
     * @param base the other index
     * @param condemned tells which packs don't count, of the other index too
     */
    public Builder(ChunkIndex base, Predicate<PackName> condemned) {
      this(condemned, new IndexedPacks(), Math.max(INITIAL_CHUNKS, base.size() + base.size() / 8));
      int[] shift = new int[base.packs.size()];
      for (int i = 0; i < shift.length; i++) {
        if (condemned.test(base.packs.get(i).name())) {
          shift[i] = ABSENT;
        } else {
          shift[i] = base.packs.firstRecord(i) - packs.records();
          packs.addFrom(base.packs, i);
        }
      }
      for (int bucket = 0; bucket < base.buckets.length - 1; bucket++) {
        for (int i = base.buckets[bucket]; i < base.buckets[bucket + 1]; i++) {
          int before = shift[base.packOf(i)];
          if (before != ABSENT) {
            add(
                base.word0(i, bucket),
                base.word1(i),
                Place.moved(base.place(i), before),
                (char) base.tail(i));
          }
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
      if (counts) {
        packs.add(new IndexedPack(name, kind, packLength, segment, domain), (int) at);
      }
      int recordCount = cbor.readArray();
      for (int i = 0; i < recordCount; i++) {
        int elements = cbor.readArray();
        long type = cbor.readUnsigned();
        boolean bundle = type == RecordType.BUNDLE.id();
        expect(bundle || type == RecordType.CHUNK.id(), segment);
        expect(elements == (bundle ? 5 : 4), segment);
        int payloadLength = (int) cbor.readUnsigned(packLength - at);
        int plainLength = (int) cbor.readUnsigned(DirectoryEntry.MAX_PLAIN_LENGTH);
        int sealed = ContainerSealer.sealedLength(payloadLength);
        expect(at + sealed <= packLength, segment);
        int record = counts ? packs.addRecord(sealed) : ABSENT;
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
            add(
                words.getLong(idAt),
                words.getLong(idAt + Long.BYTES),
                Place.of(record, (int) chunkAt, chunkLength),
                Place.offsetLow((int) chunkAt));
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

    private void add(long first, long second, long where, char lowOffset) {
      if (count == word0.length) {
        int more = count + count / 2;
        word0 = Arrays.copyOf(word0, more);
        word1 = Arrays.copyOf(word1, more);
        place = Arrays.copyOf(place, more);
        offsetLow = Arrays.copyOf(offsetLow, more);
      }
      word0[count] = first;
      word1[count] = second;
      place[count] = where;
      offsetLow[count] = lowOffset;
      count++;
    }

    /** Returns the index. The builder is of no use afterwards. */
    public ChunkIndex build() {
      return new ChunkIndex(this);
    }
  }
}
