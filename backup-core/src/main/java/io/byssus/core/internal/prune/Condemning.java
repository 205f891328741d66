package io.byssus.core.internal.prune;

import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.OpenMark;
import io.byssus.core.internal.log.PackSet;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides on the open mark, whoever made it (R37): what no snapshot needs of it goes. */
public final class Condemning {
  private final PrunedRepository repository;
  private final Grace grace;

  /** Decides in a repository. */
  public Condemning(PrunedRepository repository, Grace grace) {
    this.repository = repository;
    this.grace = grace;
  }

  /**
   * Walks what the mark needs to know, and condemns.
   *
   * @param state in which the mark is open
   * @param before what was known earlier, or {@code null}
   * @return what is known now
   * @throws io.byssus.api.DamagedRepositoryException if what snapshots refer to can't be known
   */
  public Survey run(LogState state, OpenMark mark, @Nullable Survey before) {
    Survey survey = Survey.of(repository, state, grace, before);
    survey.walk(mark.number()); // R31
    condemn(state, decide(survey, mark));
    return survey;
  }

  /** Releases a mark: nobody knows what snapshots need of it (R38). */
  public void release(LogState state, OpenMark mark) {
    condemn(state, new Change.Condemn(mark.number(), PackSet.EMPTY, List.of()));
  }

  private static Change.Condemn decide(Survey survey, OpenMark mark) {
    LivePacks packs = survey.packs();
    BitSet marked = packs.numbersOf(mark.packs());
    PackWaste waste = new PackWaste(packs, survey.references());
    BitSet stay = (BitSet) marked.clone();
    stay.andNot(new Superfluous(survey, marked, waste).find(survey.references()));
    List<String> segments =
        mark.segments().stream()
            .filter(name -> !survey.state().segments().contains(name))
            .sorted()
            .toList();
    return new Change.Condemn(
        mark.number(), mark.packs().minus(PackSet.of(packs.keys(stay))), segments);
  }

  /** What comes in between changes nothing in the result, as long as the mark is open (R12). */
  private void condemn(LogState state, Change.Condemn change) {
    repository
        .log()
        .append(
            state,
            tail -> {
              repository.requireWhole(tail);
              boolean open =
                  tail.openMark().filter(mark -> mark.number() == change.mark()).isPresent();
              return open ? Optional.of(change) : Optional.empty();
            });
  }
}
