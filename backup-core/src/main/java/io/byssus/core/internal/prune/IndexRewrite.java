package io.byssus.core.internal.prune;

import io.byssus.api.ByssusException;
import io.byssus.api.ErrorCode;
import io.byssus.core.internal.index.SegmentMerge;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.Condemned;
import io.byssus.core.internal.log.LogState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Replaces the segments that list condemned packs by others that list the rest (R34), many small
 * ones by few, and others that are to be sealed anew. A run like those of writers: what was
 * condemned since it began it does not name (R24).
 */
public final class IndexRewrite {
  /** What 65,536 chunks take in a segment. */
  private static final int TARGET_BYTES = 2 << 20;

  private static final int SMALL_BYTES = TARGET_BYTES / 4;

  /** Readers load as many segments; merging fewer would write the same packs again and again. */
  private static final int MANY_SMALL = 16;

  /** Others would have to condemn packs, or merge, during each. */
  private static final int ATTEMPTS = 5;

  private final PrunedRepository repository;
  private final String run;

  /**
   * Rewrites the index of a repository.
   *
   * @param run the name of this run
   */
  public IndexRewrite(PrunedRepository repository, String run) {
    this.repository = repository;
    this.run = run;
  }

  /**
   * Rewrites what needs it.
   *
   * @param outdated segments that are rewritten in any case
   * @return a state in which no segment that counts lists what was condemned up to it
   */
  public LogState run(Survey survey, Set<String> outdated) {
    LogState state = survey.state();
    for (long domain : state.domainsWithSegments()) {
      state = run(domain, state, small(survey), outdated);
    }
    return state;
  }

  private LogState run(long domain, LogState begun, Set<String> small, Set<String> outdated) {
    LogState state = begun;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Set<String> drop = listing(domain, state);
      small.retainAll(state.segments(domain));
      if (small.size() >= MANY_SMALL) {
        drop.addAll(small);
      }
      outdated.stream().filter(state.segments(domain)::contains).forEach(drop::add);
      // What can't be read now may be read tomorrow, and a snapshot may need it.
      drop.removeIf(segment -> repository.segment(domain, segment).isEmpty());
      if (drop.isEmpty()) {
        return state;
      }
      List<String> some = drop.stream().limit(Change.Replace.MOST).toList();
      Optional<LogState> replaced = replace(domain, state, some);
      state = repository.state();
      if (replaced.isPresent() && some.size() == drop.size()) {
        return replaced.get();
      }
    }
    throw new ByssusException(
        ErrorCode.STORE_UNAVAILABLE,
        "others changed the index of "
            + repository.store().location()
            + " each time it was to be rewritten");
  }

  private static Set<String> small(Survey survey) {
    Set<String> small = new TreeSet<>();
    survey
        .listing()
        .segmentLengths()
        .forEach(
            (name, length) -> {
              if (length < SMALL_BYTES) {
                small.add(name);
              }
            });
    return small;
  }

  /** Reads all segments that count: the index on the heap has nothing of condemned packs. */
  private Set<String> listing(long domain, LogState state) {
    Set<String> found = new TreeSet<>();
    if (state.condemned().stream().allMatch(gone -> gone.packs().isEmpty())) {
      return found;
    }
    for (String segment : state.segments(domain)) {
      repository.watch().check();
      repository
          .segment(domain, segment)
          .filter(payload -> SegmentMerge.lists(payload, pack -> state.isCondemned(pack.key())))
          .ifPresent(payload -> found.add(segment));
    }
    return found;
  }

  private Optional<LogState> replace(long domain, LogState begun, List<String> drop) {
    List<String> written = write(domain, begun, drop);
    Change.Replace replace = new Change.Replace(run, written, drop, domain);
    boolean[] may = {false};
    LogState replaced =
        repository
            .log()
            .append(
                begun,
                tail -> {
                  repository.requireWhole(tail);
                  may[0] = mayFollow(tail, begun, replace);
                  return may[0] ? Optional.of(replace) : Optional.empty();
                });
    return may[0] ? Optional.of(replaced) : Optional.empty();
  }

  private List<String> write(long domain, LogState state, List<String> drop) {
    List<String> written = new ArrayList<>();
    SegmentMerge merge = new SegmentMerge();
    for (String segment : drop) {
      repository.watch().check();
      Optional<byte[]> payload = repository.segment(domain, segment);
      if (payload.isPresent()) {
        merge.add(payload.get(), pack -> !state.isCondemned(pack.key()));
      }
      if (merge.length() >= TARGET_BYTES) {
        written.add(repository.storeSegment(domain, merge.payload()));
        merge = new SegmentMerge();
      }
    }
    if (merge.count() > 0) {
      written.add(repository.storeSegment(domain, merge.payload()));
    }
    return written;
  }

  /** Others may have dropped the same, or condemned what is listed (R23, R24). */
  private static boolean mayFollow(LogState tail, LogState begun, Change.Replace replace) {
    if (tail.began() > begun.number()) {
      return false; // folded anew, it may not know what was condemned meanwhile (R6)
    }
    List<Condemned> since = tail.condemnedSince(begun.number());
    return tail.segments(replace.domain()).containsAll(replace.dropped())
        && since.stream().allMatch(gone -> gone.packs().isEmpty())
        && replace.segments().stream()
            .noneMatch(name -> since.stream().anyMatch(gone -> gone.segments().contains(name)));
  }
}
