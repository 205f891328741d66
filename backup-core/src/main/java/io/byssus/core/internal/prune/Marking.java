package io.byssus.core.internal.prune;

import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.LogState;
import java.util.Optional;

/**
 * Marks candidates (R11), unless another mark is open or a run holds (R40). Commits that came after
 * they were chosen do no harm: the walk behind the mark sees them.
 */
public final class Marking {
  private final PrunedRepository repository;
  private final HoldWatch holds;

  /** Marks in a repository. */
  public Marking(PrunedRepository repository, HoldWatch holds) {
    this.repository = repository;
    this.holds = holds;
  }

  /** Appends a mark, and returns whether it did. */
  public boolean run(LogState chosenIn, Candidates candidates) {
    boolean[] may = {false};
    repository
        .log()
        .append(
            chosenIn,
            tail -> {
              repository.requireWhole(tail);
              Optional<Change.Mark> mark = mark(tail, chosenIn, candidates);
              may[0] = mark.isPresent();
              return mark.map(Change.class::cast);
            });
    return may[0];
  }

  private Optional<Change.Mark> mark(LogState tail, LogState chosenIn, Candidates candidates) {
    // A tail that was folded anew may not know what was condemned meanwhile (R6).
    if (tail.openMark().isPresent()
        || holds.forbidsMarks(tail)
        || tail.began() > chosenIn.number()) {
      return Optional.empty();
    }
    return Optional.of(candidates.mark(tail, chosenIn.number()))
        .filter(mark -> !mark.packs().isEmpty() || !mark.segments().isEmpty());
  }
}
