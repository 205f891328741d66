package io.byssus.core.internal.prune;

import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.LogState;
import java.util.Optional;

/** Says that what was condemned or dropped is deleted and listed nowhere (R36). */
public final class Sweeping {
  private final PrunedRepository repository;

  /** Sweeps in a repository. */
  public Sweeping(PrunedRepository repository) {
    this.repository = repository;
  }

  /**
   * Appends that, unless another did.
   *
   * @param seenIn the state in which no segment that counts lists what was condemned
   * @param number up to which entry all of it is gone
   */
  public void run(LogState seenIn, long number) {
    repository
        .log()
        .append(
            seenIn,
            tail -> {
              repository.requireWhole(tail);
              boolean unswept = tail.condemned().stream().anyMatch(gone -> gone.entry() <= number);
              return unswept ? Optional.of(new Change.Swept(number)) : Optional.empty();
            });
  }
}
