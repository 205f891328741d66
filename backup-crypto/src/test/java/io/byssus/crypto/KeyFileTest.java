package io.byssus.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.NotEnoughMemoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.key.KeyProvider;
import io.byssus.api.key.Secret;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFileTest {
  /** The cheapest that is accepted. */
  private static final Argon2idParameters CHEAP = Argon2idParameters.of(8192, 1, 1);

  private static final int CONTAINER_OFFSET = 12 + 44;

  private final RepositoryKeys keys = RepositoryKeys.generate();

  private static Secret passphrase(String text) {
    return Secret.copyOf(text.getBytes(UTF_8));
  }

  /** A provider that wraps with AES-GCM under a key of its own. */
  private static final class Vault implements KeyProvider {
    private final String name;
    private final Aead aead = new Aead();
    private final WipeableKey key = new WipeableKey("AES", RandomBytes.of(32), 0, 32);

    Vault(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public byte[] wrap(Secret secret) {
      byte[] wrapped = new byte[48];
      byte[] plain = secret.use(byte[]::clone);
      aead.seal(Suite.AES_256_GCM, key, new byte[12], new byte[0], plain, 0, 32, wrapped, 0);
      return wrapped;
    }

    @Override
    public Secret unwrap(byte[] wrapped) {
      byte[] plain = new byte[32];
      if (wrapped.length != 48
          || !aead.open(
              Suite.AES_256_GCM, key, new byte[12], new byte[0], wrapped, 0, 48, plain, 0)) {
        throw new WrongKeyException("not wrapped by " + name);
      }
      return Secret.copyOf(plain);
    }
  }

  @Test
  void aPassphraseUnlocksTheSameKeys() {
    byte[] file = KeyFile.sealed(keys, passphrase("corréct horse"), CHEAP).bytes();
    KeyFile parsed = KeyFile.parse(file);
    assertThat(parsed.slot()).isEqualTo(KeyFile.Slot.PASSPHRASE);
    assertThat(parsed.parameters()).get().hasToString(CHEAP.toString());
    assertThat(parsed.parameters().orElseThrow().salt()).isNotEqualTo(CHEAP.salt());
    assertThat(parsed.providerName()).isEmpty();
    try (RepositoryKeys unlocked = parsed.unlock(passphrase("corréct horse"))) {
      assertThat(unlocked.encodedSecrets()).isEqualTo(keys.encodedSecrets());
    }
    assertThatThrownBy(() -> parsed.unlock(passphrase("corréct horsf")))
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining("passphrase");
    assertThatThrownBy(() -> parsed.unlock(new Vault("v"))).isInstanceOf(WrongKeyException.class);
    assertThat(KeyFile.id(file))
        .isEqualTo(HexFormat.of().formatHex(DigestAlgorithm.SHA_256.digest(file)));
  }

  @Test
  void theRecommendedParametersAreThoseOfOwasp() {
    assertThat(Argon2idParameters.recommended())
        .hasToString("Argon2id, 19456 KiB, 2 passes, 1 lanes");
    byte[] file = KeyFile.sealed(keys, passphrase("x"), Argon2idParameters.recommended()).bytes();
    try (RepositoryKeys unlocked = KeyFile.parse(file).unlock(passphrase("x"))) {
      assertThat(unlocked.repositoryId()).isEqualTo(keys.repositoryId());
    }
  }

  @Test
  void aKeyProviderUnlocksTheSameKeys() {
    Vault vault = new Vault("vault/tränsit/shop");
    KeyFile parsed = KeyFile.parse(KeyFile.sealed(keys, vault).bytes());
    assertThat(parsed.slot()).isEqualTo(KeyFile.Slot.PROVIDER);
    assertThat(parsed.providerName()).contains("vault/tränsit/shop");
    assertThat(parsed.parameters()).isEmpty();
    try (RepositoryKeys unlocked = parsed.unlock(vault)) {
      assertThat(unlocked.encodedSecrets()).isEqualTo(keys.encodedSecrets());
    }
    assertThatThrownBy(() -> parsed.unlock(new Vault("other")))
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining("vault/tränsit/shop");
    assertThatThrownBy(() -> parsed.unlock(new Vault("vault/tränsit/shop")))
        .isInstanceOf(WrongKeyException.class);
    assertThatThrownBy(() -> parsed.unlock(passphrase("x"))).isInstanceOf(WrongKeyException.class);
    assertThatIllegalStateException()
        .isThrownBy(() -> KeyFile.sealed(keys, new Vault("n".repeat(201))));
  }

  @Test
  void anEmptyPassphraseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyFile.sealed(keys, passphrase(""), CHEAP));
    KeyFile file = KeyFile.parse(KeyFile.sealed(keys, passphrase("x"), CHEAP).bytes());
    assertThatThrownBy(() -> file.unlock(passphrase(""))).isInstanceOf(WrongKeyException.class);
  }

  @Test
  void everyChangedBitIsFoundEvenByWhoHasTheHolderKey() {
    byte[] file = KeyFile.sealed(keys, passphrase("x"), CHEAP).bytes();
    Argon2idParameters parameters = KeyFile.parse(file).parameters().orElseThrow();
    try (Secret holderKey = Argon2id.derive(passphrase("x"), parameters)) {
      for (int bit = 0; bit < 8 * file.length; bit++) {
        byte[] changed = file.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        assertThatThrownBy(() -> KeyFile.parse(changed).open(holderKey, "wrong"))
            .as("byte %d, bit %d", bit / 8, bit % 8)
            .isInstanceOf(ByssusException.class);
      }
      for (int length = 0; length < file.length; length++) {
        byte[] cut = Arrays.copyOf(file, length);
        assertThatThrownBy(() -> KeyFile.parse(cut).open(holderKey, "wrong"))
            .as("cut to %d bytes", length)
            .isInstanceOf(ByssusException.class);
      }
      assertThatCode(() -> KeyFile.parse(file).open(holderKey, "wrong").close())
          .doesNotThrowAnyException();
    }
  }

  @Test
  void aChangedSecretIsDamageAndNotAWrongPassphrase() {
    byte[] file = KeyFile.sealed(keys, passphrase("x"), CHEAP).bytes();
    file[CONTAINER_OFFSET + ContainerKind.KEY.headerLength() + 100] ^= 1;
    KeyFile parsed = KeyFile.parse(file);
    assertThatThrownBy(() -> parsed.unlock(passphrase("x")))
        .isInstanceOf(DamagedRepositoryException.class);
  }

  @Test
  void everyChangedBitOfAProvidersKeyFileIsFound() {
    Vault vault = new Vault("vault");
    byte[] file = KeyFile.sealed(keys, vault).bytes();
    for (int bit = 0; bit < 8 * file.length; bit++) {
      byte[] changed = file.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> KeyFile.parse(changed).unlock(vault))
          .as("byte %d, bit %d", bit / 8, bit % 8)
          .isInstanceOf(ByssusException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "8191, 1, 1",
    "0, 1, 1",
    "1048577, 1, 1",
    "2147483647, 1, 1",
    "-1, 1, 1",
    "104857600, 1, 1",
    "47104, 0, 1",
    "47104, 17, 1",
    "47104, -1, 1",
    "47104, 2147483647, 1",
    "47104, 1, 0",
    "47104, 1, 17",
    "47104, 1, -1",
    "1048576, 5, 1"
  })
  void hostileParametersAreRefusedBeforeAnythingIsAllocated(int memoryKib, int passes, int lanes) {
    byte[] file = KeyFile.sealed(keys, passphrase("x"), CHEAP).bytes();
    ByteBuffer.wrap(file).putInt(12, memoryKib).putInt(16, passes).putInt(20, lanes);
    assertThatThrownBy(() -> KeyFile.parse(file))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining(Integer.toUnsignedString(memoryKib) + " KiB");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Argon2idParameters.of(memoryKib, passes, lanes));
  }

  @Test
  void memoryBeyondTheHeapIsRefusedWithTheHeapThatItTakes() {
    Argon2idParameters parameters = Argon2idParameters.of(512 << 10, 1, 1);

    assertThatThrownBy(() -> Argon2id.requireHeap(parameters, 512L << 20))
        .isInstanceOf(NotEnoughMemoryException.class)
        .hasMessageContaining("takes 512 MiB")
        .hasMessageContaining("at most 512 MiB")
        .extracting(e -> ((ByssusException) e).advice())
        .asString()
        .contains("-Xmx660m");
    assertThatCode(() -> Argon2id.requireHeap(parameters, 660L << 20)).doesNotThrowAnyException();
  }

  @Test
  void anUnknownSuiteIsRefusedWithItsNumberAndWhatHasIt() {
    byte[] file = KeyFile.sealed(keys, passphrase("x"), CHEAP).bytes();
    file[CONTAINER_OFFSET + 8] = 7;

    assertThatThrownBy(() -> KeyFile.parse(file))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("a container of KEY has cipher suite 7")
        .hasMessageContaining("1 (AES_256_GCM) and 2 (CHACHA20_POLY1305)");
  }

  @Test
  void aProvidersNameOrWrappedKeyOutOfBoundsIsRefused() {
    byte[] empty = ByteBuffer.allocate(4).array();
    byte[] long201 = ByteBuffer.allocate(4 + 201 + 1).putShort((short) 201).array();
    long201[2 + 201 + 1] = 1;
    byte[] container =
        Containers.seal(
            keys.seal(ContainerKind.CONFIG, Suite.AES_256_GCM, new byte[500]), List.of());
    for (byte[] parameters : List.of(empty, long201)) {
      byte[] preamble =
          ByteBuffer.allocate(12)
              .put("BYSKEY".getBytes(UTF_8))
              .putShort((short) 1)
              .put((byte) 2)
              .put((byte) 0)
              .putShort((short) parameters.length)
              .array();
      byte[] file = ContainerKeys.joined(preamble, parameters, container);
      assertThatThrownBy(() -> KeyFile.parse(file))
          .isInstanceOf(UnsupportedFormatException.class)
          .hasMessageContaining("out of bounds");
    }
  }

  @Test
  void newerKeyFilesAreUnsupportedAndOthersDamaged() {
    byte[] file = KeyFile.sealed(keys, passphrase("x"), CHEAP).bytes();
    int[][] newer = {{7, 2}, {7, 0}, {8, 4}, {8, 0}, {9, 1}, {CONTAINER_OFFSET + 8, 7}};
    for (int[] change : newer) {
      byte[] changed = file.clone();
      changed[change[0]] = (byte) change[1];
      assertThatThrownBy(() -> KeyFile.parse(changed))
          .as("byte %d", change[0])
          .isInstanceOf(UnsupportedFormatException.class);
    }
    for (int at : new int[] {0, 5, 10, 11, CONTAINER_OFFSET}) {
      byte[] changed = file.clone();
      changed[at] ^= 1;
      assertThatThrownBy(() -> KeyFile.parse(changed))
          .as("byte %d", at)
          .isInstanceOf(DamagedRepositoryException.class);
    }
    assertThatThrownBy(() -> KeyFile.parse(new byte[0]))
        .isInstanceOf(DamagedRepositoryException.class);
  }

  @Test
  void nothingPrintsAPassphraseOrAKey() {
    byte[] file = KeyFile.sealed(keys, passphrase("tell-nobody"), CHEAP).bytes();
    KeyFile parsed = KeyFile.parse(file);
    assertThat(parsed.toString()).doesNotContain("tell-nobody");
    assertThatThrownBy(() -> parsed.unlock(passphrase("my-guess")))
        .hasMessageNotContaining("my-guess");
  }
}
