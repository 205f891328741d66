package io.byssus.crypto;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The secrets of a holder as a key file seals them ({@code docs/format.md}, section 4.3). */
final class KeySecrets {
  private static final int DOMAIN_KEY = 1;
  private static final int EPOCHS_KEY = 2;
  private static final int EPOCH_PARTS = 3;

  /** Room for the secrets of some epochs, so that the writer seldom grows. */
  private static final int ENCODED_CAPACITY = 1024;

  private final long domain;
  private final List<ContentKey> contentKeys;
  private final Map<SecretField, byte[]> fields;

  private KeySecrets(long domain, List<ContentKey> contentKeys, Map<SecretField, byte[]> fields) {
    this.domain = domain;
    this.contentKeys = List.copyOf(contentKeys);
    this.fields = fields;
  }

  /** Makes the secrets of a new repository: those of a full holder, in domain 1 and epoch 1. */
  static KeySecrets generate() {
    Map<SecretField, byte[]> fields = new EnumMap<>(SecretField.class);
    for (SecretField field : SecretField.values()) {
      fields.put(field, RandomBytes.of(field.length()));
    }
    fields.put(SecretField.ROOT_PUBLIC_KEY, Ed25519.publicKey(of(fields, SecretField.ROOT_SEED)));
    fields.put(
        SecretField.AUTHOR_PUBLIC_KEY, Ed25519.publicKey(of(fields, SecretField.AUTHOR_SEED)));
    return new KeySecrets(1, List.of(ContentKey.generate(1)), fields);
  }

  /** Returns the map that is sealed; the caller wipes it. */
  byte[] encode() {
    CborWriter writer = new CborWriter(ENCODED_CAPACITY);
    writer.writeMap(2 + fields.size());
    writer.writeUnsigned(DOMAIN_KEY).writeUnsigned(domain);
    writer.writeUnsigned(EPOCHS_KEY).writeArray(contentKeys.size());
    for (ContentKey contentKey : contentKeys) {
      writer.writeArray(EPOCH_PARTS);
      writer.writeUnsigned(contentKey.epoch()).writeBytes(contentKey.publicKey());
      byte[] privateKey = contentKey.privateKey();
      if (privateKey == null) {
        writer.writeNull();
      } else {
        writer.writeBytes(privateKey);
      }
    }
    fields.forEach((field, value) -> writer.writeUnsigned(field.key()).writeBytes(value));
    byte[] encoded = writer.toByteArray();
    writer.wipe();
    return encoded;
  }

  /**
   * Reads the map.
   *
   * @throws DamagedRepositoryException if it is not valid
   * @throws UnsupportedFormatException if it has a key that this version does not know
   */
  static KeySecrets decode(byte[] encoded) {
    CborReader reader = new CborReader(encoded);
    long domain = 0;
    List<ContentKey> contentKeys = List.of();
    Map<SecretField, byte[]> fields = new EnumMap<>(SecretField.class);
    int count = reader.readMap();
    for (int i = 0; i < count; i++) {
      long key = reader.readUnsigned();
      if (key == DOMAIN_KEY) {
        domain = reader.readUnsigned();
      } else if (key == EPOCHS_KEY) {
        contentKeys = decodeContentKeys(reader);
      } else {
        SecretField field = field(key);
        fields.put(field, reader.readBytes(field.length()));
      }
    }
    reader.end();
    requireComplete(domain, contentKeys, fields);
    return new KeySecrets(domain, contentKeys, fields);
  }

  private static List<ContentKey> decodeContentKeys(CborReader reader) {
    List<ContentKey> contentKeys = new ArrayList<>();
    int count = reader.readArray();
    int last = 0;
    for (int i = 0; i < count; i++) {
      int parts = reader.readArray();
      int epoch = (int) reader.readUnsigned(Integer.MAX_VALUE);
      if (parts != EPOCH_PARTS || epoch <= last) {
        throw new DamagedRepositoryException(
            "damaged key file: epoch " + epoch + " with " + parts + " parts after epoch " + last);
      }
      byte[] publicKey = reader.readBytes(X25519.KEY_BYTES);
      if (reader.isNull()) {
        reader.readNull();
        contentKeys.add(new ContentKey(epoch, publicKey, null));
      } else {
        contentKeys.add(new ContentKey(epoch, publicKey, reader.readBytes(X25519.KEY_BYTES)));
      }
      last = epoch;
    }
    return contentKeys;
  }

  private static SecretField field(long key) {
    for (SecretField field : SecretField.values()) {
      if (field.key() == key) {
        return field;
      }
    }
    throw new UnsupportedFormatException("a key file with an unknown secret: " + key);
  }

  private static void requireComplete(
      long domain, List<ContentKey> contentKeys, Map<SecretField, byte[]> fields) {
    for (SecretField field : SecretField.values()) {
      if (!field.optional() && !fields.containsKey(field)) {
        throw new DamagedRepositoryException("damaged key file: it lacks " + field);
      }
    }
    if (domain < 1 || contentKeys.isEmpty()) {
      throw new DamagedRepositoryException(
          "damaged key file: domain " + domain + ", " + contentKeys.size() + " epochs");
    }
  }

  long domain() {
    return domain;
  }

  /** Returns the content keys by ascending epoch, at least one. */
  List<ContentKey> contentKeys() {
    return contentKeys;
  }

  /** Returns the content key that is written with. */
  ContentKey newestContentKey() {
    return contentKeys.get(contentKeys.size() - 1);
  }

  /** Returns the bytes of a secret that every holder has; not to be changed. */
  byte[] of(SecretField field) {
    return of(fields, field);
  }

  /** Returns the bytes of a secret, or {@code null} if the holder does not have it. */
  byte @Nullable [] optional(SecretField field) {
    return fields.get(field);
  }

  void wipe() {
    fields.values().forEach(value -> Arrays.fill(value, (byte) 0));
    contentKeys.forEach(ContentKey::wipe);
  }

  private static byte[] of(Map<SecretField, byte[]> fields, SecretField field) {
    byte[] value = fields.get(field);
    if (value == null) {
      throw new IllegalStateException("the holder has no " + field);
    }
    return value;
  }
}
