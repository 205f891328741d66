package io.byssus.core.internal.prune;

import io.byssus.core.internal.index.PackName;
import java.util.BitSet;
import java.util.Comparator;

/**
 * Which of some packs can go without any reference losing its last good copy.
 *
 * <p>A copy is good in a pack that is live and in the store with its length (R32). Of several
 * copies that may all go, the one of the newest epoch stays, and of these the one in the pack with
 * the least waste, so that what was stored anew goes, and all pruners agree.
 */
final class Superfluous {
  private final LivePacks packs;
  private final BitSet good;
  private final BitSet mayGo;
  private final Comparator<Integer> worth;

  /**
   * Looks at some packs.
   *
   * @param survey tells which are live, and which of them are in the store, whole
   * @param mayGo which of them may go
   * @param waste of each
   */
  Superfluous(Survey survey, BitSet mayGo, PackWaste waste) {
    this.packs = survey.packs();
    this.good = survey.listing().whole();
    this.mayGo = mayGo;
    this.worth =
        Comparator.<Integer>comparingInt(pack -> -survey.epochOf(pack))
            .thenComparingDouble(waste::share)
            .thenComparing(
                pack -> packs.get(pack).name(), Comparator.comparing(PackName::toString));
  }

  /** Returns those that can go. */
  BitSet find(ReferenceWalk references) {
    BitSet stay = new BitSet();
    BitSet undecided = new BitSet();
    BitSet needed = references.needed();
    for (int at = needed.nextSetBit(0); at >= 0; at = needed.nextSetBit(at + 1)) {
      int[] copies = packs.copies(at).map(packs::packOf).filter(packs::isLive).distinct().toArray();
      int[] sound = only(good, copies);
      if (sound.length == 0) {
        set(stay, copies); // lost, or perhaps not: what there is of it may still be repaired
      } else if (sound.length == only(mayGo, sound).length) {
        if (sound.length == 1) {
          stay.set(sound[0]);
        } else {
          undecided.set(at);
        }
      }
    }
    BitSet chosen = new BitSet();
    for (int at = undecided.nextSetBit(0); at >= 0; at = undecided.nextSetBit(at + 1)) {
      int[] copies = packs.copies(at).map(packs::packOf).filter(good::get).distinct().toArray();
      if (only(stay, copies).length == 0) {
        chosen.set(best(copies));
      }
    }
    BitSet go = (BitSet) mayGo.clone();
    go.andNot(stay);
    go.andNot(chosen);
    return go;
  }

  private int best(int[] copies) {
    int best = copies[0];
    for (int copy : copies) {
      if (worth.compare(copy, best) < 0) {
        best = copy;
      }
    }
    return best;
  }

  private static int[] only(BitSet of, int[] copies) {
    return java.util.Arrays.stream(copies).filter(of::get).toArray();
  }

  private static void set(BitSet bits, int[] copies) {
    for (int copy : copies) {
      bits.set(copy);
    }
  }
}
