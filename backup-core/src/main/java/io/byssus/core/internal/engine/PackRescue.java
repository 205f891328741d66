package io.byssus.core.internal.engine;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.PackKind;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.pack.PackSalvage;
import io.byssus.core.internal.pack.PackWriter;
import io.byssus.core.internal.parity.ParityBlob;
import io.byssus.core.internal.parity.ParityCorrection;
import io.byssus.core.repair.RepairStep;
import io.byssus.core.repair.RepairStep.Kind;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is sound out of damaged packs, corrected by their parity where they have some, and
 * stores it in new ones, unless another pack has it.
 */
final class PackRescue {
  private final ChunkIndex index;
  private final BitSet given;
  private final BitSet unreadable;
  private final StoredParity parity;
  private final PackSalvage salvage;
  private final @Nullable PackWriter packs;
  private final Set<Prefix> rescued = new HashSet<>();

  /** What the index knows of a chunk's id. */
  private record Prefix(long word0, long word1) {}

  /**
   * Creates a rescue.
   *
   * @param given which packs of the index count no more
   * @param unreadable which ones are there and can't be read: they stand in for nothing
   * @param packs takes what is rescued; nothing is stored without it
   */
  PackRescue(
      ChunkIndex index,
      BitSet given,
      BitSet unreadable,
      StoredParity parity,
      PackSalvage salvage,
      @Nullable PackWriter packs) {
    this.index = index;
    this.given = given;
    this.unreadable = unreadable;
    this.parity = parity;
    this.salvage = salvage;
    this.packs = packs;
  }

  /**
   * Rescues what is in a pack.
   *
   * @param number of the pack in the index, or -1
   * @param found what was found of it
   * @param length how long it was
   */
  RepairStep rescue(PackName pack, PackKind kind, int number, byte[] found, long length) {
    Optional<ParityCorrection> correction = correct(pack, found, length);
    byte[] best = correction.map(ParityCorrection::pack).orElse(found);
    salvage.records(best, kind, record -> rescue(record, kind));
    if (correction.isPresent() && correction.get().whole()) {
      return new RepairStep(
          Kind.PACK_CORRECTED,
          pack.toString(),
          correction.get().correctedBlocks() + " blocks were damaged; parity corrects them all",
          List.of());
    }
    int lost = lost(number);
    return new RepairStep(
        Kind.PACK_SALVAGED,
        pack.toString(),
        (found.length == 0 ? "the pack is missing" : "the pack is damaged")
            + (number < 0
                ? "; what can be read of it is stored again"
                : lost == 0
                    ? "; nothing of it is lost"
                    : "; " + lost + " of its " + chunks(number) + " chunks are lost"),
        List.of());
  }

  private Optional<ParityCorrection> correct(PackName pack, byte[] found, long length) {
    if (found.length == 0 || !parity.has(pack)) {
      return Optional.empty();
    }
    try {
      ParityBlob blob = ParityBlob.of(parity.read(pack, length), pack.sha256(), length);
      return Optional.of(ParityCorrection.of(blob, found));
    } catch (DamagedRepositoryException | BlobNotFoundException e) {
      return Optional.empty(); // what is sound is rescued without it
    }
  }

  private void rescue(PackSalvage.Salvaged record, PackKind kind) {
    boolean wanted = false;
    for (ChunkId id : record.chunks()) {
      wanted |= rescued.add(new Prefix(id.word0(), id.word1())) && !elsewhere(id);
    }
    if (wanted && packs != null) {
      record.storeIn(packs, kind);
    }
  }

  private boolean elsewhere(ChunkId id) {
    return elsewhere(id.word0(), id.word1());
  }

  private boolean elsewhere(long word0, long word1) {
    for (int at = index.find(word0, word1); at != ChunkIndex.ABSENT; at = index.findNext(at)) {
      if (standsIn(index.packOf(at))) {
        return true;
      }
    }
    return false;
  }

  private boolean standsIn(int pack) {
    return !given.get(pack) && !unreadable.get(pack);
  }

  private int lost(int number) {
    int lost = 0;
    for (int at = 0; at < index.size(); at++) {
      if (index.packOf(at) == number && isLost(at)) {
        lost++;
      }
    }
    return lost;
  }

  private boolean isLost(int at) {
    return !rescued.contains(new Prefix(index.word0(at), index.word1(at)))
        && !elsewhere(index.word0(at), index.word1(at));
  }

  private int chunks(int number) {
    int chunks = 0;
    for (int at = 0; at < index.size(); at++) {
      if (index.packOf(at) == number) {
        chunks++;
      }
    }
    return chunks;
  }

  /** Returns the packs of the index, but for those that count no more, which have what they had. */
  BitSet standIns() {
    BitSet used = new BitSet();
    for (int at = 0; at < index.size(); at++) {
      if (given.get(index.packOf(at))) {
        for (int other = index.find(index.word0(at), index.word1(at));
            other != ChunkIndex.ABSENT;
            other = index.findNext(other)) {
          if (standsIn(index.packOf(other))) {
            used.set(index.packOf(other));
          }
        }
      }
    }
    return used;
  }
}
