package io.byssus.core.internal.parity;

import io.byssus.crypto.DigestAlgorithm;
import java.util.Arrays;

/**
 * Corrects a damaged pack by its parity.
 *
 * <p>Checksums tell which blocks are damaged; in each code word, as many as it has sound parity
 * blocks are computed from the others. What can't be corrected is left as it is. Used once, by one
 * thread.
 */
public final class ParityCorrection {
  private final ParityBlob parity;
  private final ParityLayout layout;
  private final CauchyCode code;
  private final byte[] pack;
  private int corrected;
  private int lost;

  private ParityCorrection(ParityBlob parity, byte[] pack) {
    this.parity = parity;
    this.layout = parity.layout();
    this.code = ParityEncoder.code(layout);
    this.pack = pack;
  }

  /**
   * Corrects as much of a pack as its parity can.
   *
   * @param parity the pack's parity
   * @param found what was found of the pack: changed, cut off or lengthened, with anything where it
   *     could not be read
   */
  public static ParityCorrection of(ParityBlob parity, byte[] found) {
    ParityCorrection correction =
        new ParityCorrection(parity, Arrays.copyOf(found, parity.layout().packLength()));
    correction.run();
    return correction;
  }

  /** Returns whether the pack is what its name says now. */
  public boolean whole() {
    return lost == 0 && DigestAlgorithm.SHA_256.hex(pack, 0, pack.length).equals(layout.sha256());
  }

  /** Returns the pack: as it was, or with as much of it corrected as could be. */
  public byte[] pack() {
    return pack;
  }

  /** Returns how many blocks were corrected. */
  public int correctedBlocks() {
    return corrected;
  }

  /** Returns how many blocks could not be corrected. */
  public int lostBlocks() {
    return lost;
  }

  private void run() {
    for (int row = 0; row < layout.rows(); row++) {
      int[] damaged = damagedShards(row);
      if (damaged.length > 0) {
        int[] sound = soundParity(row, damaged.length);
        if (sound.length < damaged.length) {
          lost += damaged.length;
        } else {
          correct(row, damaged, sound);
        }
      }
    }
  }

  private int[] damagedShards(int row) {
    int[] shards = new int[layout.shards()];
    int count = 0;
    for (int shard = 0; shard < layout.shards(); shard++) {
      int block = layout.dataBlock(shard, row);
      if (block < layout.dataBlocks() && !parity.soundData(block, pack)) {
        shards[count++] = shard;
      }
    }
    return Arrays.copyOf(shards, count);
  }

  private int[] soundParity(int row, int wanted) {
    int[] shards = new int[wanted];
    int count = 0;
    for (int shard = 0; shard < layout.parityShards() && count < wanted; shard++) {
      if (parity.soundParity(layout.parityBlock(shard, row))) {
        shards[count++] = shard;
      }
    }
    return Arrays.copyOf(shards, count);
  }

  private void correct(int row, int[] damaged, int[] sound) {
    byte[][] remainders = remainders(row, damaged, sound);
    int[][] inverse = CauchyCode.inverse(sound, damaged);
    for (int i = 0; i < damaged.length; i++) {
      int block = layout.dataBlock(damaged[i], row);
      int at = block * layout.blockBytes();
      int length = layout.dataLength(block);
      Arrays.fill(pack, at, at + length, (byte) 0);
      for (int j = 0; j < sound.length; j++) {
        addProduct(inverse[i][j], remainders[j], at, length);
      }
      if (parity.soundData(block, pack)) {
        corrected++;
      } else {
        lost++;
      }
    }
  }

  private void addProduct(int factor, byte[] bytes, int at, int length) {
    byte[] products = new byte[GaloisField.SIZE];
    for (int value = 0; value < GaloisField.SIZE; value++) {
      products[value] = (byte) GaloisField.multiply(factor, value);
    }
    for (int i = 0; i < length; i++) {
      pack[at + i] ^= products[bytes[i] & 0xff];
    }
  }

  /** Returns what is left of parity blocks without what the sound data blocks contribute. */
  private byte[][] remainders(int row, int[] damaged, int[] sound) {
    byte[][] remainders = new byte[sound.length][layout.blockBytes()];
    long[] sums = new long[layout.blockBytes()];
    int summed = -1;
    for (int j = 0; j < sound.length; j++) {
      int group = sound[j] / CauchyCode.AT_ONCE;
      if (group != summed) {
        sum(group, row, damaged, sums);
        summed = group;
      }
      ParityEncoder.unpack(sums, sound[j] % CauchyCode.AT_ONCE, remainders[j], 0);
      int at = layout.parityAt(layout.parityBlock(sound[j], row));
      for (int i = 0; i < layout.blockBytes(); i++) {
        remainders[j][i] ^= parity.bytes()[at + i];
      }
    }
    return remainders;
  }

  private void sum(int group, int row, int[] damaged, long[] sums) {
    Arrays.fill(sums, 0);
    for (int shard = 0; shard < layout.shards(); shard++) {
      int block = layout.dataBlock(shard, row);
      if (block < layout.dataBlocks() && Arrays.binarySearch(damaged, shard) < 0) {
        int at = block * layout.blockBytes();
        code.add(group, shard, pack, at, layout.dataLength(block), sums);
      }
    }
  }
}
