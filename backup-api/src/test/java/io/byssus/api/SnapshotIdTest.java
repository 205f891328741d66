package io.byssus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotIdTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @Test
  void bytesAndDigitsAreTheSameId() {
    SnapshotId id = new SnapshotId(HEX);
    assertThat(SnapshotId.of(id.bytes())).isEqualTo(id).hasSameHashCodeAs(id);
    assertThat(id).hasToString(HEX);
    assertThat(id.bytes()).hasSize(32).startsWith(0x01, 0x23);
    assertThat(id.abbreviated()).isEqualTo("01234567");
  }

  @Test
  void idsAreInTheOrderOfTheirDigits() {
    SnapshotId zero = SnapshotId.of(new byte[32]);
    byte[] high = new byte[32];
    high[0] = (byte) 0x80;
    assertThat(SnapshotId.of(high)).isGreaterThan(new SnapshotId(HEX)).isGreaterThan(zero);
    assertThat(zero).isEqualByComparingTo(SnapshotId.of(new byte[32]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0123",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
        "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
        "0123456789abcdeg0123456789abcdef0123456789abcdef0123456789abcdef",
        " 123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "٠123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      })
  void whatIsNotSixtyFourLowerCaseDigitsIsRefused(String hex) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SnapshotId(hex))
        .withMessageContaining("64");
  }

  @Test
  void bytesOfAnotherLengthAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> SnapshotId.of(new byte[31]));
    assertThatIllegalArgumentException().isThrownBy(() -> SnapshotId.of(new byte[33]));
  }
}
