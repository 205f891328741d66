package io.byssus.crypto;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.WrongKeyException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The unlocked secrets of a holder: opens and seals every kind of container, names chunks, signs.
 *
 * <p>Made by {@link #generate()} for a new repository or by {@link KeyFile} for one that exists.
 * The secrets are wiped by {@link #close()}, never printed and never handed out. What it made
 * (openers, hashers, runs) keeps keys of its own, until it is closed or collected.
 *
 * <p>Safe for use by several threads. After {@code close()}, every method is an {@link
 * IllegalStateException}.
 */
public final class RepositoryKeys implements AutoCloseable {
  private static final byte[] GEAR_LABEL = "byssus gear 1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO_AGREEMENT = {};

  /** One number for every value of a byte. */
  private static final int GEAR_ENTRIES = 256;

  private final KeySecrets secrets;
  private final @Nullable String holder;
  private final @Nullable HolderKeyPair pair;
  private final Map<Long, RepositoryKeys> domains = new ConcurrentHashMap<>();
  private final AgreementCache agreements = new AgreementCache();
  private final WipeGuard guard = new WipeGuard("the keys of the repository");

  RepositoryKeys(KeySecrets secrets, @Nullable String holder, @Nullable HolderKeyPair pair) {
    this.secrets = secrets;
    this.holder = holder;
    this.pair = pair;
  }

  /** Makes the keys of a new repository, from the operating system's random numbers. */
  public static RepositoryKeys generate() {
    return new RepositoryKeys(KeySecrets.generate(), null, null);
  }

  /** Returns the repository's id: 16 random bytes, not secret. */
  public byte[] repositoryId() {
    return copyOf(SecretField.REPOSITORY_ID);
  }

  /**
   * Makes the keys of a holder who only writes, in a domain of its own: it seals what it can't open
   * again, and signs with a key that nobody else has.
   *
   * @throws WrongKeyException if this holder only writes itself
   */
  public RepositoryKeys newHost() {
    return guard.use(
        () -> {
          requireFull();
          return new RepositoryKeys(secrets.newHost(), null, null);
        });
  }

  /**
   * Returns the keys of a domain, which open and seal what is in it, and sign nothing. They follow
   * into new epochs, and are wiped, with these.
   *
   * @param domain its number
   * @param began the epoch that it began in
   * @throws WrongKeyException if the holder can't read the domain
   */
  public RepositoryKeys inDomain(long domain, int began) {
    return guard.use(
        () -> {
          if (domain == secrets.domain()) {
            return this;
          }
          requireFull();
          secrets(began);
          RepositoryKeys keys =
              domains.computeIfAbsent(
                  domain,
                  number -> new RepositoryKeys(secrets.inDomain(number, began), null, null));
          keys.secrets.follow(secrets);
          return keys;
        });
  }

  /**
   * Returns keys for what a holder who only writes keeps on its own disk: they open nothing that is
   * in the repository. The caller closes them.
   *
   * @throws IllegalStateException if this holder reads, too
   */
  public RepositoryKeys forCache() {
    return guard.use(() -> new RepositoryKeys(secrets.ofCache(), null, null));
  }

  private void requireFull() {
    if (secrets.domain() != Domain.FULL) {
      throw new WrongKeyException("this holder only writes, and only in its own domain");
    }
  }

  /** Returns whether the holder can only write: it opens no content, and signs as a host. */
  public boolean writesOnly() {
    return guard.use(secrets::writesOnly);
  }

  /** Returns the domain that the holder writes in, from 1. */
  public long domain() {
    return guard.use(secrets::domain);
  }

  /** Returns the epoch whose content key is written with: the newest, from 1. */
  public int epoch() {
    return guard.use(() -> secrets.newest().epoch());
  }

  /** Returns the newest epoch's public key that signs epochs and holders: 32 bytes. */
  public byte[] rootPublicKey() {
    return rootPublicKey(epoch());
  }

  /**
   * Returns the public key that signed epochs, holders and configuration in an epoch: 32 bytes.
   *
   * @throws WrongKeyException if the holder does not have the epoch
   */
  public byte[] rootPublicKey(int epoch) {
    return guard.use(() -> secrets(epoch).of(SecretField.ROOT_PUBLIC_KEY).clone());
  }

  /** Returns the public key of {@link #signAsAuthor}: 32 bytes. */
  public byte[] signerPublicKey() {
    return guard.use(
        () ->
            secrets.writesOnly()
                ? Ed25519.publicKey(secrets.of(SecretField.HOST_SEED))
                : secrets.newest().of(SecretField.AUTHOR_PUBLIC_KEY).clone());
  }

  /** Returns the newest epoch's public key of full holders that signs entries of the log. */
  public byte[] authorPublicKey() {
    return authorPublicKey(epoch());
  }

  /**
   * Returns the public key that signed full holders' entries of the log in an epoch: 32 bytes.
   *
   * @throws WrongKeyException if the holder does not have the epoch
   */
  public byte[] authorPublicKey(int epoch) {
    return guard.use(() -> secrets(epoch).of(SecretField.AUTHOR_PUBLIC_KEY).clone());
  }

  /** Makes secrets for the epoch after the newest. */
  public NextEpoch nextEpoch() {
    return guard.use(
        () ->
            new NextEpoch(
                EpochSecrets.generate(secrets.newest().epoch() + 1),
                secrets.of(SecretField.REPOSITORY_ID).clone()));
  }

  /**
   * Takes the secrets of the next epoch out of a letter. What is written from here on belongs to
   * it.
   *
   * @param letter signed, as the caller has verified, by the root of the epoch before
   * @throws WrongKeyException if the letter is not for this holder
   * @throws DamagedRepositoryException if it is for this holder and does not open
   */
  public void admit(EpochLetter letter) {
    guard.use(
        () -> {
          if (letter.epoch() != secrets.newest().epoch() + 1) {
            return false; // an epoch that is known, or too far ahead to be
          }
          if (holder == null || pair == null) {
            throw new WrongKeyException("keys that were just made have no letters");
          }
          secrets.add(
              letter
                  .open(holder, pair, secrets.of(SecretField.REPOSITORY_ID))
                  .orElseThrow(
                      () ->
                          new WrongKeyException(
                              "the repository is in epoch "
                                  + letter.epoch()
                                  + " since log entry "
                                  + letter.entry()
                                  + ", which key "
                                  + holder.substring(0, 8)
                                  + " was not given: its holder was removed")));
          domains.values().forEach(keys -> keys.secrets.follow(secrets));
          return true;
        });
  }

  /** Returns a new hasher of chunks, for one thread. */
  public ChunkHasher chunkHasher() {
    return guard.use(() -> new ChunkHasher(secrets.of(SecretField.IDS_KEY)));
  }

  /** Returns a new hasher of names, for one thread. */
  public NameHasher nameHasher() {
    return guard.use(() -> new NameHasher(secrets.of(SecretField.NAMES_KEY)));
  }

  /** Returns the secret table of the chunker's gear hash: 256 numbers of 64 bits. */
  public long[] gearTable() {
    byte[] bytes =
        guard.use(
            () ->
                Hkdf.expand(
                    secrets.of(SecretField.GEAR_KEY), GEAR_LABEL, GEAR_ENTRIES * Long.BYTES));
    long[] table = new long[GEAR_ENTRIES];
    ByteBuffer.wrap(bytes).asLongBuffer().get(table);
    Arrays.fill(bytes, (byte) 0);
    return table;
  }

  /**
   * Begins a container that is not content: configuration, log entry, checkpoint or index.
   *
   * @param kind what it holds
   * @param suite what seals it
   * @param buffer where it goes, from its first byte
   * @throws IllegalArgumentException if it is content (that takes a {@link #startRun run}) or a key
   *     file's, or the buffer has no room for its header
   */
  public ContainerSealer seal(ContainerKind kind, Suite suite, byte[] buffer) {
    SecretField secret = sharedSecretOf(kind);
    return guard.use(
        () -> {
          long domain = kind.hasDomain() ? secrets.domain() : 0;
          EpochSecrets newest = secrets.newest();
          return new ContainerSealer(
              ContainerHeader.fresh(kind, suite, newest.epoch(), domain, NO_AGREEMENT),
              newest.of(secret),
              secrets.of(SecretField.REPOSITORY_ID),
              buffer);
        });
  }

  /**
   * Begins a run, which seals content for the newest epoch: one key agreement for all its
   * containers.
   *
   * @param suite what seals them
   */
  public WriterRun startRun(Suite suite) {
    return guard.use(
        () -> {
          ContentKey contentKey = secrets.newest().content();
          return WriterRun.start(
              suite,
              secrets.domain(),
              contentKey,
              secrets.of(SecretField.MIXING_KEY),
              secrets.of(SecretField.REPOSITORY_ID));
        });
  }

  /**
   * Opens a container by its header.
   *
   * @param expected what it must hold
   * @param bytes where its first bytes are
   * @param offset where they start
   * @param length how many there are: all of its header, which is at most 128 bytes
   * @throws UnsupportedFormatException if its version, suite or kind is not known
   * @throws DamagedRepositoryException if it is no container, holds something else, or its header
   *     is not the one that was sealed under these keys
   * @throws WrongKeyException if it belongs to a domain or an epoch that the holder can't read
   * @throws IllegalArgumentException if a key file's container is expected
   */
  public ContainerOpener open(ContainerKind expected, byte[] bytes, int offset, int length) {
    ContainerHeader header = ContainerHeader.parse(expected, bytes, offset, length);
    ContainerKeys keys = guard.use(() -> keys(header));
    if (!keys.matches(header, bytes, offset)) {
      throw new DamagedRepositoryException(
          "the header of a container of "
              + expected
              + " was changed, or it belongs to another repository");
    }
    return new ContainerOpener(header, keys);
  }

  private ContainerKeys keys(ContainerHeader header) {
    byte[] repositoryId = secrets.of(SecretField.REPOSITORY_ID);
    if (header.kind().hasDomain() && header.domain() != secrets.domain()) {
      throw new WrongKeyException("no key for domain " + header.domain());
    }
    if (!header.kind().isContent()) {
      byte[] secret = secrets(header.epoch()).of(sharedSecretOf(header.kind()));
      return ContainerKeys.derive(header, secret, repositoryId);
    }
    ContentKey contentKey = secrets(header.epoch()).content();
    byte[] shared = sharedSecret(contentKey, header.agreement());
    byte[] secret = ContainerKeys.joined(secrets.of(SecretField.MIXING_KEY), shared);
    try {
      return ContainerKeys.derive(
          header, secret, ContainerKeys.joined(repositoryId, contentKey.publicKey()));
    } finally {
      Arrays.fill(shared, (byte) 0);
      Arrays.fill(secret, (byte) 0);
    }
  }

  private EpochSecrets secrets(int epoch) {
    List<EpochSecrets> epochs = secrets.epochs();
    if (epoch > epochs.size()) {
      throw new WrongKeyException("no key for epoch " + epoch);
    }
    return epochs.get(epoch - 1);
  }

  private byte[] sharedSecret(ContentKey contentKey, byte[] agreement) {
    byte[] known = agreements.find(contentKey.epoch(), agreement);
    if (known != null) {
      return known;
    }
    byte[] privateKey = contentKey.privateKey();
    if (privateKey == null) {
      throw new WrongKeyException(
          "no private key for epoch " + contentKey.epoch() + ": this holder only writes");
    }
    try {
      byte[] secret = X25519.sharedSecret(privateKey, agreement);
      agreements.keep(contentKey.epoch(), agreement, secret);
      return secret;
    } catch (IllegalArgumentException e) {
      throw new DamagedRepositoryException("the agreement of a container is not valid", e);
    }
  }

  /**
   * Signs a statement as the root of the repository. A statement begins with what it is, so that it
   * can be taken for no other.
   *
   * @return 64 bytes
   * @throws WrongKeyException if the holder may not sign as the root
   */
  public byte[] signAsRoot(byte[] statement) {
    return guard.use(
        () -> {
          EpochSecrets newest = secrets.newest();
          byte[] seed = newest.optional(SecretField.ROOT_SEED);
          if (seed == null) {
            throw new WrongKeyException(
                "this holder may not sign as the root of the repository: open it with one who may");
          }
          return Ed25519.sign(seed, newest.of(SecretField.ROOT_PUBLIC_KEY), statement);
        });
  }

  /**
   * Signs a statement as a full holder, or as the host that only writes. A statement begins with
   * what it is, so that it can be taken for no other.
   *
   * @return 64 bytes
   */
  public byte[] signAsAuthor(byte[] statement) {
    byte[] publicKey = signerPublicKey();
    return guard.use(
        () ->
            Ed25519.sign(
                secrets.writesOnly()
                    ? secrets.of(SecretField.HOST_SEED)
                    : secrets.newest().of(SecretField.AUTHOR_SEED),
                publicKey,
                statement));
  }

  /**
   * Returns whether a signature of a statement is that of a public key.
   *
   * @param publicKey the key
   * @param statement what was signed
   * @param signature the signature
   */
  public static boolean verify(byte[] publicKey, byte[] statement, byte[] signature) {
    return Ed25519.verify(publicKey, statement, signature);
  }

  /** Returns the map of secrets that a key file seals; the caller wipes it. */
  byte[] encodedSecrets() {
    return guard.use(secrets::encode);
  }

  private static SecretField sharedSecretOf(ContainerKind kind) {
    return switch (kind) {
      case CONFIG, LOG_ENTRY, CHECKPOINT -> SecretField.LEDGER_KEY;
      case INDEX -> SecretField.INDEX_KEY;
      case DATA_PACK, TREE_PACK, SNAPSHOT ->
          throw new IllegalArgumentException(kind + " is sealed by a run");
      case KEY, EPOCH -> throw new IllegalArgumentException(kind + " has a key of its own");
    };
  }

  private byte[] copyOf(SecretField field) {
    return guard.use(() -> secrets.of(field).clone());
  }

  /** Overwrites the secrets with zeros. */
  @Override
  public void close() {
    guard.wipe(
        () -> {
          secrets.wipe();
          if (pair != null) {
            pair.wipe();
          }
          agreements.wipe();
          domains.values().forEach(RepositoryKeys::close);
        });
  }

  /** Returns a text that says nothing of the secrets. */
  @Override
  public String toString() {
    return "RepositoryKeys[…]";
  }
}
