package io.byssus.crypto;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.key.KeyProvider;
import io.byssus.api.key.Secret;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A key file: the secrets of one holder, sealed under a holder key that a passphrase, a key
 * provider or a recovery key gives ({@code docs/format.md}, section 4).
 *
 * <p>A passphrase is taken as the bytes that it is given as, without Unicode normalisation: who
 * types it on another system gives the same bytes or is refused. Immutable and safe for use by
 * several threads.
 */
public final class KeyFile {
  private static final int HOLDER_KEY_BYTES = 32;

  /** What gives the holder key. */
  public enum Slot {
    /** A passphrase, through Argon2id. */
    PASSPHRASE(1),
    /** A key provider, which unwraps it. */
    PROVIDER(2),
    /** A recovery key: enough random bits that no guess needs to be made expensive. */
    RECOVERY_KEY(3);

    private final int id;

    Slot(int id) {
      this.id = id;
    }

    /** Returns the number that is stored. */
    public int id() {
      return id;
    }

    /**
     * Returns the slot with a number.
     *
     * @throws UnsupportedFormatException if there is none
     */
    public static Slot of(int id) {
      for (Slot slot : values()) {
        if (slot.id == id) {
          return slot;
        }
      }
      throw new UnsupportedFormatException(
          "a key file of slot " + id + ", where this version knows 1, 2 and 3");
    }
  }

  private final KeyPreamble preamble;
  private final byte[] encodedPreamble;
  private final byte[] container;
  private final ContainerHeader header;

  private KeyFile(KeyPreamble preamble, byte[] encodedPreamble, byte[] container) {
    this.preamble = preamble;
    this.encodedPreamble = encodedPreamble;
    this.container = container;
    this.header = ContainerHeader.parse(ContainerKind.KEY, container, 0, container.length);
  }

  /**
   * Reads a key file without opening it.
   *
   * @param bytes the whole file
   * @throws DamagedRepositoryException if it is no key file
   * @throws UnsupportedFormatException if it takes a newer version, or the cost of a guess is out
   *     of bounds
   */
  public static KeyFile parse(byte[] bytes) {
    KeyPreamble preamble = KeyPreamble.parse(bytes);
    byte[] encoded = preamble.encoded();
    return new KeyFile(preamble, encoded, Arrays.copyOfRange(bytes, encoded.length, bytes.length));
  }

  /** Returns the name of a key file in a repository: its SHA-256 in hexadecimal. */
  public static String id(byte[] bytes) {
    return DigestAlgorithm.SHA_256.hex(bytes, 0, bytes.length);
  }

  /** Returns what opens it. */
  public Slot slot() {
    return preamble.slot();
  }

  /** Returns the cost of a guess, if a passphrase opens it. */
  public Optional<Argon2idParameters> parameters() {
    return preamble instanceof KeyPreamble.Passphrase passphrase
        ? Optional.of(passphrase.parameters())
        : Optional.empty();
  }

  /** Returns the name of the provider, if one opens it. */
  public Optional<String> providerName() {
    return preamble instanceof KeyPreamble.Provider provider
        ? Optional.of(provider.name())
        : Optional.empty();
  }

  /**
   * Opens it with a passphrase. This takes as long, and as much memory, as its parameters say.
   *
   * @param passphrase the passphrase; not kept
   * @throws WrongKeyException if the passphrase is wrong, or none opens this file. A preamble that
   *     was changed looks the same; the file's {@linkplain #id name} tells them apart.
   * @throws DamagedRepositoryException if what is sealed was changed
   * @throws io.byssus.api.NotEnoughMemoryException if the heap is too small for its parameters
   */
  public RepositoryKeys unlock(Secret passphrase) {
    if (!(preamble instanceof KeyPreamble.Passphrase slot)) {
      throw new WrongKeyException("this key file takes no passphrase");
    }
    if (isEmpty(passphrase)) {
      throw new WrongKeyException("the passphrase is empty");
    }
    try (Secret holderKey = Argon2id.derive(passphrase, slot.parameters())) {
      return open(holderKey, "wrong passphrase");
    }
  }

  /**
   * Opens it with a key provider.
   *
   * @param provider asked to unwrap the holder key
   * @throws WrongKeyException if another provider, or a passphrase, opens this file
   * @throws DamagedRepositoryException if what is sealed was changed
   */
  public RepositoryKeys unlock(KeyProvider provider) {
    if (!(preamble instanceof KeyPreamble.Provider slot)) {
      throw new WrongKeyException("this key file takes no key provider");
    }
    if (!slot.name().equals(provider.name())) {
      throw new WrongKeyException(
          "this key file takes the key provider " + slot.name() + ", not " + provider.name());
    }
    try (Secret holderKey = provider.unwrap(slot.wrappedKey())) {
      return open(holderKey, "the key provider " + slot.name() + " gave another key");
    }
  }

