package io.byssus.core.internal.parity;

import io.byssus.api.DamagedRepositoryException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * How a pack is cut, and where its parity blob has what ({@code docs/format.md}, section 10).
 *
 * <p>The pack is cut into shards of equal length, one behind the other, and each shard into blocks.
 * A code word has the blocks of all shards at the same place, so that contiguous damage, however it
 * lies, takes few blocks of each code word.
 *
 * @param shards how many data blocks a code word has at most
 * @param parityShards how many parity blocks
 * @param blockBytes the length of a block
 * @param packLength the pack's length in bytes
 * @param sha256 the name of the pack: 64 hexadecimal digits
 */
record ParityLayout(int shards, int parityShards, int blockBytes, int packLength, String sha256) {
  /** The length of the header in bytes. */
  static final int HEADER_BYTES = 64;

  private static final byte[] MAGIC = "BYSPAR".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int SHA256_AT = 24;
  private static final int SHA256_BYTES = 32;
  private static final int CHECKSUM_AT = 60;
  private static final int MIN_BLOCK = 256;
  private static final int MAX_BLOCK = 4096;

  /** No pack is longer. */
  private static final int MAX_PACK = 1 << 30;

  /** Rounding shards up to whole blocks costs a parity shard one eighth of its length at most. */
  private static final int BLOCKS_OF_A_SHARD = 8;

  /** Returns the layout of a pack's parity of a strength. */
  static ParityLayout of(ParityStrength strength, int packLength, String sha256) {
    int block = MAX_BLOCK;
    while (block > MIN_BLOCK && (long) block * BLOCKS_OF_A_SHARD * strength.shards() > packLength) {
      block /= 2;
    }
    return new ParityLayout(strength.shards(), strength.parityShards(), block, packLength, sha256);
  }

  /** Returns how many code words there are: as many as a shard has blocks. */
  int rows() {
    int shard = ceil(packLength, shards);
    return ceil(shard, blockBytes);
  }

  /** Returns how many blocks the pack has; the last one may be shorter. */
  int dataBlocks() {
    return ceil(packLength, blockBytes);
  }

  int parityBlocks() {
    return parityShards * rows();
  }

  /** Returns the length of a data block: of the last one, what is left. */
  int dataLength(int block) {
    return Math.min(blockBytes, packLength - block * blockBytes);
  }

  /** Returns the data block of a shard in a code word, or one that is not there. */
  int dataBlock(int shard, int row) {
    return shard * rows() + row;
  }

  int parityBlock(int shard, int row) {
    return shard * rows() + row;
  }

  int tableBytes() {
    return Integer.BYTES * (dataBlocks() + parityBlocks());
  }

  /** Returns where a block of parity starts in the blob. */
  int parityAt(int block) {
    return HEADER_BYTES + tableBytes() + block * blockBytes;
  }

  int secondTableAt() {
    return parityAt(parityBlocks());
  }

  /** Returns how long the blob is. */
  int blobLength() {
    return secondTableAt() + tableBytes() + HEADER_BYTES;
  }

  /** Returns the most bytes that a pack's parity blob has. */
  static long longestBlob(long packLength) {
    // No more parity than data, but for one block of each shard; and two checksums for each block.
    return packLength
        + 2L * GaloisField.SIZE * MAX_BLOCK
        + 2L * HEADER_BYTES
        + 2L * Integer.BYTES * 2 * (packLength / MIN_BLOCK + 2L * GaloisField.SIZE);
  }

  void writeHeader(byte[] blob, int at) {
    ByteBuffer header = ByteBuffer.wrap(blob, at, HEADER_BYTES).slice();
    header.put(MAGIC).putShort((short) VERSION);
    header.putShort((short) shards).putShort((short) parityShards).putInt(blockBytes);
    header.putLong(packLength).put(HexFormat.of().parseHex(sha256)).putInt(0);
    header.putInt(checksum(blob, at, CHECKSUM_AT));
  }

  /**
   * Reads a header.
   *
   * @throws DamagedRepositoryException if it is none, or one with values that no writer chooses
   */
  static ParityLayout readHeader(byte[] blob, int at) {
    ByteBuffer header = ByteBuffer.wrap(blob, at, HEADER_BYTES).slice();
    byte[] magic = new byte[MAGIC.length];
    header.get(magic);
    expect(
        Arrays.equals(magic, MAGIC)
            && header.getInt(CHECKSUM_AT) == checksum(blob, at, CHECKSUM_AT),
        "its header was changed or cut off");
    int version = header.getShort() & 0xffff;
    expect(version == VERSION, "it has version " + version + ", which is not known");
    int shards = header.getShort() & 0xffff;
    int parity = header.getShort() & 0xffff;
    int block = header.getInt();
    long length = header.getLong();
    expect(
        parity >= 1 && parity <= shards && shards + parity <= GaloisField.SIZE,
        "it has " + shards + " shards and " + parity + " of parity");
    expect(
        block >= MIN_BLOCK && block <= MAX_BLOCK && Integer.bitCount(block) == 1,
        "its blocks have " + block + " bytes");
    expect(length >= 1 && length <= MAX_PACK, "it is of a pack of " + length + " bytes");
    byte[] name = Arrays.copyOfRange(blob, at + SHA256_AT, at + SHA256_AT + SHA256_BYTES);
    return new ParityLayout(shards, parity, block, (int) length, HexFormat.of().formatHex(name));
  }

  private static void expect(boolean holds, String otherwise) {
    if (!holds) {
      throw new DamagedRepositoryException("the parity is of no use: " + otherwise);
    }
  }

  static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  private static int ceil(int dividend, int divisor) {
    return (int) (((long) dividend + divisor - 1) / divisor);
  }
}
