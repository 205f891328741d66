package io.byssus.core.retention;

import static io.byssus.core.retention.Dated.UTC;
import static io.byssus.core.retention.Dated.at;
import static io.byssus.core.retention.Dated.kept;
import static io.byssus.core.retention.Dated.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a wrong clock, or somebody who may make snapshots, can do to those of others. */
class WrongDatesTest {
  private static final Instant START = Instant.parse("2026-01-01T02:00:00Z");

  private static RetentionPolicy.Builder policy() {
    return RetentionPolicy.builder().zone(UTC);
  }

  @Test
  void oneOfTheFutureStaysAndTakesNoPlace() {
    Snapshots snapshots =
        at("2026-01-01 10:00", "2999-01-01 10:00", "2026-01-02 10:00", "2026-01-03 10:00");
    assertThat(kept(policy().keepLast(2), snapshots)).containsExactly(1, 2, 3);
    assertThat(kept(policy().daily(2), snapshots)).containsExactly(1, 2, 3);
    assertThat(kept(policy().within(Period.ofDays(2)), snapshots)).containsExactly(1, 2, 3);
    assertThat(kept(policy().keepTag("none"), snapshots)).containsExactly(1, 3);
    assertThat(reasons(policy().keepLast(2).build(), snapshots, 1))
        .containsExactly("dated in the future");
  }

  @Test
  void oneThatIsDatedBackTakesNoPlaceThatIsTaken() {
    Snapshots snapshots =
        at("2026-01-01 10:00", "2026-01-02 10:00", "2026-01-01 23:59", "2026-01-02 12:00");
    RetentionPolicy daily = policy().daily(7).build();
    assertThat(kept(daily, snapshots)).containsExactly(0, 1, 2, 3);
    assertThat(reasons(daily, snapshots, 1))
        .containsExactly("shows what came late for daily 2026-01-01");

    Snapshots left = Dated.left(daily, snapshots);
    assertThat(kept(daily, left)).as("once more").containsExactly(0, 1, 2, 3);
  }

  @Test
  void ofEqualTimesTheLastOfTheLogStays() {
    Snapshots snapshots = at("2026-01-01 10:00", "2026-01-01 10:00", "2026-01-01 10:00");
    assertThat(kept(policy().daily(7), snapshots)).containsExactly(2);
    assertThat(kept(policy().hourly(7).within(Duration.ofHours(1)), snapshots))
        .containsExactly(0, 1, 2);
  }

  @Test
  void aClockThatWasAheadForADayCostsNoSnapshotOfAnotherDay() {
    List<Instant> times = new ArrayList<>();
    for (int day = 0; day < 20; day++) {
      times.add(START.plus(day == 10 ? 15 : day, ChronoUnit.DAYS));
    }
    assertThat(kept(policy().daily(19), Dated.of(times))).hasSize(19).doesNotContain(10);
  }

  /**
   * Somebody floods a group with any dates, between honest snapshots of every night. The last
   * honest one of each of the last days, which no other of its day followed before the next night,
   * stays.
   */
  @Test
  void noFloodTakesTheNightsBefore() {
    RetentionPolicy daily = policy().daily(14).build();
    for (int seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Instant> times = new ArrayList<>();
      List<Integer> honest = new ArrayList<>();
      Instant night = START;
      for (int day = 0; day < 40; day++) {
        night = START.plus(day, ChronoUnit.DAYS);
        honest.add(times.size());
        times.add(night);
        for (int i = random.nextInt(12); i > 0; i--) {
          Instant claimed = START.plusSeconds(random.nextInt(80 * 86_400) - 20 * 86_400);
          boolean sameDay =
              claimed.truncatedTo(ChronoUnit.DAYS).equals(night.truncatedTo(ChronoUnit.DAYS));
          if (!sameDay) {
            times.add(claimed);
          }
        }
      }
      Snapshots all = Dated.of(times);
      Instant now = night.plus(1, ChronoUnit.HOURS);
      Snapshots left = all;
      for (int run = 0; run < 3; run++) {
        left =
            new Snapshots(daily.apply(left, now).stream().flatMap(g -> g.kept().stream()).toList());
      }
      List<Snapshot> lastNights =
          honest.subList(honest.size() - 14, honest.size()).stream().map(all.list()::get).toList();
      assertThat(left.list()).as("seed %d", seed).containsAll(lastNights);
    }
  }

  @Test
  void aThousandNewOnesPushOthersOutOfTheLastOnesButNotOutOfTheirDays() {
    List<Instant> times = new ArrayList<>();
    times.add(START.minus(1, ChronoUnit.DAYS));
    for (int i = 0; i < 1000; i++) {
      times.add(START.plusSeconds(i));
    }
    Snapshots flooded = Dated.of(times);
    assertThat(kept(policy().keepLast(10), flooded)).doesNotContain(0);
    assertThat(kept(policy().keepLast(10).daily(2), flooded)).contains(0);
    assertThat(kept(policy().within(Period.ofDays(2)), flooded)).contains(0);
  }
}
