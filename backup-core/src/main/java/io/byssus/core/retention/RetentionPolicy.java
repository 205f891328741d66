package io.byssus.core.retention;

import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.Snapshots;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says which snapshots stay: the last ones, the last of each hour, day, week, month or year, those
 * of the last time, those with a tag.
 *
 * <pre>{@code
 * RetentionPolicy policy =
 *     RetentionPolicy.builder().daily(30).weekly(12).monthly(12).yearly(7).build();
 * }</pre>
 *
 * <p>Snapshots are grouped, by their origin unless said otherwise, and each group is looked at for
 * itself. Each rule keeps the latest snapshot of each of its periods; periods without a snapshot do
 * not count; what several rules keep is kept once, and a rule that is added never makes another
 * snapshot go. Periods are those of the calendar in the policy's zone, weeks those of ISO 8601.
 * {@code within} counts back from the latest snapshot of the group, not from today, so that a group
 * which gets no more snapshots stays as it is. Users of restic know all this from {@code restic
 * forget}.
 *
 * <p><b>Dates can be wrong</b>, because of a clock or on purpose, and whoever may make snapshots
 * may make many. What holds all the same, as long as the clock is right where the policy is
 * applied:
 *
 * <ul>
 *   <li>A snapshot that is dated in the future stays while it is, and does not count: no rule takes
 *       it for the latest, or for one of the last.
 *   <li>The last snapshot of a period keeps its place when a later period has begun: what is
 *       committed after a snapshot of a later period can't take it, whichever time it claims. Both
 *       stay.
 *   <li>So the last snapshot of a day stays for at least <i>n</i> days with {@code daily(n)}, and
 *       any snapshot for at least {@code d} with {@code within(d)}, whatever is committed
 *       meanwhile; likewise for the other periods.
 *   <li>{@code keepLast} and {@code minimum} count in the order of the log, which nobody can forge,
 *       but a flood of new snapshots pushes the older ones out of them. And as long as a period has
 *       not ended, its last snapshot may become another's. Where writers may not be trusted, keep
 *       days, or all within a span, for longer than it takes to notice, and pin what is good.
 * </ul>
 *
 * <p>Pinned snapshots stay whatever the policy says, and count like others. Immutable.
 */
public final class RetentionPolicy {
  private final Builder settings;
  private final List<KeepRule> rules;

  private RetentionPolicy(Builder settings) {
    this.settings = new Builder(settings);
    this.rules = settings.rules();
  }

  /** Starts a policy without rules. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a policy for what can't be made again, such as books and contracts: 72 hourly, 60
   * daily, 26 weekly, 36 monthly and 10 yearly snapshots, and never fewer than 3.
   */
  public static RetentionPolicy critical() {
    return builder().hourly(72).daily(60).weekly(26).monthly(36).yearly(10).minimum(3).build();
  }

  /** Returns a policy for most data: 30 daily, 12 weekly, 12 monthly and 7 yearly snapshots. */
  public static RetentionPolicy standard() {
    return builder().daily(30).weekly(12).monthly(12).yearly(7).build();
  }

  /**
   * Returns a policy for what is of use for some weeks and may have to be gone after that: 14 daily
   * and 4 weekly snapshots.
   */
  public static RetentionPolicy logs() {
    return builder().daily(14).weekly(4).build();
  }

  /**
   * Returns the span of time that a text says, such as {@code 30d}, {@code 12h} or {@code
   * 2y5m7d3h}: years, months and days of the calendar, and hours.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  public static TemporalAmount span(String text) {
    return Span.parse(text);
  }

  /** Starts a policy that has all that this one has. */
  public Builder toBuilder() {
    return new Builder(settings);
  }

  /**
   * Tells what the policy says of some snapshots. Nothing is changed.
   *
   * @param snapshots in the order in which they were committed
   * @param now what is dated later is dated in the future
   * @return the groups in the order of their first snapshots
   */
  public List<RetentionGroup> apply(Snapshots snapshots, Instant now) {
    Map<RetentionGroup.Key, List<Snapshot>> groups = new LinkedHashMap<>();
    for (Snapshot snapshot : snapshots.list()) {
      groups
          .computeIfAbsent(
              RetentionGroup.Key.of(snapshot, settings.criteria), key -> new ArrayList<>())
          .add(snapshot);
    }
    List<RetentionGroup> decided = new ArrayList<>();
    groups.forEach((key, group) -> decided.add(new RetentionGroup(key, decide(group, now))));
    return List.copyOf(decided);
  }

