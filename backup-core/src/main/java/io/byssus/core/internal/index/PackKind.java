package io.byssus.core.internal.index;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.crypto.ContainerKind;

/** What a pack holds: content or trees. Kept apart, so that trees are read without content. */
public enum PackKind {
  /** Chunks of files. */
  DATA(ContainerKind.DATA_PACK),
  /** Directories and lists of chunks. */
  TREE(ContainerKind.TREE_PACK);

  private final ContainerKind container;

  PackKind(ContainerKind container) {
    this.container = container;
  }

  /** Returns the kind of the pack's container. */
  public ContainerKind container() {
    return container;
  }

  /** Returns the number that the index stores: the container kind's. */
  int number() {
    return container.id();
  }

  /** Returns the kind with the number that the index stores. */
  static PackKind of(long number) {
    for (PackKind kind : values()) {
      if (kind.number() == number) {
        return kind;
      }
    }
    throw new DamagedRepositoryException("the index names an unknown kind of pack: " + number);
  }
}
