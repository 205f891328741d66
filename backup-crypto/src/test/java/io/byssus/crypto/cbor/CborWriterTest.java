package io.byssus.crypto.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CborWriterTest {
  private static String hex(CborWriter writer) {
    return HexFormat.of().formatHex(writer.toByteArray());
  }

  @Test
  void writesTheExamplesOfTheRfc() {
    assertThat(hex(new CborWriter().writeUnsigned(0))).isEqualTo("00");
    assertThat(hex(new CborWriter().writeUnsigned(23))).isEqualTo("17");
    assertThat(hex(new CborWriter().writeUnsigned(24))).isEqualTo("1818");
    assertThat(hex(new CborWriter().writeUnsigned(1000))).isEqualTo("1903e8");
    assertThat(hex(new CborWriter().writeUnsigned(1000000))).isEqualTo("1a000f4240");
    assertThat(hex(new CborWriter().writeUnsigned(1000000000000L))).isEqualTo("1b000000e8d4a51000");
    assertThat(hex(new CborWriter().writeInteger(-1000))).isEqualTo("3903e7");
    assertThat(hex(new CborWriter().writeInteger(Long.MIN_VALUE))).isEqualTo("3b7fffffffffffffff");
    assertThat(hex(new CborWriter().writeText("\u6c34"))).isEqualTo("63e6b0b4");
    assertThat(hex(new CborWriter().writeText("\ud800\udd51"))).isEqualTo("64f0908591");
    assertThat(hex(new CborWriter().writeBoolean(true))).isEqualTo("f5");
    assertThat(hex(new CborWriter().writeNull())).isEqualTo("f6");
    CborWriter array = new CborWriter().writeArray(3).writeUnsigned(1);
    array.writeArray(2).writeUnsigned(2).writeUnsigned(3);
    array.writeArray(2).writeUnsigned(4).writeUnsigned(5);
    assertThat(hex(array)).isEqualTo("8301820203820405");
    CborWriter map = new CborWriter().writeMap(2).writeText("a").writeUnsigned(1);
    map.writeText("b").writeArray(2).writeUnsigned(2).writeUnsigned(3);
    assertThat(hex(map)).isEqualTo("a26161016162820203");
  }

  @Test
  void refusesMapKeysThatAreNotInOrder() {
    CborWriter descending = new CborWriter().writeMap(2).writeUnsigned(2).writeNull();
    assertThatIllegalStateException().isThrownBy(() -> descending.writeUnsigned(1));
    CborWriter equal = new CborWriter().writeMap(2).writeText("a").writeNull();
    assertThatIllegalStateException().isThrownBy(() -> equal.writeText("a"));
    CborWriter longerFirst = new CborWriter().writeMap(2).writeText("aa").writeNull();
    assertThatIllegalStateException().isThrownBy(() -> longerFirst.writeText("b"));
    CborWriter bytes = new CborWriter().writeMap(1);
    assertThatIllegalStateException().isThrownBy(() -> bytes.writeBytes(new byte[1]));
    CborWriter negative = new CborWriter().writeMap(1);
    assertThatIllegalStateException().isThrownBy(() -> negative.writeInteger(-1));
  }

  @Test
  void refusesItemsThatAreNotAnnouncedOrNotComplete() {
    CborWriter complete = new CborWriter().writeArray(1).writeNull();
    assertThatIllegalStateException().isThrownBy(complete::writeNull);
    CborWriter open = new CborWriter().writeArray(2).writeNull();
    assertThatIllegalStateException().isThrownBy(open::toByteArray);
    assertThatIllegalStateException().isThrownBy(new CborWriter()::toByteArray);
  }

  @Test
  void refusesWhatCannotBeEncoded() {
    assertThatIllegalArgumentException().isThrownBy(() -> new CborWriter().writeUnsigned(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new CborWriter().writeText("\ud800"));
    assertThatIllegalArgumentException().isThrownBy(() -> new CborWriter().writeArray(-1));
    CborWriter deep = new CborWriter();
    for (int i = 0; i < 32; i++) {
      deep.writeArray(1);
    }
    assertThatIllegalStateException().isThrownBy(() -> deep.writeArray(0));
  }

  @Test
  void canBeUsedAgainAfterReset() {
    CborWriter writer = new CborWriter(0).writeArray(1);
    writer.reset();
    assertThat(hex(writer.writeUnsigned(7))).isEqualTo("07");
    writer.wipe();
    assertThat(writer.length()).isZero();
  }

  @Test
  void whatItWritesIsReadBackTheSame() {
    long seed = 8949;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      CborWriter writer = new CborWriter();
      CborSample.write(random, writer, 6);
      byte[] encoded = writer.toByteArray();
      CborReader reader = new CborReader(encoded);
      CborWriter copy = new CborWriter();
      CborSample.copy(reader, copy);
      reader.end();
      assertThat(copy.toByteArray()).as("seed %d, case %d", seed, i).isEqualTo(encoded);
    }
  }
}
