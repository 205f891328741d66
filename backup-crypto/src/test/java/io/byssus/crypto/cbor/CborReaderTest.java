package io.byssus.crypto.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CborReaderTest {
  private static CborReader reader(String hex) {
    return new CborReader(HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @CsvSource({
    "00, 0",
    "01, 1",
    "0a, 10",
    "17, 23",
    "1818, 24",
    "1819, 25",
    "1864, 100",
    "1903e8, 1000",
    "1a000f4240, 1000000",
    "1b000000e8d4a51000, 1000000000000",
    "1b7fffffffffffffff, 9223372036854775807",
    "20, -1",
    "29, -10",
    "3863, -100",
    "3903e7, -1000",
    "3b7fffffffffffffff, -9223372036854775808"
  })
  void readsTheNumbersOfTheRfc(String hex, long expected) {
    CborReader reader = reader(hex);
    assertThat(reader.readInteger()).isEqualTo(expected);
    reader.end();
  }

  @Test
  void readsTextsBytesAndSimpleValues() {
    assertThat(reader("60").readText()).isEmpty();
    assertThat(reader("6449455446").readText()).isEqualTo("IETF");
    assertThat(reader("62225c").readText()).isEqualTo("\"\\");
    assertThat(reader("62c3bc").readText()).isEqualTo("\u00fc");
    assertThat(reader("63e6b0b4").readText()).isEqualTo("\u6c34");
    assertThat(reader("64f0908591").readText()).isEqualTo("\ud800\udd51");
    assertThat(reader("40").readBytes()).isEmpty();
    assertThat(reader("4401020304").readBytes()).containsExactly(1, 2, 3, 4);
    assertThat(reader("f4").readBoolean()).isFalse();
    assertThat(reader("f5").readBoolean()).isTrue();
    assertThat(reader("f6").isNull()).isTrue();
  }

  @Test
  void readsNestedArraysAndMaps() {
    CborReader reader = reader("a201020382f6a1616101"); // {1: 2, 3: [null, {"a": 1}]}
    assertThat(reader.peek()).isEqualTo(CborType.MAP);
    assertThat(reader.readMap()).isEqualTo(2);
    assertThat(reader.readUnsigned()).isEqualTo(1);
    assertThat(reader.readUnsigned()).isEqualTo(2);
    assertThat(reader.readUnsigned()).isEqualTo(3);
    assertThat(reader.readArray()).isEqualTo(2);
    reader.readNull();
    assertThat(reader.readMap()).isEqualTo(1);
    assertThat(reader.readText()).isEqualTo("a");
    assertThat(reader.readUnsigned()).isEqualTo(1);
    reader.end();
  }

  @Test
  void skipsAnItemWithAllThatIsInIt() {
    CborReader reader = reader("83a201020382f6a161610182808005");
    assertThat(reader.readArray()).isEqualTo(3);
    reader.skip();
    reader.skip();
    assertThat(reader.readUnsigned()).isEqualTo(5);
    reader.end();
  }

  @Test
  void readsAPartOfAnArrayAndNamesOffsetsWithinIt() {
    byte[] bytes = HexFormat.of().parseHex("ffff820118ff00");
    CborReader reader = new CborReader(bytes, 2, 4);
    assertThat(reader.readArray()).isEqualTo(2);
    assertThat(reader.readUnsigned()).isEqualTo(1);
    assertThatThrownBy(reader::readText)
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("byte 2")
        .hasMessageContaining("not a text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1800",
        "1817",
        "190017",
        "1900ff",
        "1a0000ffff",
        "1b00000000ffffffff", // not shortest
        "5800",
        "780161",
        "9800",
        "b800", // lengths not shortest
        "1c",
        "1d",
        "1e",
        "5c",
        "9d",
        "be", // reserved
        "1f",
        "5f4101ff",
        "7f6161ff",
        "9f01ff",
        "bf0102ff",
        "ff", // indefinite
        "f7",
        "e0",
        "f0",
        "f818",
        "f97e00",
        "fa47c35000",
        "fb3ff199999999999a", // simple and floats
        "c000",
        "d74101",
        "d9d9f700", // tags
        "18",
        "19ff",
        "1a0102",
        "1b01020304050607",
        "41",
        "420a",
        "6261",
        "81",
        "8201",
        "a1",
        "a101", // cut
        "5bffffffffffffffff",
        "5a7fffffff",
        "9bffffffffffffffff",
        "9a7fffffff",
        "baffffffff",
        "a2010200",
        "1bffffffffffffffff",
        "1b8000000000000000",
        "3bffffffffffffffff",
        "3b8000000000000000",
        "a202000100",
        "a201000100",
        "a2616100616100",
        "a2616200616100",
        "a261610001f6",
        "a2626161000118",
        "a1200000",
        "a1410000",
        "a1f600",
        "a1800000",
        "a1a00000", // keys that are not numbers or texts
        "61ff",
        "62c080",
        "63eda080",
        "64f4908080",
        "61c3", // not UTF-8
        "0000",
        "8000",
        "a000",
        "4100ff" // something follows
      })
  void refusesWhatIsNotDeterministic(String hex) {
    assertThatThrownBy(
            () -> {
              CborReader reader = reader(hex);
              reader.skip();
              reader.end();
            })
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("at byte ");
  }

  @Test
  void acceptsAsManyLevelsAsAllowedAndNoMore() {
    CborReader deepest = reader("81".repeat(31) + "80");
    deepest.skip();
    deepest.end();
    CborReader tooDeep = reader("81".repeat(32) + "80");
    assertThatThrownBy(tooDeep::skip)
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("deeper than 32");
  }

  @Test
  void refusesToReadMoreItemsThanThereAre() {
    CborReader reader = reader("8101");
    reader.readArray();
    reader.readUnsigned();
    assertThatThrownBy(reader::readUnsigned).isInstanceOf(DamagedRepositoryException.class);
    assertThatThrownBy(reader::isNull).isInstanceOf(DamagedRepositoryException.class);
  }

  @Test
  void refusesToEndBeforeAllItemsAreRead() {
    CborReader reader = reader("820102");
    reader.readArray();
    reader.readUnsigned();
    assertThatThrownBy(reader::end).isInstanceOf(DamagedRepositoryException.class);
  }

  @Test
  void refusesNumbersBeyondALimitAndStringsOfAnotherLength() {
    assertThat(reader("1864").readUnsigned(100)).isEqualTo(100);
    assertThatThrownBy(() -> reader("1865").readUnsigned(100))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("101");
    assertThatThrownBy(() -> reader("420102").readBytes(3))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("2 bytes instead of 3");
  }

  @Test
  void neitherCrashesNorAcceptsTwoEncodingsOfOneItem() {
    long seed = 20261120;
    Random random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < 40_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      try {
        CborReader reader = new CborReader(bytes);
        CborWriter copy = new CborWriter();
        CborSample.copy(reader, copy);
        reader.end();
        assertThat(copy.toByteArray()).as("seed %d, case %d", seed, i).isEqualTo(bytes);
        accepted++;
      } catch (DamagedRepositoryException e) {
        assertThat(e).hasMessageContaining("at byte");
      }
    }
    assertThat(accepted).isPositive();
  }
}
