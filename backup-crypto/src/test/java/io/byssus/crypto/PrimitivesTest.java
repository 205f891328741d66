package io.byssus.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrimitivesTest {
  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] repeated(int value, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** RFC 9106, section 5.3. */
  @Test
  void argon2idGivesTheTagOfTheRfc() {
    byte[] tag =
        Argon2id.generate(
            32, 3, 4, repeated(2, 16), repeated(3, 8), repeated(4, 12), repeated(1, 32), 32);
    assertThat(tag)
        .isEqualTo(bytes("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"));
  }

  /** RFC 8032, section 7.1. */
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void ed25519SignsAsInTheRfc(String seed, String publicKey, String message, String signature) {
    assertThat(Ed25519.publicKey(bytes(seed))).isEqualTo(bytes(publicKey));
    assertThat(Ed25519.sign(bytes(seed), bytes(message))).isEqualTo(bytes(signature));
    assertThat(Ed25519.verify(bytes(publicKey), bytes(message), bytes(signature))).isTrue();
    for (int bit = 0; bit < 8 * Ed25519.SIGNATURE_BYTES; bit++) {
      byte[] changed = bytes(signature);
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(Ed25519.verify(bytes(publicKey), bytes(message), changed)).isFalse();
    }
    assertThat(Ed25519.verify(bytes(publicKey), bytes(message + "00"), bytes(signature))).isFalse();
    assertThat(Ed25519.verify(new byte[31], bytes(message), bytes(signature))).isFalse();
    assertThat(Ed25519.verify(bytes(publicKey), bytes(message), new byte[63])).isFalse();
  }

  @Test
  void digestsAreThoseOfTheStandards() throws IOException {
    byte[] abc = "abc".getBytes(US_ASCII);
    String sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assertThat(DigestAlgorithm.SHA_256.digest(abc)).isEqualTo(bytes(sha256));
    assertThat(DigestAlgorithm.SHA_256.hex("xabcx".getBytes(US_ASCII), 1, 3)).isEqualTo(sha256);
    assertThat(DigestAlgorithm.SHA_256.digest(new ByteArrayInputStream(abc)))
        .isEqualTo(bytes(sha256));
    assertThat(DigestAlgorithm.SHA_512.digest(abc))
        .isEqualTo(
            bytes(
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                    + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"));
  }

  @Test
  void hkdfRefusesLengthsOutOfRange() {
    byte[] key = new byte[32];
    assertThat(Hkdf.expand(key, new byte[0], Hkdf.MAX_OUTPUT)).hasSize(8160);
    assertThatIllegalArgumentException().isThrownBy(() -> Hkdf.expand(key, new byte[0], 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Hkdf.expand(key, new byte[0], 8161));
  }

  @Test
  void x25519RefusesKeysOfAnotherLength() {
    assertThatIllegalArgumentException().isThrownBy(() -> X25519.publicKey(new byte[31]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> X25519.sharedSecret(new byte[32], new byte[33]));
  }

  @Test
  void theSamePieceIsOpenedTwiceInARow() {
    for (Suite suite : Suite.values()) {
      WipeableKey key = new WipeableKey(suite.keyAlgorithm(), repeated(7, 32), 0, 32);
      byte[] nonce = repeated(9, Aead.NONCE_BYTES);
      byte[] sealed = new byte[5 + Aead.TAG_BYTES];
      byte[] opened = new byte[5];
      Aead aead = new Aead();
      aead.seal(suite, key, nonce, new byte[3], "hello".getBytes(US_ASCII), 0, 5, sealed, 0);
      for (int i = 0; i < 3; i++) {
        boolean fits =
            aead.open(suite, key, nonce, new byte[3], sealed, 0, sealed.length, opened, 0);
        assertThat(fits).as("%s, time %d", suite, i).isTrue();
        assertThat(opened).asString(US_ASCII).isEqualTo("hello");
      }
    }
  }
}
