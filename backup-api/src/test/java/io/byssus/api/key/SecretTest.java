package io.byssus.api.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
  private static byte[] bytes(Secret secret) {
    return secret.use(byte[]::clone);
  }

  @Test
  void theBytesAreCopiedInSoThatTheCallerCanWipeItsOwn() {
    byte[] mine = {1, 2, 3};
    Secret secret = Secret.copyOf(mine);
    Arrays.fill(mine, (byte) 0);
    assertThat(bytes(secret)).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "correct horse", "pässwörd", "密码🔑", "e\u0301 is not é"})
  void aPassphraseIsItsBytesInUtf8(String passphrase) {
    char[] chars = passphrase.toCharArray();
    try (Secret secret = Secret.ofPassphrase(chars)) {
      assertThat(bytes(secret)).isEqualTo(passphrase.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(chars).as("the caller's own").isEqualTo(passphrase.toCharArray());
  }

  @Test
  void closingWipesTheBytesAndEndsTheirUse() {
    Secret secret = Secret.copyOf(new byte[] {1, 2, 3});
    AtomicReference<byte[]> inside = new AtomicReference<>();
    // Against the rule that a function does not keep the bytes: only so can one see them wiped.
    secret.use(
        bytes -> {
          inside.set(bytes);
          return "";
        });
    secret.close();
    secret.close();
    assertThat(inside.get()).containsExactly(0, 0, 0);
    assertThatIllegalStateException()
        .isThrownBy(() -> bytes(secret))
        .withMessageContaining("wiped");
    assertThatIllegalStateException().isThrownBy(secret::copy);
  }

  @Test
  void aCopyLivesOnItsOwn() {
    Secret secret = Secret.copyOf(new byte[] {1, 2, 3});
    Secret copy = secret.copy();
    secret.close();
    assertThat(bytes(copy)).containsExactly(1, 2, 3);
  }

  @Test
  void itIsNeverPrinted() {
    try (Secret secret = Secret.ofPassphrase("hunter2".toCharArray())) {
      assertThat(secret).hasToString("Secret[…]");
      assertThat(String.valueOf(List.of(secret))).doesNotContain("hunter", "68, 75");
    }
  }

  @Test
  void whatTheFunctionThrowsIsThrown() {
    Secret secret = Secret.copyOf(new byte[1]);
    assertThatThrownBy(
            () ->
                secret.use(
                    bytes -> {
                      throw new UnsupportedOperationException("no");
                    }))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(bytes(secret)).hasSize(1);
  }
}
