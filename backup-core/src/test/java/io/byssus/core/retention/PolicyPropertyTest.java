package io.byssus.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any policy and any snapshots, in any order and of any dates. */
class PolicyPropertyTest {
  private static final int ROUNDS = 400;
  private static final Instant START = Instant.parse("2025-10-01T00:00:00Z");
  private static final Instant NOW = START.plus(Duration.ofDays(200));
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("UTC"),
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/St_Johns"),
          ZoneId.of("Australia/Lord_Howe"));

  private final SplittableRandom random = new SplittableRandom(20_261_120);

  /** In order mostly, with wrong clocks, equal times and the future in between. */
  private Snapshots snapshots() {
    List<Snapshot> all = new ArrayList<>();
    int count = random.nextInt(60);
    long step = List.of(600L, 7_200L, 50_000L, 400_000L).get(random.nextInt(4));
    double wrong = random.nextInt(3) * 0.2;
    Instant time = START;
    for (int i = 0; i < count; i++) {
      time = time.plusSeconds(random.nextLong(step));
      Instant claimed =
          random.nextDouble() < wrong ? START.plusSeconds(random.nextLong(300 * 86_400L)) : time;
      Snapshot.Builder snapshot = Dated.snapshot(i, claimed);
      snapshot.of(random.nextInt(4) == 0 ? "mail" : "shop", "host", List.of("/srv"));
      snapshot.tagged(random.nextInt(5) == 0 ? List.of("a") : List.of(), "");
      all.add(snapshot.pinned(random.nextInt(15) == 0 ? "a reason" : null).build());
    }
    return new Snapshots(all);
  }

  private List<Consumer<RetentionPolicy.Builder>> rules() {
    List<Consumer<RetentionPolicy.Builder>> all = new ArrayList<>();
    int last = 1 + random.nextInt(5);
    int count = 1 + random.nextInt(6);
    int few = 1 + random.nextInt(3);
    Duration hours = Duration.ofHours(1 + random.nextInt(100));
    Period days = Period.ofDays(1 + random.nextInt(60));
    all.add(policy -> policy.keepLast(last));
    all.add(policy -> policy.hourly(count));
    all.add(policy -> policy.daily(count));
    all.add(policy -> policy.weekly(few));
    all.add(policy -> policy.monthly(few));
    all.add(policy -> policy.yearly(few));
    all.add(policy -> policy.within(hours));
    all.add(policy -> policy.withinHourly(days));
    all.add(policy -> policy.withinDaily(days));
    all.add(policy -> policy.withinWeekly(hours));
    all.add(policy -> policy.withinMonthly(days));
    all.add(policy -> policy.withinYearly(days));
    all.add(policy -> policy.keepTag("a"));
    List<Consumer<RetentionPolicy.Builder>> some = new ArrayList<>();
    while (some.isEmpty()) {
      all.stream().filter(rule -> random.nextInt(3) == 0).forEach(some::add);
    }
    return some;
  }

  private RetentionPolicy.Builder base() {
    return RetentionPolicy.builder()
        .zone(ZONES.get(random.nextInt(ZONES.size())))
        .minimum(random.nextInt(3));
  }

  private static Set<Snapshot> kept(RetentionPolicy policy, Snapshots snapshots) {
    Set<Snapshot> kept = new HashSet<>();
    policy.apply(snapshots, NOW).forEach(group -> kept.addAll(group.kept()));
    return kept;
  }

  @Test
  void aRuleThatIsAddedMakesNothingElseGo() {
    for (int round = 0; round < ROUNDS; round++) {
      Snapshots snapshots = snapshots();
      RetentionPolicy.Builder policy = base();
      Set<Snapshot> before = Set.of();
      for (Consumer<RetentionPolicy.Builder> rule : rules()) {
        rule.accept(policy);
        Set<Snapshot> after = kept(policy.build(), snapshots);
        assertThat(after).as("%s in round %d", policy.build(), round).containsAll(before);
        before = after;
      }
    }
  }

  @Test
  void applyingAPolicyAgainMakesNothingMoreGo() {
    for (int round = 0; round < ROUNDS; round++) {
      Snapshots snapshots = snapshots();
      RetentionPolicy policy = policy();
      Set<Snapshot> kept = kept(policy, snapshots);
      assertThat(kept(policy, snapshots.where(kept::contains)))
          .as("%s in round %d", policy, round)
          .isEqualTo(kept);
    }
  }

  @Test
  void whenOnlySomeOfWhatGoesIsGoneTheSameStays() {
    for (int round = 0; round < ROUNDS; round++) {
      Snapshots snapshots = snapshots();
      RetentionPolicy policy = policy();
      Set<Snapshot> kept = kept(policy, snapshots);
      Set<Snapshot> left = new HashSet<>(kept);
      snapshots.list().stream().filter(s -> random.nextBoolean()).forEach(left::add);
      assertThat(kept(policy, snapshots.where(left::contains)))
          .as("%s in round %d", policy, round)
          .isEqualTo(kept);
    }
  }

  @Test
  void everyGroupKeepsItsMinimumAndWhatIsPinned() {
    for (int round = 0; round < ROUNDS; round++) {
      Snapshots snapshots = snapshots();
      RetentionPolicy policy = policy().toBuilder().minimum(3).build();
      for (RetentionGroup group : policy.apply(snapshots, NOW)) {
        assertThat(group.kept())
            .hasSizeGreaterThanOrEqualTo(Math.min(3, group.decisions().size()))
            .containsAll(group.removed().stream().filter(s -> s.pinned().isPresent()).toList());
      }
    }
  }

  private RetentionPolicy policy() {
    RetentionPolicy.Builder policy = base();
    rules().forEach(rule -> rule.accept(policy));
    return policy.build();
  }

  @ParameterizedTest
  @ValueSource(ints = {10_000, 50_000})
  void tensOfThousandsOfSnapshotsAreDecidedByTheSameRules(int count) {
    List<Instant> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      times.add(START.plusSeconds(600L * i));
    }
    Instant now = times.get(count - 1);
    RetentionPolicy policy =
        RetentionPolicy.standard().toBuilder().hourly(24).zone(ZoneId.of("UTC")).build();

    List<Snapshot> kept = policy.apply(Dated.of(times), now).get(0).kept();

    assertThat(kept).hasSizeBetween(24 + 29, 24 + 30 + 12 + 12 + 7);
    assertThat(kept.get(kept.size() - 1).time()).isEqualTo(now);
  }
}