  private List<RetentionDecision> decide(List<Snapshot> group, Instant now) {
    Timeline timeline =
        new Timeline(group.stream().filter(s -> !s.time().isAfter(now)).toList(), settings.zone);
    List<List<String>> reasons = new ArrayList<>();
    for (int i = 0; i < timeline.size(); i++) {
      reasons.add(new ArrayList<>());
    }
    rules.forEach(rule -> rule.apply(timeline, (i, reason) -> reasons.get(i).add(reason)));
    // Not as many as are missing: then a snapshot that another rule keeps would cost one of these.
    for (int i = 1; i <= Math.min(settings.minimum, timeline.size()); i++) {
      List<String> why = reasons.get(timeline.size() - i);
      if (why.isEmpty()) {
        why.add("minimum " + i);
      }
    }
    List<RetentionDecision> decisions = new ArrayList<>();
    int next = 0;
    for (Snapshot snapshot : group) {
      List<String> why = new ArrayList<>();
      snapshot.pinned().ifPresent(reason -> why.add("pinned: " + reason));
      if (snapshot.time().isAfter(now)) {
        why.add("dated in the future");
      } else {
        why.addAll(reasons.get(next++));
      }
      decisions.add(new RetentionDecision(snapshot, why));
    }
    return decisions;
  }

