package io.byssus.core.internal.parity;

import io.byssus.api.DamagedRepositoryException;
import java.util.Arrays;

/**
 * A parity blob as it was found, perhaps damaged itself: changed anywhere, cut off or lengthened.
 *
 * <p>The header and the table of checksums are there twice. Nothing of a blob is trusted: what it
 * corrects is what the pack's name says, or is of no use. Immutable and safe for use by many
 * threads.
 */
public final class ParityBlob {
  private final ParityLayout layout;
  private final byte[] bytes;

  private ParityBlob(ParityLayout layout, byte[] bytes) {
    this.layout = layout;
    this.bytes = bytes;
  }

  /** Returns the most bytes that are worth reading of a pack's parity blob. */
  public static long longest(long packLength) {
    return ParityLayout.longestBlob(packLength);
  }

  /**
   * Takes a blob.
   *
   * @param bytes what was found of it
   * @param sha256 the name of the pack that it is stored for
   * @param packLength the pack's length
   * @throws DamagedRepositoryException if both headers are damaged, or it is of another pack
   */
  public static ParityBlob of(byte[] bytes, String sha256, long packLength) {
    ParityLayout layout = layout(bytes);
    if (!layout.sha256().equals(sha256) || layout.packLength() != packLength) {
      throw new DamagedRepositoryException("the parity is of no use: it is another pack's");
    }
    return new ParityBlob(layout, Arrays.copyOf(bytes, layout.blobLength()));
  }

  private static ParityLayout layout(byte[] bytes) {
    if (bytes.length < ParityLayout.HEADER_BYTES) {
      throw new DamagedRepositoryException("the parity is of no use: it was cut off");
    }
    try {
      return ParityLayout.readHeader(bytes, 0);
    } catch (DamagedRepositoryException e) {
      try {
        return ParityLayout.readHeader(bytes, bytes.length - ParityLayout.HEADER_BYTES);
      } catch (DamagedRepositoryException second) {
        throw e;
      }
    }
  }

  /**
   * Returns whether this is, byte for byte, the parity of a pack.
   *
   * @param pack holds the pack, from its first byte; it is what its name says
   * @param stored what was found of the blob
   */
  public boolean isOf(byte[] pack, byte[] stored) {
    return Arrays.equals(ParityEncoder.encode(pack, layout), stored);
  }

  ParityLayout layout() {
    return layout;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Returns whether bytes are those of a data block, as far as a checksum tells. */
  boolean soundData(int block, byte[] pack) {
    int at = block * layout.blockBytes();
    return listed(block, ParityLayout.checksum(pack, at, layout.dataLength(block)));
  }

  boolean soundParity(int block) {
    int checksum = ParityLayout.checksum(bytes, layout.parityAt(block), layout.blockBytes());
    return listed(layout.dataBlocks() + block, checksum);
  }

  private boolean listed(int entry, int checksum) {
    int at = Integer.BYTES * entry;
    return checksum == number(ParityLayout.HEADER_BYTES + at)
        || checksum == number(layout.secondTableAt() + at);
  }

  private int number(int at) {
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }
}
