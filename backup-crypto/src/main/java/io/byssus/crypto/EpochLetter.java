package io.byssus.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of a new epoch, sealed for the holders that it is for ({@code docs/format.md},
 * section 4.5): nobody else can open it, whatever he knows of the epochs before.
 *
 * <p>One key seals the secrets, and is wrapped for each holder with X25519, HKDF and AES-GCM. A
 * letter is what a statement says; whoever reads one has verified who signed it. Immutable and safe
 * for use by several threads.
 */
public final class EpochLetter {
  private static final byte[] LABEL = "byssus letter 1".getBytes(US_ASCII);
  private static final int PARTS = 5;
  private static final int COPY_PARTS = 2;
  private static final int HOST_COPY_PARTS = 3;
  private static final int KEY_BYTES = 32;
  private static final int HOLDER_BYTES = 32;
  private static final int WRAPPED_BYTES = KEY_BYTES + Aead.TAG_BYTES;

  /**
   * Whom a letter is for: the name of the key file, the key wrapped for it, and what that key opens
   * if it is not what the letter has for full holders.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Copy(byte[] holder, byte[] wrapped, byte @Nullable [] sealed) {}

  private final int epoch;
  private final long entry;
  private final byte[] ephemeral;
  private final List<Copy> copies;
  private final byte[] sealed;

  private EpochLetter(int epoch, long entry, byte[] ephemeral, List<Copy> copies, byte[] sealed) {
    this.epoch = epoch;
    this.entry = entry;
    this.ephemeral = ephemeral;
    this.copies = List.copyOf(copies);
    this.sealed = sealed;
  }

  /**
   * Writes a letter.
   *
   * @param recipients public keys by the names of key files
   * @param hosts the domains of those who only write, by the names of key files
   */
  static EpochLetter write(
      EpochSecrets secrets,
      byte[] repositoryId,
      long entry,
      Map<String, byte[]> recipients,
      Map<String, Long> hosts) {
    byte[] key = RandomBytes.of(KEY_BYTES);
    byte[] ephemeralPrivate = RandomBytes.of(X25519.KEY_BYTES);
    try {
      byte[] ephemeral = X25519.publicKey(ephemeralPrivate);
      List<Copy> copies = new ArrayList<>();
      recipients.forEach(
          (name, publicKey) -> {
            byte[] holder = HexFormat.of().parseHex(name);
            byte[] shared = X25519.sharedSecret(ephemeralPrivate, publicKey);
            WipeableKey wrapping =
                wrappingKey(shared, ephemeral, publicKey, repositoryId, secrets.epoch(), holder);
            Long domain = hosts.get(name);
            copies.add(
                domain == null
                    ? new Copy(holder, wrapped(wrapping, holder, key), null)
                    : hostCopy(secrets, repositoryId, domain, wrapping, holder));
            wrapping.destroy();
          });
      byte[] sealed = sealed(secrets, repositoryId, key);
      return new EpochLetter(secrets.epoch(), entry, ephemeral, copies, sealed);
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(ephemeralPrivate, (byte) 0);
    }
  }

