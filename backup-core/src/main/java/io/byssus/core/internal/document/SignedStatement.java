package io.byssus.core.internal.document;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.function.UnaryOperator;

/**
 * A statement and who made it: a CBOR array of the statement's bytes, the signer's Ed25519 public
 * key and the signature over a purpose and the statement.
 *
 * <p>The purpose keeps a statement from being taken for one of another kind.
 *
 * @param statement the statement's bytes
 * @param signer the public key of who made it
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record SignedStatement(byte[] statement, byte[] signer) {
  private static final int PARTS = 3;
  private static final int PUBLIC_KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;

  /**
   * Signs a statement.
   *
   * @param purpose such as {@code byssus log entry 1}
   * @param statement its bytes
   * @param publicKey the signer's
   * @param signer signs bytes with the signer's private key
   */
  public static byte[] sign(
      String purpose, byte[] statement, byte[] publicKey, UnaryOperator<byte[]> signer) {
    CborWriter cbor = new CborWriter(statement.length + 128);
    cbor.writeArray(PARTS).writeBytes(statement).writeBytes(publicKey);
    return cbor.writeBytes(signer.apply(signed(purpose, statement))).toByteArray();
  }

  /** Returns the statement of a document whose signature is verified elsewhere. */
  public static byte[] unverified(byte[] document) {
    CborReader cbor = new CborReader(document);
    if (cbor.readArray() != PARTS) {
      throw new DamagedRepositoryException("not a signed statement");
    }
    return cbor.readBytes();
  }

  /**
   * Returns the statement if one of those who may make it signed it.
   *
   * @param purpose that it must have been signed for
   * @param document what {@link #sign} returned
   * @param accepted the public keys of those who may sign
   * @throws DamagedRepositoryException if it was not signed by one of them
   */
  public static SignedStatement verify(
      String purpose, byte[] document, Collection<byte[]> accepted) {
    CborReader cbor = new CborReader(document);
    if (cbor.readArray() != PARTS) {
      throw new DamagedRepositoryException("not a signed statement");
    }
    byte[] statement = cbor.readBytes();
    byte[] publicKey = cbor.readBytes(PUBLIC_KEY_BYTES);
    byte[] signature = cbor.readBytes(SIGNATURE_BYTES);
    cbor.end();
    String signer = HexFormat.of().formatHex(publicKey);
    boolean known =
        accepted.stream().map(key -> HexFormat.of().formatHex(key)).anyMatch(signer::equals);
    if (!known) {
      throw new DamagedRepositoryException("signed by a key that may not: " + signer);
    }
    if (!RepositoryKeys.verify(publicKey, signed(purpose, statement), signature)) {
      throw new DamagedRepositoryException("the signature by " + signer + " does not hold");
    }
    return new SignedStatement(statement, publicKey);
  }

  private static byte[] signed(String purpose, byte[] statement) {
    byte[] label = purpose.getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = new byte[label.length + statement.length];
    System.arraycopy(label, 0, bytes, 0, label.length);
    System.arraycopy(statement, 0, bytes, label.length, statement.length);
    return bytes;
  }
}
