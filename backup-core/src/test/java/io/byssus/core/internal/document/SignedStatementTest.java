package io.byssus.core.internal.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.cbor.CborWriter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedStatementTest {
  private static final String PURPOSE = "byssus test 0";
  private static final RepositoryKeys KEYS = RepositoryKeys.generate();
  private static final byte[] STATEMENT = "so it is".getBytes(UTF_8);

  private static byte[] signed(byte[] statement) {
    return SignedStatement.sign(PURPOSE, statement, KEYS.authorPublicKey(), KEYS::signAsAuthor);
  }

  private static void assertRefused(String purpose, byte[] document, List<byte[]> accepted) {
    assertThatThrownBy(() -> SignedStatement.verify(purpose, document, accepted))
        .isInstanceOf(DamagedRepositoryException.class);
  }

  @Test
  void aStatementComesBackWithItsSigner() {
    List<byte[]> accepted = List.of(KEYS.rootPublicKey(), KEYS.authorPublicKey());
    for (byte[] statement : List.of(STATEMENT, new byte[0], new byte[100_000])) {
      SignedStatement verified = SignedStatement.verify(PURPOSE, signed(statement), accepted);
      assertThat(verified.statement()).isEqualTo(statement);
      assertThat(verified.signer()).isEqualTo(KEYS.authorPublicKey());
    }
  }

  @Test
  void aStatementForAnotherPurposeIsRefused() {
    List<byte[]> accepted = List.of(KEYS.authorPublicKey());
    for (String purpose : List.of("byssus test 1", "byssus test", "byssus test 00", "")) {
      assertRefused(purpose, signed(STATEMENT), accepted);
    }
  }

  @Test
  void whoIsNotAmongTheAcceptedIsRefusedByName() {
    assertRefused(PURPOSE, signed(STATEMENT), List.of());
    assertThatThrownBy(
            () -> SignedStatement.verify(PURPOSE, signed(STATEMENT), List.of(KEYS.rootPublicKey())))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining(HexFormat.of().formatHex(KEYS.authorPublicKey()));
  }

  @Test
  void aSignatureByAnotherThanTheOneNamedIsRefused() {
    byte[] document =
        SignedStatement.sign(PURPOSE, STATEMENT, KEYS.authorPublicKey(), KEYS::signAsRoot);
    assertRefused(PURPOSE, document, List.of(KEYS.authorPublicKey(), KEYS.rootPublicKey()));
  }

  @Test
  void everyChangedBitIsDamage() {
    byte[] document = signed(STATEMENT);
    List<byte[]> accepted = List.of(KEYS.authorPublicKey(), KEYS.rootPublicKey());
    for (int bit = 0; bit < 8 * document.length; bit++) {
      byte[] changed = document.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefused(PURPOSE, changed, accepted);
    }
  }

  @Test
  void aStatementThatIsCutOrGoesOnIsDamage() {
    byte[] document = signed(STATEMENT);
    for (int length = 0; length <= document.length + 1; length++) {
      if (length != document.length) {
        assertRefused(PURPOSE, Arrays.copyOf(document, length), List.of(KEYS.authorPublicKey()));
      }
    }
  }

  @Test
  void keysAndSignaturesOfAnotherLengthAreDamage() {
    List<byte[]> accepted = List.of(KEYS.authorPublicKey(), new byte[31]);
    for (int[] lengths : new int[][] {{31, 64}, {33, 64}, {32, 63}, {32, 65}, {0, 0}}) {
      byte[] document =
          new CborWriter()
              .writeArray(3)
              .writeBytes(STATEMENT)
              .writeBytes(new byte[lengths[0]])
              .writeBytes(new byte[lengths[1]])
              .toByteArray();
      assertRefused(PURPOSE, document, accepted);
    }
  }
}
