package io.byssus.crypto;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The header of a container up to its key commitment ({@code docs/format.md}, section 2.1). */
final class ContainerHeader {
  static final int FIXED_BYTES = 64;
  static final int COMMITMENT_BYTES = 32;

  private static final byte[] MAGIC = "BYSSUS".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int SALT_OFFSET = 32;
  private static final int SALT_BYTES = 32;

  private final ContainerKind kind;
  private final Suite suite;
  private final int epoch;
  private final long domain;

  /** The header without its commitment. */
  private final byte[] encoded;

  private ContainerHeader(ContainerKind kind, Suite suite, int epoch, long domain, byte[] encoded) {
    this.kind = kind;
    this.suite = suite;
    this.epoch = epoch;
    this.domain = domain;
    this.encoded = encoded;
  }

  /** Returns the header of a new container, with a fresh salt. */
  static ContainerHeader fresh(
      ContainerKind kind, Suite suite, int epoch, long domain, byte[] agreement) {
    byte[] encoded =
        ByteBuffer.allocate(FIXED_BYTES + agreement.length)
            .put(MAGIC)
            .putShort((short) VERSION)
            .put((byte) suite.id())
            .put((byte) kind.id())
            .putShort((short) agreement.length)
            .putInt(epoch)
            .putLong(domain)
            .putLong(0)
            .put(RandomBytes.of(SALT_BYTES))
            .put(agreement)
            .array();
    return new ContainerHeader(kind, suite, epoch, domain, encoded);
  }

  /**
   * Reads a header.
   *
   * @throws UnsupportedFormatException if it holds what this version does not know
   * @throws DamagedRepositoryException if it is none, or of another kind than expected
   */
  static ContainerHeader parse(ContainerKind expected, byte[] bytes, int offset, int length) {
    if (length < FIXED_BYTES + COMMITMENT_BYTES
        || !Arrays.equals(bytes, offset, offset + MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new DamagedRepositoryException("not a container of " + expected + ": wrong magic");
    }
    ByteBuffer fields = ByteBuffer.wrap(bytes, offset + MAGIC.length, FIXED_BYTES - MAGIC.length);
    int version = fields.getShort() & 0xffff;
    if (version != VERSION) {
      throw new UnsupportedFormatException(
          "a container of "
              + expected
              + " has format version "
              + version
              + ", where this version knows "
              + VERSION);
    }
    Suite suite = Suite.of(fields.get() & 0xff, "a container of " + expected);
    ContainerKind kind = ContainerKind.of(fields.get() & 0xff);
    int agreementLength = fields.getShort() & 0xffff;
    int epoch = fields.getInt();
    long domain = fields.getLong();
    if (agreementLength != kind.agreementLength() || fields.getLong() != 0) {
      throw new UnsupportedFormatException(
          "a container of "
              + kind
              + " has header fields that this version does not know: an agreement of "
              + agreementLength
              + " bytes, or a reserved field");
    }
    if (kind != expected) {
      throw new DamagedRepositoryException("a container of " + kind + " instead of " + expected);
    }
    if (kind.hasEpoch() ? epoch < 1 : epoch != 0) {
      throw new DamagedRepositoryException("a container of " + kind + " with epoch " + epoch);
    }
    if (kind.hasDomain() ? domain < 1 : domain != 0) {
      throw new DamagedRepositoryException("a container of " + kind + " with domain " + domain);
    }
    if (length < kind.headerLength()) {
      throw new DamagedRepositoryException("a container of " + kind + " ends in its header");
    }
    int end = offset + FIXED_BYTES + agreementLength;
    return new ContainerHeader(kind, suite, epoch, domain, Arrays.copyOfRange(bytes, offset, end));
  }

  ContainerKind kind() {
    return kind;
  }

  Suite suite() {
    return suite;
  }

  int epoch() {
    return epoch;
  }

  long domain() {
    return domain;
  }

  /** Returns the bytes before the commitment; not to be changed. */
  byte[] encoded() {
    return encoded;
  }

  byte[] salt() {
    return Arrays.copyOfRange(encoded, SALT_OFFSET, SALT_OFFSET + SALT_BYTES);
  }

  byte[] agreement() {
    return Arrays.copyOfRange(encoded, FIXED_BYTES, encoded.length);
  }
}
