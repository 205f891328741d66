package io.byssus.core.internal.parity;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the parity blobs of packs. Safe for use by many threads. */
public final class ParityEncoder {
  /** Tables of half a megabyte for each eight parity shards; few strengths are ever in use. */
  private static final ConcurrentHashMap<Shape, CauchyCode> CODES = new ConcurrentHashMap<>();

  private static final int MOST_CODES = 8;

  private final ParityStrength strength;

  private record Shape(int data, int parity) {}

  /** Creates an encoder of a strength. */
  public ParityEncoder(ParityStrength strength) {
    this.strength = strength;
  }

  /**
   * Returns the parity blob of a pack.
   *
   * @param pack holds the pack, from its first byte
   * @param length the pack's length
   * @param sha256 the pack's name
   */
  public byte[] encode(byte[] pack, int length, String sha256) {
    return encode(pack, ParityLayout.of(strength, length, sha256));
  }

  static byte[] encode(byte[] pack, ParityLayout layout) {
    byte[] blob = new byte[layout.blobLength()];
    layout.writeHeader(blob, 0);
    parity(pack, layout, blob);
    ByteBuffer table =
        ByteBuffer.wrap(blob, ParityLayout.HEADER_BYTES, layout.tableBytes()).slice();
    for (int block = 0; block < layout.dataBlocks(); block++) {
      int at = block * layout.blockBytes();
      table.putInt(ParityLayout.checksum(pack, at, layout.dataLength(block)));
    }
    for (int block = 0; block < layout.parityBlocks(); block++) {
      table.putInt(ParityLayout.checksum(blob, layout.parityAt(block), layout.blockBytes()));
    }
    System.arraycopy(
        blob, ParityLayout.HEADER_BYTES, blob, layout.secondTableAt(), layout.tableBytes());
    layout.writeHeader(blob, blob.length - ParityLayout.HEADER_BYTES);
    return blob;
  }

  private static void parity(byte[] pack, ParityLayout layout, byte[] blob) {
    CauchyCode code = code(layout);
    long[] sums = new long[layout.blockBytes()];
    for (int row = 0; row < layout.rows(); row++) {
      for (int group = 0; group < code.groups(); group++) {
        Arrays.fill(sums, 0);
        for (int shard = 0; shard < layout.shards(); shard++) {
          int block = layout.dataBlock(shard, row);
          if (block < layout.dataBlocks()) {
            code.add(
                group, shard, pack, block * layout.blockBytes(), layout.dataLength(block), sums);
          }
        }
        int first = group * CauchyCode.AT_ONCE;
        int end = Math.min(layout.parityShards(), first + CauchyCode.AT_ONCE);
        for (int parity = first; parity < end; parity++) {
          int to = layout.parityAt(layout.parityBlock(parity, row));
          unpack(sums, parity - first, blob, to);
        }
      }
    }
  }

  /** Takes the parity bytes of one shard out of sums. */
  static void unpack(long[] sums, int shard, byte[] destination, int at) {
    int shift = Byte.SIZE * shard;
    for (int i = 0; i < sums.length; i++) {
      destination[at + i] = (byte) (sums[i] >>> shift);
    }
  }

  /** Returns the code of a layout; those that writers choose are kept. */
  static CauchyCode code(ParityLayout layout) {
    Shape shape = new Shape(layout.shards(), layout.parityShards());
    CauchyCode known = CODES.get(shape);
    if (known != null) {
      return known;
    }
    CauchyCode code = new CauchyCode(layout.shards(), layout.parityShards());
    if (CODES.size() < MOST_CODES) {
      CODES.put(shape, code);
    }
    return code;
  }
}
