package io.byssus.core.internal.tree;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryOrder;
import io.byssus.crypto.NameHasher;

/**
 * The order in which a directory's tree holds its entries: by name in a small one, by the keyed
 * hash of the name in one that is split. Whoever goes in it needs one leaf of a tree at a time.
 */
public final class TreeOrder implements EntryOrder {
  private final NameHasher names;

  /** Creates the order of the trees that are split by these hashes. */
  public TreeOrder(NameHasher names) {
    this.names = names;
  }

  @Override
  public long rank(EntryName name, int count) {
    return count <= TreeFormat.MAX_LEAF_ENTRIES ? 0 : names.hash(name.bytes());
  }

  /** Returns the order of a split tree also for few names: to be compared with such a tree. */
  public EntryOrder split() {
    return (name, count) -> names.hash(name.bytes());
  }
}
