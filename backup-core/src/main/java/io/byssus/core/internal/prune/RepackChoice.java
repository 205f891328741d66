package io.byssus.core.internal.prune;

import io.byssus.api.Fraction;
import java.util.BitSet;
import java.util.Comparator;
import java.util.PrimitiveIterator;

/**
 * Which packs are worth storing anew: those that an earlier epoch sealed, if that is asked for, and
 * some because too much of the repository is unused.
 */
public final class RepackChoice {
  private final Survey survey;
  private final PackWaste waste;
  private final BitSet chosen = new BitSet();
  private final long unusedAfter;
  private final long bytesAfter;
  private final BitSet outdatedAfter;

  /**
   * Chooses the packs that are outdated, and then those with the greatest part of waste, until
   * little enough is unused.
   *
   * @param survey with all snapshots walked
   * @param going what goes anyway
   * @param outdated packs that are to be stored anew, whatever their waste
   * @param maxUnused how much of what is stored may be unused
   * @param maxBytes how much may be chosen at most
   */
  public RepackChoice(
      Survey survey, Candidates going, BitSet outdated, Fraction maxUnused, long maxBytes) {
    this.survey = survey;
    this.waste = new PackWaste(survey.packs(), survey.references());
    BitSet rest = survey.packs().all();
    rest.andNot(going.live());
    rest.and(survey.listing().whole());
    long total = survey.packs().bytes(rest);
    long unused = waste.bytes(rest);
    long repacked = 0;
    PrimitiveIterator.OfInt worst =
        rest.stream()
            .filter(pack -> outdated.get(pack) || waste.bytes(pack) > 0)
            .filter(pack -> !survey.listing().isYoung(survey.packs().get(pack).name()))
            .boxed()
            .sorted(
                Comparator.<Integer, Boolean>comparing(outdated::get)
                    .thenComparingDouble(waste::share)
                    .reversed())
            .mapToInt(Integer::intValue)
            .iterator();
    while (worst.hasNext()) {
      int pack = worst.nextInt();
      if (!outdated.get(pack) && unused <= maxUnused.value() * total) {
        break;
      }
      long length = survey.packs().get(pack).length();
      if (length <= maxBytes - repacked) {
        chosen.set(pack);
        repacked += length;
        unused -= waste.bytes(pack);
        total -= waste.bytes(pack);
      }
    }
    this.unusedAfter = unused;
    this.bytesAfter = total;
    this.outdatedAfter = (BitSet) outdated.clone();
    outdatedAfter.andNot(going.live());
    outdatedAfter.andNot(chosen);
  }

  /** Returns whether none is. */
  public boolean isEmpty() {
    return chosen.isEmpty();
  }

  /** Returns how many packs there are. */
  public long count() {
    return chosen.cardinality();
  }

  /** Returns what they take. */
  public long bytes() {
    return survey.packs().bytes(chosen);
  }

  /** Returns what of them is in use, and so is stored anew. */
  public long bytesUsed() {
    return bytes() - waste.bytes(chosen);
  }

  /** Returns about how large all packs are that count then. */
  public long bytesAfter() {
    return bytesAfter;
  }

  /** Returns how many outdated packs stay, because they are new, damaged or too much. */
  public long outdatedAfter() {
    return outdatedAfter.cardinality();
  }

  /** Returns what these take. */
  public long outdatedBytesAfter() {
    return survey.packs().bytes(outdatedAfter);
  }

  /** Returns how much stays unused in packs that stay. */
  public long unusedAfter() {
    return unusedAfter;
  }

  /**
   * Returns the positions of the chunks that only these packs have, each once, in the order in
   * which they lie there.
   */
  public int[] positions() {
    LivePacks packs = survey.packs();
    BitSet good = survey.listing().whole();
    BitSet needed = survey.references().needed();
    return needed.stream()
        .filter(at -> packs.copies(at).map(packs::packOf).filter(good::get).allMatch(chosen::get))
        .mapToLong(
            at ->
                packs
                    .copies(at)
                    .filter(copy -> chosen.get(packs.packOf(copy)) && packs.isFirstListing(copy))
                    .mapToLong(copy -> ((long) packs.index().recordOf(copy) << Integer.SIZE) | copy)
                    .findFirst()
                    .orElse(-1))
        .filter(place -> place >= 0)
        .sorted()
        .mapToInt(place -> (int) place)
        .toArray();
  }
}
