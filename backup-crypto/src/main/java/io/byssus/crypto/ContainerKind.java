package io.byssus.crypto;

import io.byssus.api.UnsupportedFormatException;

/** What a container holds, which decides the secret that seals it. */
public enum ContainerKind {
  /** The repository's configuration. */
  CONFIG(1, Scope.REPOSITORY),
  /** The secrets of a holder of keys. */
  KEY(2, Scope.LETTER),
  /** Chunks of content. */
  DATA_PACK(3, Scope.CONTENT),
  /** Chunks of trees. */
  TREE_PACK(4, Scope.CONTENT),
  /** Where chunks lie. */
  INDEX(5, Scope.DOMAIN),
  /** An entry of the log. */
  LOG_ENTRY(6, Scope.REPOSITORY),
  /** The state after an entry of the log. */
  CHECKPOINT(7, Scope.REPOSITORY),
  /** What a snapshot is of, and its root. */
  SNAPSHOT(8, Scope.CONTENT),
  /** The secrets of a new epoch, in a letter to holders. */
  EPOCH(9, Scope.LETTER);

  private enum Scope {
    LETTER,
    REPOSITORY,
    DOMAIN,
    CONTENT
  }

  private final int id;
  private final Scope scope;

  ContainerKind(int id, Scope scope) {
    this.id = id;
    this.scope = scope;
  }

  /**
   * Returns the kind with a number.
   *
   * @throws UnsupportedFormatException if there is none
   */
  public static ContainerKind of(int id) {
    for (ContainerKind kind : values()) {
      if (kind.id == id) {
        return kind;
      }
    }
    throw new UnsupportedFormatException(
        "a container is of kind " + id + ", which this version does not know");
  }

  /** Returns the number that is stored. */
  public int id() {
    return id;
  }

  /**
   * Returns whether it is sealed for an epoch's content key, by a {@link WriterRun}: who has writer
   * secrets alone can't read it.
   */
  public boolean isContent() {
    return scope == Scope.CONTENT;
  }

  /** Returns whether it belongs to a domain. */
  public boolean hasDomain() {
    return scope == Scope.DOMAIN || scope == Scope.CONTENT;
  }

  /** Returns whether secrets of an epoch seal it. */
  public boolean hasEpoch() {
    return scope != Scope.LETTER;
  }

  /** Returns the length of the header of a container of this kind. */
  public int headerLength() {
    return ContainerHeader.FIXED_BYTES + agreementLength() + ContainerHeader.COMMITMENT_BYTES;
  }

  int agreementLength() {
    return isContent() ? X25519.KEY_BYTES : 0;
  }

  /**
   * Checks what can be read of a container's header without a key.
   *
   * @param container the container's bytes
   * @throws io.byssus.api.UnsupportedFormatException if a newer version wrote it
   * @throws io.byssus.api.DamagedRepositoryException if it is no container of this kind
   */
  public void checkHeader(byte[] container) {
    ContainerHeader.parse(this, container, 0, container.length);
  }
}
