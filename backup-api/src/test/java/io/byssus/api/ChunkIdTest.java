package io.byssus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChunkIdTest {
  @Test
  void bytesComeBackWhereverTheyStood() {
    byte[] bytes = new byte[ChunkId.BYTES + 7];
    new SplittableRandom(1).nextBytes(bytes);
    ChunkId id = ChunkId.of(bytes, 5);
    assertThat(id.bytes()).isEqualTo(Arrays.copyOfRange(bytes, 5, 5 + ChunkId.BYTES));
    assertThat(ChunkId.of(id.bytes())).isEqualTo(id).hasSameHashCodeAs(id);
    assertThat(new ChunkId(id.word0(), id.word1(), id.word2(), id.word3())).isEqualTo(id);
  }

  @Test
  void wordsAreBigEndianAndPrintedAsHexadecimalDigits() {
    byte[] bytes = new byte[ChunkId.BYTES];
    bytes[0] = (byte) 0x80;
    bytes[15] = 1;
    bytes[31] = (byte) 0xff;
    ChunkId id = ChunkId.of(bytes);
    assertThat(id).isEqualTo(new ChunkId(Long.MIN_VALUE, 1, 0, 0xff));
    assertThat(id).hasToString("80" + "00".repeat(14) + "01" + "00".repeat(15) + "ff");
  }

  @Test
  void theOrderIsThatOfTheBytes() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 10_000; i++) {
      byte[] a = new byte[ChunkId.BYTES];
      random.nextBytes(a);
      byte[] b = a.clone();
      b[random.nextInt(b.length)] = (byte) random.nextInt();
      assertThat(Integer.signum(ChunkId.of(a).compareTo(ChunkId.of(b))))
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(a, b)));
    }
  }

  @Test
  void anotherLengthIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChunkId.of(new byte[31]))
        .withMessageContaining("31");
    assertThatIllegalArgumentException().isThrownBy(() -> ChunkId.of(new byte[33]));
    assertThatThrownBy(() -> ChunkId.of(new byte[40], 9))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
