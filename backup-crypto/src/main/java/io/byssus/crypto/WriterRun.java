package io.byssus.crypto;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A run that writes content: its id, and the one key agreement under which its packs and snapshots
 * are sealed.
 *
 * <p>The run's private key is dropped as soon as the agreement is made, and the agreement when the
 * run is closed: who takes over a writer after that can't read what it sealed, unless the epoch's
 * private key is there as well. Safe for use by several threads; each container belongs to one.
 */
public final class WriterRun implements AutoCloseable {
  private static final int ID_BYTES = 16;

  private final WipeGuard guard = new WipeGuard("the run");
  private final byte[] id = RandomBytes.of(ID_BYTES);
  private final Suite suite;
  private final long domain;
  private final int epoch;
  private final byte[] agreement;
  private final byte[] secret;
  private final byte[] context;

  private WriterRun(
      Suite suite, long domain, int epoch, byte[] agreement, byte[] secret, byte[] context) {
    this.suite = suite;
    this.domain = domain;
    this.epoch = epoch;
    this.agreement = agreement;
    this.secret = secret;
    this.context = context;
  }

  static WriterRun start(
      Suite suite, long domain, ContentKey contentKey, byte[] mixingKey, byte[] repositoryId) {
    byte[] privateKey = RandomBytes.of(X25519.KEY_BYTES);
    byte[] shared = X25519.sharedSecret(privateKey, contentKey.publicKey());
    try {
      return new WriterRun(
          suite,
          domain,
          contentKey.epoch(),
          X25519.publicKey(privateKey),
          ContainerKeys.joined(mixingKey, shared),
          ContainerKeys.joined(repositoryId, contentKey.publicKey()));
    } finally {
      Arrays.fill(privateKey, (byte) 0);
      Arrays.fill(shared, (byte) 0);
    }
  }

  /** Returns the run's id: 16 random bytes, not secret. */
  public byte[] id() {
    return id.clone();
  }

  /** Returns the id as 32 hexadecimal digits. */
  public String name() {
    return HexFormat.of().formatHex(id);
  }

  /**
   * Begins a container of content: data pack, tree pack or snapshot.
   *
   * @param kind what it holds
   * @param buffer where it goes, from its first byte
   * @throws IllegalArgumentException if the kind is not content, or the buffer has no room for its
   *     header
   * @throws IllegalStateException if the run is closed
   */
  public ContainerSealer seal(ContainerKind kind, byte[] buffer) {
    if (!kind.isContent()) {
      throw new IllegalArgumentException(kind + " is no content: RepositoryKeys seals it");
    }
    return guard.use(
        () ->
            new ContainerSealer(
                ContainerHeader.fresh(kind, suite, epoch, domain, agreement),
                secret,
                context,
                buffer));
  }

  /**
   * Overwrites the agreement with zeros: no more containers. Those that were begun can be finished.
   */
  @Override
  public void close() {
    guard.wipe(() -> Arrays.fill(secret, (byte) 0));
  }

  /** Returns the run's name. */
  @Override
  public String toString() {
    return "run " + name();
  }
}
