package io.byssus.api.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryNameTest {
  private static EntryName hex(String digits) {
    return EntryName.of(HexFormat.of().parseHex(digits));
  }

  @Test
  void bytesComeBackUnchangedAndAreCopied() {
    byte[] bytes = new byte[253];
    int at = 0;
    for (int b = 1; b < 256; b++) {
      if (b != '/' && b != '.') {
        bytes[at++] = (byte) b;
      }
    }
    EntryName name = EntryName.of(bytes);
    assertThat(name.bytes()).isEqualTo(bytes);
    assertThat(name.length()).isEqualTo(253);
    bytes[0] = 'x';
    name.bytes()[1] = 'x';
    assertThat(name.bytes()).startsWith(1, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/", "a/b", "/a", "a/", "../a", "a\0", "\0", "a/../b"})
  void whatCouldLeadOutOfItsDirectoryIsNoName(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> EntryName.of(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"...", ".a", "a.", " ", "-rf", "*", "\\", "C:", "con", "\n", "a\\..\\b"})
  void oddNamesAreNamesAllTheSame(String text) {
    assertThat(EntryName.of(text).bytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aNameHasAtMostFourKibibytes() {
    assertThat(EntryName.of("x".repeat(4_096)).length()).isEqualTo(4_096);
    assertThatIllegalArgumentException().isThrownBy(() -> EntryName.of("x".repeat(4_097)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "61                | a",
        "c3a9              | é",
        "65cc81            | e\u0301",
        "e697a5            | 日",
        "f09f9880          | 😀",
        "ff                | \\xff",
        "c3                | \\xc3",
        "61c3              | a\\xc3",
        "c328              | \\xc3(",
        "80                | \\x80",
        "c0af              | \\xc0\\xaf",
        "e08080            | \\xe0\\x80\\x80",
        "eda080            | \\xed\\xa0\\x80",
        "f8888080          | \\xf8\\x88\\x80\\x80",
        "f4908080          | \\xf4\\x90\\x80\\x80",
        "5c                | \\\\",
        "5c786666          | \\\\xff",
        "0a                | \\x0a",
        "1b5b324a          | \\x1b[2J",
        "7f                | \\x7f",
        "c285              | \\xc2\\x85",
        "e280ae            | \\xe2\\x80\\xae",
        "e2808b            | \\xe2\\x80\\x8b",
        "e280a8            | \\xe2\\x80\\xa8",
        "efbbbf            | \\xef\\xbb\\xbf"
      })
  void aNameIsPrintedSoThatItCannotPlayTricks(String digits, String printed) {
    assertThat(hex(digits)).hasToString(printed);
  }

  /** Seed 1: short names of bytes that are likely to be taken for one another. */
  @Test
  void differentNamesArePrintedDifferently() {
    byte[] alphabet = {
      'x',
      'f',
      '\\',
      '0',
      'a',
      '\n',
      0x1b,
      (byte) 0x80,
      (byte) 0xc2,
      (byte) 0xc3,
      (byte) 0xe2,
      (byte) 0xae,
      (byte) 0xf0,
      (byte) 0x9f,
      (byte) 0xff
    };
    SplittableRandom random = new SplittableRandom(1);
    Map<String, EntryName> printed = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(1, 9)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = alphabet[random.nextInt(alphabet.length)];
      }
      EntryName name = EntryName.of(bytes);
      String text = name.toString();
      EntryName other = printed.put(text, name);
      if ((other != null && !other.equals(name))
          || text.chars().anyMatch(Character::isISOControl)) {
        throw new AssertionError(HexFormat.of().formatHex(bytes) + " is printed as " + text);
      }
    }
  }

  @Test
  void namesAreEqualByTheirBytesAndNotByTheirLooks() {
    assertThat(EntryName.of("a")).isEqualTo(hex("61")).hasSameHashCodeAs(hex("61"));
    assertThat(hex("c3a9")).isNotEqualTo(hex("65cc81"));
    assertThat(EntryName.of("a").equals((Object) "a")).isFalse();
  }

  @Test
  void theOrderIsThatOfTheUnsignedBytes() {
    assertThat(hex("7f")).isLessThan(hex("80"));
    assertThat(hex("61")).isLessThan(hex("6100".substring(0, 2) + "01"));
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 1_000; i++) {
      byte[] a = {(byte) random.nextInt('0', 256), (byte) random.nextInt('0', 256)};
      byte[] b = {(byte) random.nextInt('0', 256)};
      assertThat(Integer.signum(EntryName.of(a).compareTo(EntryName.of(b))))
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(a, b)));
    }
  }
}