  /** Who only writes gets less, under a key of its own. */
  private static Copy hostCopy(
      EpochSecrets secrets, byte[] repositoryId, long domain, WipeableKey wrapping, byte[] holder) {
    byte[] key = RandomBytes.of(KEY_BYTES);
    EpochSecrets less = secrets.toWrite(domain, repositoryId);
    try {
      return new Copy(holder, wrapped(wrapping, holder, key), sealed(less, repositoryId, key));
    } finally {
      less.wipe();
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] wrapped(WipeableKey wrapping, byte[] holder, byte[] key) {
    byte[] wrapped = new byte[WRAPPED_BYTES];
    byte[] nonce = new byte[Aead.NONCE_BYTES]; // the wrapping key is used once
    new Aead().seal(Suite.AES_256_GCM, wrapping, nonce, holder, key, 0, KEY_BYTES, wrapped, 0);
    return wrapped;
  }

  private static byte[] sealed(EpochSecrets secrets, byte[] repositoryId, byte[] key) {
    CborWriter document = new CborWriter(512);
    secrets.write(document);
    byte[] plain = document.toByteArray();
    document.wipe();
    try {
      ContainerHeader header =
          ContainerHeader.fresh(ContainerKind.EPOCH, Suite.AES_256_GCM, 0, 0, new byte[0]);
      return SingleDocument.seal(header, key, repositoryId, plain);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * Reads what a statement says.
   *
   * @throws DamagedRepositoryException if it is no letter
   */
  public static EpochLetter decode(byte[] statement) {
    CborReader cbor = new CborReader(statement);
    if (cbor.readArray() != PARTS) {
      throw new DamagedRepositoryException("not the form of a letter about an epoch");
    }
    int epoch = (int) cbor.readUnsigned(Integer.MAX_VALUE);
    long entry = cbor.readUnsigned();
    byte[] ephemeral = cbor.readBytes(X25519.KEY_BYTES);
    List<Copy> copies = new ArrayList<>();
    int count = cbor.readArray();
    for (int i = 0; i < count; i++) {
      int parts = cbor.readArray();
      if (parts != COPY_PARTS && parts != HOST_COPY_PARTS) {
        throw new DamagedRepositoryException("not the form of a letter about an epoch");
      }
      byte[] holder = cbor.readBytes(HOLDER_BYTES);
      byte[] wrapped = cbor.readBytes(WRAPPED_BYTES);
      copies.add(new Copy(holder, wrapped, parts == HOST_COPY_PARTS ? cbor.readBytes() : null));
    }
    byte[] sealed = cbor.readBytes();
    cbor.end();
    return new EpochLetter(epoch, entry, ephemeral, copies, sealed);
  }

  /** Returns the statement, to be signed. */
  public byte[] encode() {
    CborWriter cbor = new CborWriter(1024);
    cbor.writeArray(PARTS).writeUnsigned(epoch).writeUnsigned(entry).writeBytes(ephemeral);
    cbor.writeArray(copies.size());
    for (Copy copy : copies) {
      byte[] own = copy.sealed();
      cbor.writeArray(own == null ? COPY_PARTS : HOST_COPY_PARTS);
      cbor.writeBytes(copy.holder()).writeBytes(copy.wrapped());
      if (own != null) {
        cbor.writeBytes(own);
      }
    }
    return cbor.writeBytes(sealed).toByteArray();
  }

  /** Returns the number of the epoch that it is about. */
  public int epoch() {
    return epoch;
  }

  /** Returns the number of the log entry that begins the epoch. */
  public long entry() {
    return entry;
  }

  /** Returns the names of the key files whose holders it is for: 64 hexadecimal digits each. */
  public List<String> recipients() {
    return copies.stream().map(copy -> HexFormat.of().formatHex(copy.holder())).toList();
  }

  /** Opens it for a holder, if it is for that one. */
  Optional<EpochSecrets> open(String holder, HolderKeyPair pair, byte[] repositoryId) {
    byte[] name = HexFormat.of().parseHex(holder);
    for (Copy copy : copies) {
      if (Arrays.equals(copy.holder(), name)) {
        return Optional.of(open(copy, pair, repositoryId));
      }
    }
    return Optional.empty();
  }

  private EpochSecrets open(Copy copy, HolderKeyPair pair, byte[] repositoryId) {
    byte[] key = new byte[KEY_BYTES];
    byte[] plain = {};
    try {
      byte[] shared = pair.sharedSecret(ephemeral);
      WipeableKey wrapping =
          wrappingKey(shared, ephemeral, pair.publicKey(), repositoryId, epoch, copy.holder());
      boolean opened =
          new Aead()
              .open(
                  Suite.AES_256_GCM,
                  wrapping,
                  new byte[Aead.NONCE_BYTES],
                  copy.holder(),
                  copy.wrapped(),
                  0,
                  WRAPPED_BYTES,
                  key,
                  0);
      wrapping.destroy();
      byte[] own = copy.sealed();
      byte[] container = own == null ? sealed : own;
      ContainerHeader header =
          ContainerHeader.parse(ContainerKind.EPOCH, container, 0, container.length);
      ContainerKeys keys = ContainerKeys.derive(header, key, repositoryId);
      if (!opened || !keys.matches(header, container, 0)) {
        throw new DamagedRepositoryException("the letter about epoch " + epoch + " does not open");
      }
      plain = SingleDocument.open(header, keys, container);
      CborReader reader = new CborReader(plain);
      EpochSecrets secrets = EpochSecrets.read(reader);
      reader.end();
      if (secrets.epoch() != epoch) {
        throw new DamagedRepositoryException(
            "the letter about epoch " + epoch + " has the secrets of " + secrets.epoch());
      }
      return secrets;
    } catch (IllegalArgumentException e) {
      throw new DamagedRepositoryException("the letter about epoch " + epoch + " is damaged", e);
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(plain, (byte) 0);
    }
  }

  private static WipeableKey wrappingKey(
      byte[] shared,
      byte[] ephemeral,
      byte[] publicKey,
      byte[] repositoryId,
      int epoch,
      byte[] holder) {
    byte[] extracted = Hkdf.extract(ContainerKeys.joined(ephemeral, publicKey), shared);
    byte[] number = ByteBuffer.allocate(Integer.BYTES).putInt(epoch).array();
    byte[] info = ContainerKeys.joined(LABEL, repositoryId, number, holder);
    byte[] expanded = Hkdf.expand(extracted, info, KEY_BYTES);
    try {
      return new WipeableKey(Suite.AES_256_GCM.keyAlgorithm(), expanded, 0, KEY_BYTES);
    } finally {
      Arrays.fill(shared, (byte) 0);
      Arrays.fill(extracted, (byte) 0);
      Arrays.fill(expanded, (byte) 0);
    }
  }
}