  /** Returns the rules, such as {@code daily 30, weekly 12, minimum 1, by origin, zone UTC}. */
  @Override
  public String toString() {
    String by =
        settings.criteria.stream()
            .map(criterion -> criterion.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" and "));
    return rules.stream().map(KeepRule::toString).collect(Collectors.joining(", "))
        + ", minimum "
        + settings.minimum
        + (by.isEmpty() ? ", in one group" : ", by " + by)
        + ", zone "
        + settings.zone;
  }

  /** Collects the rules of a {@link RetentionPolicy}. Not safe for use by several threads. */
  public static final class Builder {
    private static final ZonedDateTime SOME_DAY =
        ZonedDateTime.of(2001, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private static final int MOST_YEARS = 1_000;

    private int last;
    private int minimum = 1;
    private final Map<CalendarPeriod, Integer> counts = new EnumMap<>(CalendarPeriod.class);
    private @Nullable TemporalAmount within;
    private final Map<CalendarPeriod, TemporalAmount> spans = new EnumMap<>(CalendarPeriod.class);
    private final List<List<String>> tags = new ArrayList<>();
    private final Set<GroupBy> criteria = EnumSet.of(GroupBy.ORIGIN);
    private ZoneId zone = ZoneId.systemDefault();

    private Builder() {}

    private Builder(Builder other) {
      last = other.last;
      minimum = other.minimum;
      counts.putAll(other.counts);
      within = other.within;
      spans.putAll(other.spans);
      tags.addAll(other.tags);
      criteria.clear();
      criteria.addAll(other.criteria);
      zone = other.zone;
    }

    /**
     * Keeps the snapshots that were committed last.
     *
     * @param count how many, at least 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder keepLast(int count) {
      last = atLeastOne(count, "keepLast");
      return this;
    }

    /**
     * Keeps the last snapshot of each of the last hours that have one.
     *
     * @param count how many hours, at least 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder hourly(int count) {
      return periods(CalendarPeriod.HOUR, count);
    }

    /**
     * Keeps the last snapshot of each of the last days that have one.
     *
     * @param count how many days, at least 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder daily(int count) {
      return periods(CalendarPeriod.DAY, count);
    }

    /**
     * Keeps the last snapshot of each of the last weeks that have one.
     *
     * @param count how many weeks, at least 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder weekly(int count) {
      return periods(CalendarPeriod.WEEK, count);
    }

    /**
     * Keeps the last snapshot of each of the last months that have one.
     *
     * @param count how many months, at least 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder monthly(int count) {
      return periods(CalendarPeriod.MONTH, count);
    }

    /**
     * Keeps the last snapshot of each of the last years that have one.
     *
     * @param count how many years, at least 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder yearly(int count) {
      return periods(CalendarPeriod.YEAR, count);
    }

    private Builder periods(CalendarPeriod period, int count) {
      counts.put(period, atLeastOne(count, period.adverb()));
      return this;
    }

    private static int atLeastOne(int count, String rule) {
      if (count < 1) {
        throw new IllegalArgumentException(
            rule + " keeps at least 1 snapshot, not " + count + "; leave the rule out instead");
      }
      return count;
    }

    /**
     * Keeps all snapshots that are younger than the latest of their group by less than a time.
     *
     * @param span a {@link Duration}, a {@link Period} or what {@link RetentionPolicy#span}
     *     returns, more than nothing and at most 1,000 years
     * @throws IllegalArgumentException if it is not in that range
     */
    public Builder within(TemporalAmount span) {
      within = checked(span);
      return this;
    }

    /**
     * Keeps the last snapshot of each hour within a time before the latest of the group.
     *
     * @param span as for {@link #within}
     * @throws IllegalArgumentException if it is not in that range
     */
    public Builder withinHourly(TemporalAmount span) {
      return periodsWithin(CalendarPeriod.HOUR, span);
    }

    /**
     * Keeps the last snapshot of each day within a time before the latest of the group.
     *
     * @param span as for {@link #within}
     * @throws IllegalArgumentException if it is not in that range
     */
    public Builder withinDaily(TemporalAmount span) {
      return periodsWithin(CalendarPeriod.DAY, span);
    }

    /**
     * Keeps the last snapshot of each week within a time before the latest of the group.
     *
     * @param span as for {@link #within}
     * @throws IllegalArgumentException if it is not in that range
     */
    public Builder withinWeekly(TemporalAmount span) {
      return periodsWithin(CalendarPeriod.WEEK, span);
    }

    /**
     * Keeps the last snapshot of each month within a time before the latest of the group.
     *
     * @param span as for {@link #within}
     * @throws IllegalArgumentException if it is not in that range
     */
    public Builder withinMonthly(TemporalAmount span) {
      return periodsWithin(CalendarPeriod.MONTH, span);
    }

    /**
     * Keeps the last snapshot of each year within a time before the latest of the group.
     *
     * @param span as for {@link #within}
     * @throws IllegalArgumentException if it is not in that range
     */
    public Builder withinYearly(TemporalAmount span) {
      return periodsWithin(CalendarPeriod.YEAR, span);
    }

    private Builder periodsWithin(CalendarPeriod period, TemporalAmount span) {
      spans.put(period, checked(span));
      return this;
    }

    private static TemporalAmount checked(TemporalAmount span) {
      ZonedDateTime before;
      try {
        before = SOME_DAY.minus(span);
      } catch (DateTimeException | ArithmeticException e) {
        throw outOfRange(span, e);
      }
      if (!before.isBefore(SOME_DAY) || before.isBefore(SOME_DAY.minusYears(MOST_YEARS))) {
        throw outOfRange(span, null);
      }
      return span;
    }

    private static IllegalArgumentException outOfRange(
        TemporalAmount span, @Nullable Exception cause) {
      return new IllegalArgumentException(
          "snapshots are kept within more than nothing and at most "
              + MOST_YEARS
              + " years, not "
              + span,
          cause);
    }

    /**
     * Keeps the snapshots that have all of these tags. Called again, also those that have all of
     * the others.
     *
     * @throws IllegalArgumentException if there is no tag
     */
    public Builder keepTag(String... names) {
      if (names.length == 0) {
        throw new IllegalArgumentException("keepTag takes at least one tag");
      }
      tags.add(List.of(names));
      return this;
    }

    /**
     * Keeps at least so many of the snapshots that were committed last in each group, whatever the
     * rules say. The default is 1: the last snapshot of a group stays.
     *
     * @param count 0 or more; with 0 a group can go as a whole
     * @throws IllegalArgumentException if it is negative
     */
    public Builder minimum(int count) {
      if (count < 0) {
        throw new IllegalArgumentException("a minimum is 0 or more, not " + count);
      }
      minimum = count;
      return this;
    }

    /**
     * Chooses what snapshots have in common that are counted together. The default is {@link
     * GroupBy#ORIGIN}; without any, all are one group.
     */
    public Builder groupBy(GroupBy... chosen) {
      criteria.clear();
      criteria.addAll(List.of(chosen));
      return this;
    }

    /** Chooses whose days, weeks and hours count. The default is the system's zone. */
    public Builder zone(ZoneId chosen) {
      zone = Objects.requireNonNull(chosen, "chosen");
      return this;
    }

    /**
     * Returns the policy.
     *
     * @throws IllegalArgumentException if no rule says what to keep
     */
    public RetentionPolicy build() {
      if (last == 0 && counts.isEmpty() && within == null && spans.isEmpty() && tags.isEmpty()) {
        throw new IllegalArgumentException(
            "the policy has no rule that keeps anything: say what is to stay, such as the last"
                + " snapshot, or forget snapshots by their ids");
      }
      return new RetentionPolicy(this);
    }

    private List<KeepRule> rules() {
      List<KeepRule> rules = new ArrayList<>();
      if (last > 0) {
        rules.add(new KeepRule.Last(last));
      }
      counts.forEach((period, count) -> rules.add(new KeepRule.Periods(period, count)));
      if (within != null) {
        rules.add(new KeepRule.Within(within));
      }
      spans.forEach((period, span) -> rules.add(new KeepRule.PeriodsWithin(period, span)));
      tags.forEach(all -> rules.add(new KeepRule.Tagged(all)));
      return List.copyOf(rules);
    }
  }
}
