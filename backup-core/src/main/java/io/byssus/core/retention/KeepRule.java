package io.byssus.core.retention;

import java.time.ZonedDateTime;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/** One rule of a policy: what it keeps, it keeps whatever the other rules say. */
sealed interface KeepRule {
  /** Gives a reason to each snapshot that this rule keeps. */
  void apply(Timeline timeline, Reasons reasons);

  /** Is told of what is kept. */
  interface Reasons {
    void add(int position, String reason);
  }

  /** Keeps the snapshots that were committed last. */
  record Last(int count) implements KeepRule {
    @Override
    public void apply(Timeline timeline, Reasons reasons) {
      for (int i = 1; i <= Math.min(count, timeline.size()); i++) {
        reasons.add(timeline.size() - i, "last " + i);
      }
    }

    @Override
    public String toString() {
      return "last " + count;
    }
  }

  /** Keeps the last of each of the latest periods that have any. */
  record Periods(CalendarPeriod period, int count) implements KeepRule {
    @Override
    public void apply(Timeline timeline, Reasons reasons) {
      TreeMap<Long, List<Timeline.PeriodEnd>> byPeriod = new TreeMap<>(Comparator.reverseOrder());
      for (Timeline.PeriodEnd end : timeline.ends(period)) {
        byPeriod.computeIfAbsent(end.number(), n -> new ArrayList<>()).add(end);
      }
      byPeriod.values().stream()
          .limit(count)
          .flatMap(List::stream)
          .forEach(end -> keep(timeline, end, period, period.adverb(), reasons));
    }

    @Override
    public String toString() {
      return period.adverb() + " " + count;
    }
  }

  /** Keeps all that are less than a time older than the latest. */
  record Within(TemporalAmount span) implements KeepRule {
    @Override
    public void apply(Timeline timeline, Reasons reasons) {
      Predicate<ZonedDateTime> recent = recent(timeline, span);
      for (int i = 0; i < timeline.size(); i++) {
        if (recent.test(timeline.time(i))) {
          reasons.add(i, toString());
        }
      }
    }

    @Override
    public String toString() {
      return "within " + span;
    }
  }

  /** Keeps the last of each period among those that are less than a time older than the latest. */
  record PeriodsWithin(CalendarPeriod period, TemporalAmount span) implements KeepRule {
    @Override
    public void apply(Timeline timeline, Reasons reasons) {
      Predicate<ZonedDateTime> recent = recent(timeline, span);
      for (Timeline.PeriodEnd end : timeline.ends(period)) {
        if (recent.test(timeline.time(end.position()))) {
          keep(timeline, end, period, toString(), reasons);
        }
      }
    }

    @Override
    public String toString() {
      return period.adverb() + " within " + span;
    }
  }

  /** Keeps those that have all of some tags. */
  record Tagged(List<String> tags) implements KeepRule {
    @Override
    public void apply(Timeline timeline, Reasons reasons) {
      for (int i = 0; i < timeline.size(); i++) {
        if (timeline.snapshot(i).tags().containsAll(tags)) {
          reasons.add(i, toString());
        }
      }
    }

    @Override
    public String toString() {
      return "tag " + String.join(",", tags);
    }
  }

  private static Predicate<ZonedDateTime> recent(Timeline timeline, TemporalAmount span) {
    return timeline
        .latest()
        .<Predicate<ZonedDateTime>>map(latest -> latest.minus(span)::isBefore)
        .orElse(time -> false);
  }

  private static void keep(
      Timeline timeline,
      Timeline.PeriodEnd end,
      CalendarPeriod period,
      String rule,
      Reasons reasons) {
    String name = rule + " " + period.label(timeline.time(end.position()));
    reasons.add(end.position(), name);
    if (end.witness() != Timeline.PeriodEnd.NONE) {
      reasons.add(end.witness(), "shows what came late for " + name);
    }
  }
}
