package io.byssus.core.retention;

import io.byssus.core.snapshot.Snapshot;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The snapshots of a group that count, in the order of the log, which nobody can forge, with the
 * times that they claim, which anybody can.
 *
 * <p>A snapshot is the last of its period unless the next one in the log that is not dated before
 * it is in the same period. So whatever is committed after a snapshot of a later period can't take
 * its place, whichever time it claims. Where the order of the log is that of the times, this is
 * just the latest of each period.
 */
final class Timeline {
  private static final Instant FIRST = Instant.parse("0001-01-01T12:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T12:00:00Z");

  private final List<Snapshot> snapshots;
  private final ZoneId zone;
  private final int[] nextNotBefore;

  Timeline(List<Snapshot> inOrderOfLog, ZoneId zone) {
    this.snapshots = List.copyOf(inOrderOfLog);
    this.zone = zone;
    this.nextNotBefore = nextNotBefore();
  }

  /** The next one of each, or the number of snapshots where there is none. */
  private int[] nextNotBefore() {
    int[] next = new int[snapshots.size()];
    Deque<Integer> candidates = new ArrayDeque<>();
    for (int i = snapshots.size() - 1; i >= 0; i--) {
      Instant time = snapshots.get(i).time();
      while (!candidates.isEmpty() && snapshots.get(candidates.element()).time().isBefore(time)) {
        candidates.pop();
      }
      next[i] = candidates.isEmpty() ? snapshots.size() : candidates.element();
      candidates.push(i);
    }
    return next;
  }

  /** Returns how many there are; they are named by their positions in the log's order. */
  int size() {
    return snapshots.size();
  }

  Snapshot snapshot(int position) {
    return snapshots.get(position);
  }

  /** Returns the time that a snapshot claims, within the years that calendars can name. */
  ZonedDateTime time(int position) {
    return inCalendar(snapshots.get(position).time());
  }

  private ZonedDateTime inCalendar(Instant time) {
    Instant within = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
    return within.atZone(zone);
  }

  /** Returns the latest time. */
  Optional<ZonedDateTime> latest() {
    return snapshots.stream()
        .map(Snapshot::time)
        .max(Comparator.naturalOrder())
        .map(this::inCalendar);
  }

  /** Returns the last snapshots of all periods of a kind; a period may have several. */
  List<PeriodEnd> ends(CalendarPeriod period) {
    long[] numbers = new long[snapshots.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = period.number(time(i));
    }
    Map<Long, Instant> latestOfThoseAfter = new HashMap<>();
    List<PeriodEnd> ends = new ArrayList<>();
    for (int i = numbers.length - 1; i >= 0; i--) {
      Instant time = snapshots.get(i).time();
      Instant latest = latestOfThoseAfter.get(numbers[i]);
      if (latest == null || latest.isBefore(time)) {
        latestOfThoseAfter.put(numbers[i], time);
        ends.add(new PeriodEnd(i, numbers[i], PeriodEnd.NONE));
      } else if (numbers[nextNotBefore[i]] != numbers[i]) {
        ends.add(new PeriodEnd(i, numbers[i], nextNotBefore[i]));
      }
    }
    return ends;
  }

  /**
   * The last snapshot of a period.
   *
   * @param position which one
   * @param number the period's number
   * @param witness the snapshot of a later period that keeps another one, which was committed after
   *     it and claims to be of this period, from taking the place; it has to stay for that
   */
  record PeriodEnd(int position, long number, int witness) {
    static final int NONE = -1;
  }
}
