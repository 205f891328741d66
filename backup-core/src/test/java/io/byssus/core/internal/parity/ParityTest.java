package io.byssus.core.internal.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.crypto.DigestAlgorithm;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParityTest {
  private static final long SEED = 61;
  private static final ParityStrength DEFAULT = ParityStrength.DEFAULT;

  private final Random random = new Random(SEED);

  private byte[] pack(int length) {
    byte[] pack = new byte[length];
    random.nextBytes(pack);
    return pack;
  }

  private static String name(byte[] pack) {
    return DigestAlgorithm.SHA_256.hex(pack, 0, pack.length);
  }

  private static byte[] encode(byte[] pack, ParityStrength strength) {
    return new ParityEncoder(strength).encode(pack, pack.length, name(pack));
  }

  private static ParityCorrection correct(byte[] whole, byte[] parity, byte[] found) {
    return ParityCorrection.of(ParityBlob.of(parity, name(whole), whole.length), found);
  }

  private static void assertCorrected(byte[] whole, byte[] parity, byte[] found) {
    ParityCorrection correction = correct(whole, parity, found);
    assertThat(correction.whole()).isTrue();
    assertThat(correction.pack()).isEqualTo(whole);
  }

  static IntStream lengths() {
    return IntStream.of(
        1, 2, 255, 256, 257, 1000, 5_000, 59_648, 59_649, 100_000, 477_184, 1_000_000, 3_000_001);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void contiguousDamageOfOneHundredthIsCorrectedWhereverItLies(int length) {
    byte[] pack = pack(length);
    byte[] parity = encode(pack, DEFAULT);
    int damage = Math.max(1, length / 100);
    int block = ParityLayout.of(DEFAULT, length, name(pack)).blockBytes();
    // Starts at each place in a block and a shard, and at both ends.
    IntStream starts =
        IntStream.concat(
            IntStream.of(0, length - damage),
            IntStream.range(0, 24)
                .map(i -> (int) (random.nextDouble() * (length - damage + 1)) / block * block)
                .flatMap(at -> IntStream.of(at - 1, at, at + 1, at + block / 2)));
    starts
        .map(at -> Math.min(Math.max(0, at), length - damage))
        .forEach(at -> assertCorrected(pack, parity, overwritten(pack, at, damage)));
  }

  private byte[] overwritten(byte[] pack, int at, int length) {
    byte[] damaged = pack.clone();
    for (int i = at; i < at + length; i++) {
      damaged[i] = (byte) (damaged[i] + 1 + random.nextInt(255));
    }
    return damaged;
  }

  @ParameterizedTest
  @CsvSource({"10", "30", "100", "333", "500"})
  void contiguousDamageOfNearlyTheWholeStrengthIsCorrected(int thousandths) {
    ParityStrength strength = new ParityStrength(thousandths);
    byte[] pack = pack(2_000_000);
    byte[] parity = encode(pack, strength);
    ParityLayout layout = ParityLayout.of(strength, pack.length, name(pack));
    int most = layout.parityShards() * layout.rows() * layout.blockBytes() - layout.blockBytes();
    assertThat(most).isGreaterThan(pack.length * thousandths / 1000 - layout.blockBytes());
    for (int at : new int[] {0, 1, 777_777, pack.length - most}) {
      assertCorrected(pack, parity, overwritten(pack, at, most));
    }
    int tooMuch = most + 2 * layout.blockBytes();
    assertThat(correct(pack, parity, overwritten(pack, 5, tooMuch)).whole()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 30})
  void scatteredFlipsAreCorrected(int flips) {
    byte[] pack = pack(16 << 20);
    byte[] damaged = pack.clone();
    for (int i = 0; i < flips; i++) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    }
    assertCorrected(pack, encode(pack, DEFAULT), damaged);
  }

  @Test
  void whatCanNotBeCorrectedIsLeftAndTheRestIsCorrected() {
    byte[] pack = pack(1_000_000);
    ParityLayout layout = ParityLayout.of(DEFAULT, pack.length, name(pack));
    byte[] damaged = pack.clone();
    int shard = layout.rows() * layout.blockBytes();
    for (int i = 0; i <= layout.parityShards(); i++) {
      damaged[i * shard] ^= 1; // one more than can be corrected, in the first code word
    }
    damaged[layout.blockBytes()] ^= 1; // in the second

    ParityCorrection correction = correct(pack, encode(pack, DEFAULT), damaged);

    assertThat(correction.whole()).isFalse();
    assertThat(correction.lostBlocks()).isEqualTo(layout.parityShards() + 1);
    assertThat(correction.correctedBlocks()).isEqualTo(1);
    damaged[layout.blockBytes()] ^= 1;
    assertThat(correction.pack()).isEqualTo(damaged);
  }

  @Test
  void aPackThatWasCutOffOrLengthenedIsCorrected() {
    byte[] pack = pack(500_000);
    byte[] parity = encode(pack, DEFAULT);
    assertCorrected(pack, parity, Arrays.copyOf(pack, pack.length - 12_000));
    assertCorrected(pack, parity, Arrays.copyOf(pack, pack.length + 12_000));
    assertThat(correct(pack, parity, new byte[0]).whole()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"head", "first table", "parity", "second table", "end", "cut", "grown"})
  void parityThatIsDamagedItselfStillCorrects(String where) {
    byte[] pack = pack(800_000);
    byte[] parity = encode(pack, DEFAULT);
    ParityLayout layout = ParityLayout.of(DEFAULT, pack.length, name(pack));
    byte[] damaged =
        switch (where) {
          case "head" -> overwritten(parity, 0, ParityLayout.HEADER_BYTES);
          case "first table" -> overwritten(parity, 0, ParityLayout.HEADER_BYTES + 2000);
          case "parity" -> overwritten(parity, layout.parityAt(0) + 100, 8000);
          case "second table" -> overwritten(parity, layout.secondTableAt(), 2000);
          case "end" -> overwritten(parity, parity.length - 1000, 1000);
          case "cut" -> Arrays.copyOf(parity, parity.length - 9000);
          default -> Arrays.copyOf(parity, parity.length + 9000);
        };
    assertCorrected(pack, damaged, overwritten(pack, 300_000, 8000));
  }

  @Test
  void parityOfAnotherPackIsRefused() {
    byte[] parity = encode(pack(5000), DEFAULT);
    byte[] other = pack(5000);
    assertThatThrownBy(() -> ParityBlob.of(parity, name(other), other.length))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("another pack");
  }

  @Test
  void headersWithValuesThatNoWriterChoosesAreRefused() {
    byte[] pack = pack(5000);
    String name = name(pack);
    for (ParityLayout hostile :
        new ParityLayout[] {
          new ParityLayout(0, 0, 256, 5000, name),
          new ParityLayout(255, 0, 256, 5000, name),
          new ParityLayout(1, 2, 256, 5000, name),
          new ParityLayout(250, 7, 256, 5000, name),
          new ParityLayout(65_535, 65_535, 256, 5000, name),
          new ParityLayout(200, 6, 0, 5000, name),
          new ParityLayout(200, 6, 255, 5000, name),
          new ParityLayout(200, 6, 1 << 30, 5000, name),
          new ParityLayout(200, 6, 256, 0, name),
          new ParityLayout(200, 6, 256, -1, name),
          new ParityLayout(200, 6, 256, Integer.MAX_VALUE, name)
        }) {
      byte[] header = new byte[ParityLayout.HEADER_BYTES];
      hostile.writeHeader(header, 0);
      assertThatThrownBy(() -> ParityBlob.of(header, name, 5000))
          .as("%s", hostile)
          .isInstanceOf(DamagedRepositoryException.class);
    }
  }

  @Test
  void noBlobIsLongerThanItsBound() {
    for (int length : new int[] {1, 255, 256, 60_000, 1 << 20, 16 << 20}) {
      for (int shards : new int[] {1, 2, 100, 128}) {
        for (int block : new int[] {256, 512, 4096}) {
          ParityLayout most = new ParityLayout(shards, shards, block, length, name(new byte[0]));
          assertThat((long) most.blobLength()).isLessThan(ParityBlob.longest(length));
        }
      }
    }
  }

  @Test
  void parityThatLiesCorrectsNothingWrongly() {
    byte[] pack = pack(20_000);
    byte[] other = pack(20_000);
    // Checksums and parity of other bytes under the name of this pack.
    byte[] lie = new ParityEncoder(DEFAULT).encode(other, other.length, name(pack));
    ParityCorrection correction = correct(pack, lie, overwritten(pack, 10, 10));
    assertThat(correction.whole()).isFalse();
  }

  @Test
  void theDefaultStrengthTakesAboutThreeHundredths() {
    int length = 16 << 20;
    byte[] pack = pack(length);
    byte[] parity = encode(pack, DEFAULT);
    assertThat(parity.length).isBetween(length * 30 / 1000, length * 34 / 1000);
    assertThat(ParityBlob.of(parity, name(pack), length).isOf(pack, parity)).isTrue();
    parity[parity.length / 2] ^= 1;
    assertThat(ParityBlob.of(parity, name(pack), length).isOf(pack, parity)).isFalse();
  }

  @Test
  void everyStrengthHasRoomInACodeWord() {
    for (int t = ParityStrength.LEAST; t <= ParityStrength.MOST; t++) {
      ParityStrength strength = new ParityStrength(t);
      assertThat(strength.shards() + strength.parityShards()).isBetween(150, GaloisField.SIZE);
      assertThat(1000L * strength.parityShards())
          .isGreaterThanOrEqualTo((long) t * strength.shards());
    }
    assertThat(DEFAULT).hasToString("3%");
    assertThat(new ParityStrength(125)).hasToString("12.5%");
    assertThatThrownBy(() -> new ParityStrength(9)).hasMessageContaining("1% to 50%");
    assertThatThrownBy(() -> new ParityStrength(501)).hasMessageContaining("50.1%");
  }

  /** Multiplication as the polynomials do it, bit by bit. */
  @Test
  void theFieldMultipliesPolynomials() {
    for (int a = 0; a < GaloisField.SIZE; a++) {
      for (int b = 0; b < GaloisField.SIZE; b++) {
        int product = 0;
        for (int bit = 7; bit >= 0; bit--) {
          product <<= 1;
          product ^= (product >> 8) * 0x11d;
          product ^= (b >> bit & 1) * a;
        }
        assertThat(GaloisField.multiply(a, b)).isEqualTo(product);
      }
      if (a > 0) {
        assertThat(GaloisField.multiply(a, GaloisField.inverse(a))).isEqualTo(1);
      }
    }
  }
}
