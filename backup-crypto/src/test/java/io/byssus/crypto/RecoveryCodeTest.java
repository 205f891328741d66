package io.byssus.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.key.Secret;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryCodeTest {
  private final String printed = text(RecoveryCode.generate());

  private static String text(Secret secret) {
    return secret.use(bytes -> new String(bytes, US_ASCII));
  }

  private static byte[] parsed(String text) {
    try (Secret key = RecoveryCode.parse(Secret.copyOf(text.getBytes(UTF_8)))) {
      return key.use(byte[]::clone);
    }
  }

  @Test
  void isPrintedInEightGroupsOfFive() {
    assertThat(printed).matches("[A-Z2-7]{5}(-[A-Z2-7]{5}){7}");
    assertThat(parsed(printed)).hasSize(20);
  }

  @Test
  void noTwoAreTheSame() {
    Set<String> all = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      all.add(text(RecoveryCode.generate()));
    }
    assertThat(all).hasSize(1000);
  }

  @Test
  void isTheSameHoweverItIsTyped() {
    byte[] key = parsed(printed);
    assertThat(parsed(printed.replace("-", ""))).isEqualTo(key);
    assertThat(parsed(printed.toLowerCase(Locale.ROOT).replace('-', ' '))).isEqualTo(key);
    assertThat(parsed(" " + printed.replace("-", " -\r\n\t") + "\n")).isEqualTo(key);
    assertThat(parsed(printed.replace('O', '0').replace('I', '1').replace('B', '8')))
        .isEqualTo(key);
  }

  @Test
  void everyWrongLetterIsFound() {
    for (int at = 0; at < printed.length(); at++) {
      for (char other : "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".toCharArray()) {
        if (printed.charAt(at) != '-' && printed.charAt(at) != other) {
          String mistyped = printed.substring(0, at) + other + printed.substring(at + 1);
          assertThatThrownBy(() -> parsed(mistyped))
              .as("position %d, %s", at, other)
              .isInstanceOf(WrongKeyException.class)
              .hasMessageContaining("typing error");
        }
      }
    }
  }

  @Test
  void exchangedNeighboursAndGroupsAreFound() {
    String plain = printed.replace("-", "");
    for (int at = 0; at + 1 < plain.length(); at++) {
      char[] exchanged = plain.toCharArray();
      exchanged[at] = plain.charAt(at + 1);
      exchanged[at + 1] = plain.charAt(at);
      if (exchanged[at] != exchanged[at + 1]) {
        assertThatThrownBy(() -> parsed(String.valueOf(exchanged)))
            .isInstanceOf(WrongKeyException.class);
      }
    }
    String third = printed.substring(12, 17);
    String fourth = printed.substring(18, 23);
    String swapped = printed.replace(third + "-" + fourth, fourth + "-" + third);
    assertThatThrownBy(() -> parsed(swapped)).isInstanceOf(WrongKeyException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "AAAAA-AAAAA", "correct horse battery staple"})
  void whatHasAnotherLengthSaysHowManyCharactersItHas(String typed) {
    assertThatThrownBy(() -> parsed(typed))
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining("40 letters and digits");
  }

  @Test
  void aCharacterThatNoKeyHasIsNamedByItsPlaceAndNotShown() {
    String mistyped = printed.substring(0, 2) + "?" + printed.substring(3);
    assertThatThrownBy(() -> parsed(mistyped))
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining("character 3")
        .hasMessageNotContaining(printed.substring(6, 11));
  }

  @Test
  void isReadByItsSpecification() {
    byte[] key = parsed(printed);
    byte[] checksum =
        DigestAlgorithm.SHA_256.digest(
            ContainerKeys.joined("byssus recovery key 1".getBytes(US_ASCII), key));
    String bits = "";
    for (char c : printed.replace("-", "").toCharArray()) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c);
      bits += "%5s".formatted(Integer.toBinaryString(value)).replace(' ', '0');
    }
    for (int i = 0; i < 25; i++) {
      byte expected = i < 20 ? key[i] : checksum[i - 20];
      assertThat((byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2)).isEqualTo(expected);
    }
  }

  @Test
  void opensAKeyFileThatNothingElseOpens() {
    try (RepositoryKeys keys = RepositoryKeys.generate();
        Secret key = RecoveryCode.parse(Secret.copyOf(printed.getBytes(US_ASCII)));
        Secret other = RecoveryCode.parse(RecoveryCode.generate());
        Secret passphrase = Secret.copyOf(printed.getBytes(US_ASCII))) {
      byte[] file = KeyFile.sealedForRecovery(keys, key).bytes();
      KeyFile parsed = KeyFile.parse(file);

      assertThat(parsed.slot()).isEqualTo(KeyFile.Slot.RECOVERY_KEY);
      assertThat(parsed).hasToString("key file of a recovery key");
      assertThat(file).startsWith('B', 'Y', 'S', 'K', 'E', 'Y', 0, 1, 3, 0, 0, 32);
      try (RepositoryKeys unlocked = parsed.unlockWithRecoveryKey(key)) {
        assertThat(unlocked.repositoryId()).isEqualTo(keys.repositoryId());
      }
      assertThatThrownBy(() -> parsed.unlockWithRecoveryKey(other))
          .isInstanceOf(WrongKeyException.class)
          .hasMessageContaining("wrong recovery key");
      assertThatThrownBy(() -> parsed.unlock(passphrase)).isInstanceOf(WrongKeyException.class);
      assertThatThrownBy(
              () ->
                  KeyFile.parse(
                          KeyFile.sealed(keys, passphrase, Argon2idParameters.of(8192, 1, 1))
                              .bytes())
                      .unlockWithRecoveryKey(key))
          .isInstanceOf(WrongKeyException.class);
      assertThatCode(() -> KeyFile.parse(KeyFile.sealedForRecovery(keys, key).bytes()))
          .doesNotThrowAnyException();
      assertThat(KeyFile.sealedForRecovery(keys, key).bytes()).isNotEqualTo(file);
    }
  }

  @Test
  void everyChangedBitOfItsKeyFileIsFound() {
    try (RepositoryKeys keys = RepositoryKeys.generate();
        Secret key = RecoveryCode.parse(RecoveryCode.generate())) {
      byte[] file = KeyFile.sealedForRecovery(keys, key).bytes();
      for (int bit = 0; bit < 8 * file.length; bit++) {
        byte[] changed = file.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        assertThatThrownBy(() -> KeyFile.parse(changed).unlockWithRecoveryKey(key))
            .as("byte %d, bit %d", bit / 8, bit % 8)
            .isInstanceOf(ByssusException.class);
      }
    }
  }
}
