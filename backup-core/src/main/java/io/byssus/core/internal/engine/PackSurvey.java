package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.parity.ParityBlob;
import io.byssus.core.internal.parity.ParityEncoder;
import io.byssus.core.internal.parity.ParityStrength;
import io.byssus.core.repair.RepairStep;
import io.byssus.core.repair.RepairStep.Kind;
import io.byssus.crypto.DigestAlgorithm;
import java.util.List;
import java.util.Optional;

/** Reads packs, tells those that are damaged, and sees that the others have their parity. */
final class PackSurvey {
  /** What parity that is damaged is replaced by when new packs get none any more. */
  private static final ParityStrength DEFAULT = new ParityStrength(30);

  private final BlobStore store;
  private final StoredParity parity;
  private final Optional<ParityStrength> strength;
  private final RepairRun.Mode mode;
  private final List<RepairStep> steps;

  /** What was found of a pack. */
  enum Verdict {
    /** It is what its name says. */
    SOUND,
    /** It is not, or it is missing. */
    DAMAGED,
    /** It is there, and no byte of it can be read. */
    UNREADABLE
  }

  PackSurvey(
      BlobStore store,
      StoredParity parity,
      Optional<ParityStrength> strength,
      RepairRun.Mode mode,
      List<RepairStep> steps) {
    this.store = store;
    this.parity = parity;
    this.strength = strength;
    this.mode = mode;
    this.steps = steps;
  }

  /** Judges a pack by its bytes. */
  Verdict judge(PackName pack, Optional<byte[]> found) {
    if (found.isEmpty()) {
      steps.add(
          new RepairStep(
              Kind.LEFT,
              pack.toString(),
              "the pack is there and can't be read, which may be a matter of permissions: nothing is"
                  + " given up",
              List.of()));
      return Verdict.UNREADABLE;
    }
    byte[] bytes = found.get();
    if (!DigestAlgorithm.SHA_256.hex(bytes, 0, bytes.length).equals(pack.sha256())) {
      return Verdict.DAMAGED;
    }
    if (parity.has(pack)) {
      renewIfDamaged(pack, bytes);
    } else {
      strength.ifPresent(wanted -> add(pack, bytes, wanted));
    }
    return Verdict.SOUND;
  }

  private void renewIfDamaged(PackName pack, byte[] bytes) {
    try {
      byte[] stored = parity.read(pack, bytes.length);
      if (ParityBlob.of(stored, pack.sha256(), bytes.length).isOf(bytes, stored)) {
        return;
      }
    } catch (DamagedRepositoryException e) {
      // It is made anew, whatever is wrong with it.
    } catch (BlobNotFoundException e) {
      return; // its pack was pruned meanwhile
    }
    steps.add(
        new RepairStep(
            Kind.PARITY_RENEWED,
            pack.parityKey().value(),
            "the parity was damaged; its pack is whole",
            List.of()));
    if (mode == RepairRun.Mode.RUN) {
      // Parity is nobody's only copy: a crash in between costs nothing but parity.
      store.delete(List.of(pack.parityKey())).orThrow();
      create(pack, bytes, strength.orElse(DEFAULT));
    }
  }

  private void add(PackName pack, byte[] bytes, ParityStrength wanted) {
    steps.add(
        new RepairStep(
            Kind.PARITY_ADDED, pack.parityKey().value(), "the pack had no parity", List.of()));
    if (mode == RepairRun.Mode.RUN) {
      create(pack, bytes, wanted);
    }
  }

  private void create(PackName pack, byte[] bytes, ParityStrength wanted) {
    byte[] blob = new ParityEncoder(wanted).encode(bytes, bytes.length, pack.sha256());
    try {
      store.create(pack.parityKey(), BlobBody.of(blob), CreateOptions.none());
    } catch (BlobExistsException e) {
      // Another repair was faster, with parity of the same pack.
    }
  }
}
