package io.byssus.crypto;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.key.Secret;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The preamble of a key file: what it takes to get the holder key ({@code docs/format.md}, section
 * 4.1).
 */
sealed interface KeyPreamble {
  /** Returns the bytes of the preamble. */
  byte[] encoded();

  /** Returns what opens it. */
  KeyFile.Slot slot();

  /**
   * The holder key is made of a passphrase.
   *
   * @param parameters of Argon2id
   */
  record Passphrase(Argon2idParameters parameters) implements KeyPreamble {
    @Override
    public KeyFile.Slot slot() {
      return KeyFile.Slot.PASSPHRASE;
    }

    @Override
    public byte[] encoded() {
      return Layout.encode(slot(), parameters.encoded());
    }
  }

  /**
   * The holder key is wrapped by a key provider.
   *
   * @param name the provider's
   * @param wrapped the wrapped key; its array is not changed
   */
  record Provider(String name, ByteBuffer wrapped) implements KeyPreamble {
    @Override
    public KeyFile.Slot slot() {
      return KeyFile.Slot.PROVIDER;
    }

    byte[] wrappedKey() {
      byte[] bytes = new byte[wrapped.remaining()];
      wrapped.duplicate().get(bytes);
      return bytes;
    }

    @Override
    public byte[] encoded() {
      byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
      byte[] key = wrappedKey();
      return Layout.encode(
          slot(),
          ByteBuffer.allocate(2 * Short.BYTES + nameBytes.length + key.length)
              .putShort((short) nameBytes.length)
              .put(nameBytes)
              .putShort((short) key.length)
              .put(key)
              .array());
    }
  }

  /**
   * The holder key is made of a recovery key. Its 160 random bits are beyond guessing, so one
   * derivation costs microseconds.
   *
   * @param salt fresh for every key file; its array is not changed
   */
  record Recovery(ByteBuffer salt) implements KeyPreamble {
    static final int SALT_BYTES = 32;

    private static final byte[] LABEL =
        "byssus recovery holder 1".getBytes(StandardCharsets.US_ASCII);
    private static final int HOLDER_KEY_BYTES = 32;

    static Recovery fresh() {
      return new Recovery(ByteBuffer.wrap(RandomBytes.of(SALT_BYTES)));
    }

    @Override
    public KeyFile.Slot slot() {
      return KeyFile.Slot.RECOVERY_KEY;
    }

    @Override
    public byte[] encoded() {
      return Layout.encode(slot(), saltBytes());
    }

    /** Returns the key that a recovery key gives for this file; the caller closes it. */
    Secret holderKey(Secret recoveryKey) {
      byte[] extracted = recoveryKey.use(bytes -> Hkdf.extract(saltBytes(), bytes));
      byte[] holderKey = Hkdf.expand(extracted, LABEL, HOLDER_KEY_BYTES);
      try {
        return Secret.copyOf(holderKey);
      } finally {
        Arrays.fill(extracted, (byte) 0);
        Arrays.fill(holderKey, (byte) 0);
      }
    }

    private byte[] saltBytes() {
      byte[] bytes = new byte[SALT_BYTES];
      salt.duplicate().get(bytes);
      return bytes;
    }
  }

  /** Reads the preamble that a key file begins with. */
  static KeyPreamble parse(byte[] file) {
    return Layout.parse(file);
  }

  /** Where the fields stand. */
  final class Layout {
    private static final byte[] MAGIC = "BYSKEY".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int FIXED_BYTES = 12;
    private static final int MAX_NAME_BYTES = 200;
    private static final int MAX_WRAPPED_BYTES = 16 << 10;

    private Layout() {}

    /** Returns whether a provider's name and wrapped key can be stored. */
    static boolean fits(String name, byte[] wrapped) {
      int nameBytes = name.getBytes(StandardCharsets.UTF_8).length;
      return nameBytes >= 1
          && nameBytes <= MAX_NAME_BYTES
          && wrapped.length >= 1
          && wrapped.length <= MAX_WRAPPED_BYTES;
    }

    private static byte[] encode(KeyFile.Slot slot, byte[] parameters) {
      return ByteBuffer.allocate(FIXED_BYTES + parameters.length)
          .put(MAGIC)
          .putShort((short) VERSION)
          .put((byte) slot.id())
          .put((byte) 0)
          .putShort((short) parameters.length)
          .put(parameters)
          .array();
    }

    private static KeyPreamble parse(byte[] file) {
      if (file.length < FIXED_BYTES
          || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
        throw new DamagedRepositoryException("not a key file: wrong magic");
      }
      ByteBuffer fields = ByteBuffer.wrap(file).position(MAGIC.length);
      int version = fields.getShort() & 0xffff;
      int slot = fields.get();
      int reserved = fields.get();
      if (version != VERSION || reserved != 0) {
        throw new UnsupportedFormatException(
            "a key file of version "
                + version
                + " with reserved field "
                + (reserved & 0xff)
                + ", where this version knows "
                + VERSION
                + " and 0");
      }
      int length = fields.getShort() & 0xffff;
      if (length > fields.remaining()) {
        throw new DamagedRepositoryException("a key file ends in its preamble");
      }
      return parameters(KeyFile.Slot.of(slot), fields.slice().limit(length));
    }

    private static KeyPreamble parameters(KeyFile.Slot slot, ByteBuffer fields) {
      try {
        KeyPreamble preamble =
            switch (slot) {
              case PASSPHRASE -> new Passphrase(Argon2idParameters.read(fields));
              case PROVIDER -> provider(name(part(fields)), part(fields));
              case RECOVERY_KEY -> recovery(fields);
            };
        if (fields.hasRemaining()) {
          throw new DamagedRepositoryException("a key file with too many parameters");
        }
        return preamble;
      } catch (BufferUnderflowException | CharacterCodingException e) {
        throw new DamagedRepositoryException("a key file with damaged parameters", e);
      }
    }

    private static Provider provider(String name, ByteBuffer wrapped) {
      Provider provider = new Provider(name, wrapped);
      if (!fits(name, provider.wrappedKey())) {
        throw new UnsupportedFormatException(
            "a key provider's name of "
                + name.length()
                + " characters and wrapped key of "
                + wrapped.remaining()
                + " bytes are out of bounds");
      }
      return provider;
    }

    private static Recovery recovery(ByteBuffer fields) {
      byte[] salt = new byte[Recovery.SALT_BYTES];
      fields.get(salt);
      return new Recovery(ByteBuffer.wrap(salt));
    }

    private static String name(ByteBuffer bytes) throws CharacterCodingException {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    }

    private static ByteBuffer part(ByteBuffer fields) {
      byte[] part = new byte[Math.min(fields.getShort() & 0xffff, fields.capacity())];
      fields.get(part);
      return ByteBuffer.wrap(part);
    }
  }
}