  /**
   * Opens it with a recovery key.
   *
   * @param key what {@link RecoveryCode#parse} gave; not kept
   * @throws WrongKeyException if it is another one, or none opens this file
   * @throws DamagedRepositoryException if what is sealed was changed
   */
  public RepositoryKeys unlockWithRecoveryKey(Secret key) {
    if (!(preamble instanceof KeyPreamble.Recovery slot)) {
      throw new WrongKeyException("this key file takes no recovery key");
    }
    try (Secret holderKey = slot.holderKey(key)) {
      return open(holderKey, "wrong recovery key");
    }
  }

  /** Opens it with the holder key itself. */
  RepositoryKeys open(Secret holderKey, String wrongKey) {
    byte[] context = DigestAlgorithm.SHA_256.digest(encodedPreamble);
    ContainerKeys keys = holderKey.use(bytes -> ContainerKeys.derive(header, bytes, context));
    if (!keys.matches(header, container, 0)) {
      throw new WrongKeyException(wrongKey);
    }
    byte[] secrets = SingleDocument.open(header, keys, container);
    try {
      return new RepositoryKeys(
          KeySecrets.decode(secrets),
          id(ContainerKeys.joined(encodedPreamble, container)),
          HolderKeyPair.of(holderKey, context));
    } finally {
      Arrays.fill(secrets, (byte) 0);
    }
  }

  /**
   * Returns a new key file that a passphrase opens.
   *
   * @param keys what it holds
   * @param passphrase the passphrase; not kept
   * @param parameters the cost of a guess; the salt is a fresh one
   * @throws IllegalArgumentException if the passphrase is empty
   */
  public static NewKeyFile sealed(
      RepositoryKeys keys, Secret passphrase, Argon2idParameters parameters) {
    if (isEmpty(passphrase)) {
      throw new IllegalArgumentException("a passphrase is not empty");
    }
    KeyPreamble.Passphrase preamble = new KeyPreamble.Passphrase(parameters.withFreshSalt());
    try (Secret holderKey = Argon2id.derive(passphrase, preamble.parameters())) {
      return sealed(keys, preamble, holderKey);
    }
  }

  /**
   * Returns a new key file that a key provider opens.
   *
   * @param keys what it holds
   * @param provider asked to wrap a fresh holder key
   * @throws IllegalStateException if the provider's name or wrapped key is too long or empty
   */
  public static NewKeyFile sealed(RepositoryKeys keys, KeyProvider provider) {
    byte[] fresh = RandomBytes.of(HOLDER_KEY_BYTES);
    try (Secret holderKey = Secret.copyOf(fresh)) {
      String name = provider.name();
      byte[] wrapped = provider.wrap(holderKey);
      if (!KeyPreamble.Layout.fits(name, wrapped)) {
        throw new IllegalStateException(
            "the key provider " + name + " wrapped a key to " + wrapped.length + " bytes");
      }
      return sealed(keys, new KeyPreamble.Provider(name, ByteBuffer.wrap(wrapped)), holderKey);
    } finally {
      Arrays.fill(fresh, (byte) 0);
    }
  }

  /**
   * Returns a new key file that a recovery key opens.
   *
   * @param keys what it holds
   * @param key what {@link RecoveryCode#parse} gave; not kept
   */
  public static NewKeyFile sealedForRecovery(RepositoryKeys keys, Secret key) {
    KeyPreamble.Recovery preamble = KeyPreamble.Recovery.fresh();
    try (Secret holderKey = preamble.holderKey(key)) {
      return sealed(keys, preamble, holderKey);
    }
  }

  private static NewKeyFile sealed(RepositoryKeys keys, KeyPreamble preamble, Secret holderKey) {
    byte[] encoded = preamble.encoded();
    byte[] context = DigestAlgorithm.SHA_256.digest(encoded);
    byte[] secrets = keys.encodedSecrets();
    HolderKeyPair pair = HolderKeyPair.of(holderKey, context);
    try {
      ContainerHeader header =
          ContainerHeader.fresh(ContainerKind.KEY, Suite.AES_256_GCM, 0, 0, new byte[0]);
      byte[] container =
          holderKey.use(bytes -> SingleDocument.seal(header, bytes, context, secrets));
      return new NewKeyFile(ContainerKeys.joined(encoded, container), pair.publicKey());
    } finally {
      Arrays.fill(secrets, (byte) 0);
      pair.wipe();
    }
  }

  private static boolean isEmpty(Secret passphrase) {
    return passphrase.use(bytes -> bytes.length == 0);
  }

  /** Returns what opens it, for people. */
  @Override
  public String toString() {
    return "key file of "
        + switch (slot()) {
          case PASSPHRASE -> "a passphrase";
          case PROVIDER -> "key provider " + providerName().orElseThrow();
          case RECOVERY_KEY -> "a recovery key";
        };
  }
}
