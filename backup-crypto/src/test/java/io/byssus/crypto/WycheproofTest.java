package io.byssus.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

class WycheproofTest {
  private static final int TAG_BITS = 128;

  @Test
  void aesGcmSealsAndOpens() throws IOException {
    Vectors.run("aes_gcm_test.json", aead(Suite.AES_256_GCM));
  }

  @Test
  void chaCha20Poly1305SealsAndOpens() throws IOException {
    Vectors.run("chacha20_poly1305_test.json", aead(Suite.CHACHA20_POLY1305));
  }

  private static BiPredicate<JsonNode, JsonNode> aead(Suite suite) {
    Aead aead = new Aead();
    return (group, item) -> {
      if (group.required("tagSize").asInt() != TAG_BITS) {
        return false;
      }
      byte[] keyBytes = Vectors.bytes(item, "key");
      WipeableKey key = new WipeableKey(suite.keyAlgorithm(), keyBytes, 0, keyBytes.length);
      byte[] nonce = Vectors.bytes(item, "iv");
      byte[] associatedData = Vectors.bytes(item, "aad");
      byte[] message = Vectors.bytes(item, "msg");
      byte[] sealed = ContainerKeys.joined(Vectors.bytes(item, "ct"), Vectors.bytes(item, "tag"));
      byte[] opened = new byte[message.length];
      byte[] resealed = new byte[message.length + Aead.TAG_BYTES];
      String name = Vectors.name(item);
      if (Vectors.isValid(item)) {
        assertThat(
                aead.open(suite, key, nonce, associatedData, sealed, 0, sealed.length, opened, 0))
            .as(name)
            .isTrue();
        assertThat(opened).as(name).isEqualTo(message);
        new Aead().seal(suite, key, nonce, associatedData, message, 0, message.length, resealed, 0);
        assertThat(resealed).as(name).isEqualTo(sealed);
      } else if (item.path("flags").toString().contains("ModifiedTag")) {
        assertThat(
                aead.open(suite, key, nonce, associatedData, sealed, 0, sealed.length, opened, 0))
            .as(name)
            .isFalse();
      } else {
        assertThatIllegalArgumentException()
            .as(name)
            .isThrownBy(
                () ->
                    aead.seal(
                        suite,
                        key,
                        nonce,
                        associatedData,
                        message,
                        0,
                        message.length,
                        resealed,
                        0));
      }
      return true;
    };
  }

  @Test
  void hkdfDerives() throws IOException {
    Vectors.run(
        "hkdf_sha256_test.json",
        (group, item) -> {
          byte[] key = Hkdf.extract(Vectors.bytes(item, "salt"), Vectors.bytes(item, "ikm"));
          byte[] info = Vectors.bytes(item, "info");
          int size = item.required("size").asInt();
          if (Vectors.isValid(item)) {
            assertThat(Hkdf.expand(key, info, size))
                .as(Vectors.name(item))
                .isEqualTo(Vectors.bytes(item, "okm"));
          } else {
            assertThatIllegalArgumentException()
                .as(Vectors.name(item))
                .isThrownBy(() -> Hkdf.expand(key, info, size));
          }
          return true;
        });
  }

  @Test
  void chunkHasherIsHmac() throws IOException {
    Vectors.run(
        "hmac_sha256_test.json",
        (group, item) -> {
          byte[] message = Vectors.bytes(item, "msg");
          byte[] tag = Vectors.bytes(item, "tag");
          ChunkHasher hasher = new ChunkHasher(Vectors.bytes(item, "key"));
          byte[] hash = hasher.hash(message, 0, message.length).bytes();
          assertThat(Arrays.equals(Arrays.copyOf(hash, tag.length), tag))
              .as(Vectors.name(item))
              .isEqualTo(Vectors.isValid(item));
          return true;
        });
  }

  @Test
  void x25519AgreesAndRefusesZero() throws IOException {
    Vectors.run(
        "x25519_test.json",
        (group, item) -> {
          byte[] privateKey = Vectors.bytes(item, "private");
          byte[] publicKey = Vectors.bytes(item, "public");
          byte[] shared = Vectors.bytes(item, "shared");
          if (Arrays.equals(shared, new byte[X25519.KEY_BYTES])) {
            assertThat(Vectors.isValid(item)).isFalse();
            assertThatIllegalArgumentException()
                .as(Vectors.name(item))
                .isThrownBy(() -> X25519.sharedSecret(privateKey, publicKey));
          } else {
            // 'Acceptable' cases (twist, non-canonical keys) give the result of RFC 7748.
            assertThat(X25519.sharedSecret(privateKey, publicKey))
                .as(Vectors.name(item))
                .isEqualTo(shared);
          }
          return true;
        });
  }
}
