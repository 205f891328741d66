package io.byssus.core.internal.prune;

import io.byssus.core.internal.look.RecordShares;
import java.util.BitSet;

/** What the chunks take, in each pack, that no snapshot refers to. Immutable. */
final class PackWaste {
  private final LivePacks packs;
  private final long[] bytes;

  PackWaste(LivePacks packs, ReferenceWalk references) {
    this.packs = packs;
    this.bytes = new long[packs.index().packs().size()];
    RecordShares shares = new RecordShares(packs.index());
    for (int at = 0; at < packs.index().size(); at++) {
      if (packs.isFirstListing(at) && !references.needs(at)) {
        bytes[packs.packOf(at)] += shares.storedLength(at);
      }
    }
  }

  long bytes(int pack) {
    return bytes[pack];
  }

  long bytes(BitSet of) {
    return of.stream().mapToLong(this::bytes).sum();
  }

  /** Returns the part of a pack that is wasted. */
  double share(int pack) {
    long length = packs.get(pack).length();
    return length == 0 ? 0 : (double) bytes[pack] / length;
  }
}
