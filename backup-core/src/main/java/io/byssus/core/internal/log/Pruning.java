package io.byssus.core.internal.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What pruners said, and the runs that hold against them: a part of the fold. Immutable.
 *
 * @param mark the open mark, if there is one
 * @param condemned what is condemned or dropped and not swept, by entries, ascending
 * @param holds the runs that hold, and the entry of each that said so last
 * @param unfinished the runs that added segments, and neither committed nor replaced any since, and
 *     the last such entry of each
 */
record Pruning(
    @Nullable OpenMark mark,
    List<Condemned> condemned,
    Map<String, Long> holds,
    Map<String, Long> unfinished) {
  static final Pruning NONE = new Pruning(null, List.of(), Map.of(), Map.of());

  /** Copies the collections. */
  Pruning {
    condemned = List.copyOf(condemned);
    holds = Map.copyOf(holds);
    unfinished = Map.copyOf(unfinished);
  }

  boolean condemns(String segment) {
    return condemned.stream().anyMatch(gone -> gone.segments().contains(segment));
  }

  Pruning marked(long number, Change.Mark change) {
    return mark != null
        ? this
        : new Pruning(
            new OpenMark(number, change.packs(), Set.copyOf(change.segments())),
            condemned,
            Map.of(),
            unfinished);
  }

  /** Returns what goes by a CONDEMN: nothing, if its mark is not open. */
  Condemned condemnedBy(long number, Change.Condemn change, Predicate<String> counts) {
    if (mark == null || mark.number() != change.mark()) {
      return new Condemned(number, PackSet.EMPTY, Set.of());
    }
    Set<String> segments =
        change.segments().stream()
            .filter(name -> mark.segments().contains(name) && !counts.test(name))
            .collect(Collectors.toSet());
    return new Condemned(number, change.packs().intersect(mark.packs()), segments);
  }

  Pruning decided(long decided, Condemned gone) {
    boolean open = mark != null && mark.number() == decided;
    return open ? new Pruning(null, with(gone), holds, unfinished) : this;
  }

  Pruning gone(Condemned gone) {
    return new Pruning(mark, with(gone), holds, unfinished);
  }

  private List<Condemned> with(Condemned gone) {
    if (gone.isEmpty()) {
      return condemned;
    }
    List<Condemned> all = new ArrayList<>(condemned);
    all.add(gone);
    return all;
  }

  Pruning swept(long number) {
    List<Condemned> rest = condemned.stream().filter(gone -> gone.entry() > number).toList();
    return new Pruning(mark, rest, holds, unfinished);
  }

  Pruning holding(String run, long number) {
    return new Pruning(mark, condemned, with(holds, run, number), unfinished);
  }

  Pruning added(String run, long number) {
    return new Pruning(mark, condemned, holds, with(unfinished, run, number));
  }

  Pruning committed(String run) {
    return finished(run).holdingNoMore(run);
  }

  Pruning finished(String run) {
    return unfinished.containsKey(run)
        ? new Pruning(mark, condemned, holds, without(unfinished, run))
        : this;
  }

  private Pruning holdingNoMore(String run) {
    return holds.containsKey(run)
        ? new Pruning(mark, condemned, without(holds, run), unfinished)
        : this;
  }

  private static Map<String, Long> with(Map<String, Long> runs, String run, long number) {
    Map<String, Long> all = new HashMap<>(runs);
    all.put(run, number);
    return all;
  }

  private static Map<String, Long> without(Map<String, Long> runs, String run) {
    Map<String, Long> all = new HashMap<>(runs);
    all.remove(run);
    return all;
  }

  /** Returns which of some segments may count. */
  List<String> notCondemned(Collection<String> segments) {
    return segments.stream().filter(name -> !condemns(name)).toList();
  }
}
