package io.byssus.crypto;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one epoch: all that opens and signs, and nothing that names or cuts ({@code
 * docs/format.md}, section 4.3).
 */
final class EpochSecrets {
  private static final int EPOCH_KEY = 1;
  private static final int CONTENT_PUBLIC_KEY = 2;
  private static final int CONTENT_PRIVATE_KEY = 14;

  private final int epoch;
  private final ContentKey content;
  private final Map<SecretField, byte[]> fields;

  private EpochSecrets(int epoch, ContentKey content, Map<SecretField, byte[]> fields) {
    this.epoch = epoch;
    this.content = content;
    this.fields = fields;
  }

  /** Makes the secrets of an epoch, as full holders have them. */
  static EpochSecrets generate(int epoch) {
    Map<SecretField, byte[]> fields = SecretField.random(SecretField.Scope.EPOCH);
    fields.put(
        SecretField.ROOT_PUBLIC_KEY,
        Ed25519.publicKey(SecretField.of(fields, SecretField.ROOT_SEED)));
    fields.put(
        SecretField.AUTHOR_PUBLIC_KEY,
        Ed25519.publicKey(SecretField.of(fields, SecretField.AUTHOR_SEED)));
    return new EpochSecrets(epoch, ContentKey.generate(epoch), fields);
  }

  /** Returns what a holder has of the epoch who only writes in a domain: a copy. */
  EpochSecrets toWrite(long domain, byte[] repositoryId) {
    return new EpochSecrets(epoch, content.toWrite(), fieldsIn(domain, repositoryId));
  }

  /** Returns what it takes to read and write in a domain, and nothing that signs: a copy. */
  EpochSecrets inDomain(long domain, byte[] repositoryId) {
    byte[] privateKey = content.privateKey();
    return new EpochSecrets(
        epoch,
        new ContentKey(epoch, content.publicKey(), privateKey == null ? null : privateKey.clone()),
        fieldsIn(domain, repositoryId));
  }

  private Map<SecretField, byte[]> fieldsIn(long domain, byte[] repositoryId) {
    Map<SecretField, byte[]> copy = new EnumMap<>(SecretField.class);
    copy.put(SecretField.LEDGER_KEY, of(SecretField.LEDGER_KEY).clone());
    copy.put(SecretField.ROOT_PUBLIC_KEY, of(SecretField.ROOT_PUBLIC_KEY).clone());
    copy.put(SecretField.AUTHOR_PUBLIC_KEY, of(SecretField.AUTHOR_PUBLIC_KEY).clone());
    copy.put(
        SecretField.INDEX_KEY,
        DomainSecrets.derive(
            SecretField.INDEX_KEY, of(SecretField.INDEX_KEY), repositoryId, domain));
    return copy;
  }

  /** Returns what a holder who only writes reads and writes with on its own disk. */
  static EpochSecrets ofCache(byte[] secret) {
    Map<SecretField, byte[]> fields = new EnumMap<>(SecretField.class);
    fields.put(SecretField.INDEX_KEY, secret.clone());
    return new EpochSecrets(1, ContentKey.of(1, secret), fields);
  }

  void write(CborWriter writer) {
    byte[] privateKey = content.privateKey();
    writer.writeMap(2 + fields.size() + (privateKey == null ? 0 : 1));
    writer.writeUnsigned(EPOCH_KEY).writeUnsigned(epoch);
    writer.writeUnsigned(CONTENT_PUBLIC_KEY).writeBytes(content.publicKey());
    fields.forEach((field, value) -> writer.writeUnsigned(field.key()).writeBytes(value));
    if (privateKey != null) {
      writer.writeUnsigned(CONTENT_PRIVATE_KEY).writeBytes(privateKey);
    }
  }

  static EpochSecrets read(CborReader reader) {
    int epoch = 0;
    byte[] publicKey = null;
    byte[] privateKey = null;
    Map<SecretField, byte[]> fields = new EnumMap<>(SecretField.class);
    int count = reader.readMap();
    for (int i = 0; i < count; i++) {
      long key = reader.readUnsigned();
      if (key == EPOCH_KEY) {
        epoch = (int) reader.readUnsigned(Integer.MAX_VALUE);
      } else if (key == CONTENT_PUBLIC_KEY) {
        publicKey = reader.readBytes(X25519.KEY_BYTES);
      } else if (key == CONTENT_PRIVATE_KEY) {
        privateKey = reader.readBytes(X25519.KEY_BYTES);
      } else {
        SecretField field =
            SecretField.find(key, SecretField.Scope.EPOCH)
                .orElseThrow(
                    () ->
                        new UnsupportedFormatException("an epoch with an unknown secret: " + key));
        fields.put(field, reader.readBytes(field.length()));
      }
    }
    SecretField.requireAll(fields, SecretField.Scope.EPOCH);
    if (epoch < 1 || publicKey == null) {
      throw new DamagedRepositoryException("damaged secrets of epoch " + epoch);
    }
    return new EpochSecrets(epoch, new ContentKey(epoch, publicKey, privateKey), fields);
  }

  int epoch() {
    return epoch;
  }

  ContentKey content() {
    return content;
  }

  /** Returns the bytes of a secret that every holder has; not to be changed. */
  byte[] of(SecretField field) {
    return SecretField.of(fields, field);
  }

  /** Returns the bytes of a secret, or {@code null} if the holder does not have it. */
  byte @Nullable [] optional(SecretField field) {
    return fields.get(field);
  }

  void wipe() {
    fields.values().forEach(value -> Arrays.fill(value, (byte) 0));
    content.wipe();
  }
}
