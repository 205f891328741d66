package io.byssus.core.retention;

import static io.byssus.core.retention.Dated.NOW;
import static io.byssus.core.retention.Dated.UTC;
import static io.byssus.core.retention.Dated.at;
import static io.byssus.core.retention.Dated.kept;
import static io.byssus.core.retention.Dated.reasons;
import static io.byssus.core.retention.Dated.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.TemporalAmount;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionPolicyTest {
  private static final RetentionPolicy.Builder NONE = RetentionPolicy.builder();

  private static RetentionPolicy.Builder policy() {
    return RetentionPolicy.builder().zone(UTC);
  }

  @Test
  void keepsTheLastOnesOfTheLog() {
    Snapshots snapshots = at("2026-01-01 10:00", "2026-01-03 10:00", "2026-01-02 10:00");
    assertThat(kept(policy().keepLast(1), snapshots)).containsExactly(2);
    assertThat(kept(policy().keepLast(2), snapshots)).containsExactly(1, 2);
    assertThat(kept(policy().keepLast(100), snapshots)).containsExactly(0, 1, 2);
  }

  @Test
  void keepsTheLastOfEachPeriodThatHasOne() {
    Snapshots snapshots =
        at(
            "2024-05-05 10:00", // 0
            "2025-12-31 23:59", // 1
            "2026-01-01 00:00", // 2
            "2026-01-05 10:10", // 3
            "2026-01-05 10:50", // 4
            "2026-01-05 11:00", // 5
            "2026-01-20 09:00"); // 6
    assertThat(kept(policy().hourly(3), snapshots)).containsExactly(4, 5, 6);
    assertThat(kept(policy().daily(3), snapshots)).containsExactly(2, 5, 6);
    assertThat(kept(policy().weekly(3), snapshots)).as("1 and 2").containsExactly(2, 5, 6);
    assertThat(kept(policy().monthly(2), snapshots)).containsExactly(1, 6);
    assertThat(kept(policy().yearly(2), snapshots)).containsExactly(1, 6);
    assertThat(kept(policy().yearly(3), snapshots)).containsExactly(0, 1, 6);
  }

  @Test
  void countsBackFromTheLatestAndNotFromToday() {
    Snapshots snapshots =
        at(
            "2019-12-31 12:00",
            "2020-02-28 12:00",
            "2020-02-29 12:00",
            "2020-03-01 11:00",
            "2020-03-01 12:00");
    assertThat(kept(policy().within(Duration.ofHours(1)), snapshots)).containsExactly(4);
    assertThat(kept(policy().within(Duration.ofMinutes(61)), snapshots)).containsExactly(3, 4);
    assertThat(kept(policy().within(Period.ofDays(2)), snapshots)).containsExactly(2, 3, 4);
    assertThat(kept(policy().withinDaily(Period.ofWeeks(1)), snapshots)).containsExactly(1, 2, 4);
    assertThat(kept(policy().withinHourly(Duration.ofDays(1)), snapshots)).containsExactly(3, 4);
    assertThat(kept(policy().withinWeekly(Period.ofMonths(2)), snapshots)).containsExactly(4);
    assertThat(kept(policy().withinMonthly(Span.parse("1m1d")), snapshots)).containsExactly(2, 4);
    assertThat(kept(policy().withinYearly(Period.ofYears(3)), snapshots)).containsExactly(0, 4);
  }

  @Test
  void keepsWhatHasAllTagsOfARule() {
    Snapshots snapshots =
        new Snapshots(
            List.of(
                tagged(0, "a"), tagged(1, "a", "b"), tagged(2, "c"), tagged(3), tagged(4, "b")));
    assertThat(kept(policy().keepTag("a", "b").minimum(0), snapshots)).containsExactly(1);
    assertThat(kept(policy().keepTag("a", "b").keepTag("c").minimum(0), snapshots))
        .containsExactly(1, 2);
    assertThat(kept(policy().keepTag("a"), snapshots)).containsExactly(0, 1, 4);
  }

  private static Snapshot tagged(int number, String... tags) {
    return snapshot(number, Instant.ofEpochSecond(number)).tagged(List.of(tags), "").build();
  }

  @Test
  void neverGoesBelowTheMinimumOfAGroup() {
    Snapshots snapshots = at("2026-01-01 10:00", "2026-01-02 10:00", "2026-01-03 10:00");
    assertThat(kept(policy().keepTag("none"), snapshots)).as("the default").containsExactly(2);
    assertThat(kept(policy().keepTag("none").minimum(2), snapshots)).containsExactly(1, 2);
    assertThat(kept(policy().keepTag("none").minimum(9), snapshots)).containsExactly(0, 1, 2);
    assertThat(kept(policy().keepTag("none").minimum(0), snapshots)).isEmpty();
  }

  @Test
  void looksAtEachGroupForItself() {
    Snapshots snapshots =
        new Snapshots(
            List.of(
                of(0, "shop", "one", List.of("/a", "/b"), "x"),
                of(1, "shop", "two", List.of("/b", "/a"), "x"),
                of(2, "mail", "one", List.of("/a"), "y", "x"),
                of(3, "mail", "one", List.of("/a"), "x", "y"),
                of(4, "shop", "one", List.of("/a"), "x")));
    assertThat(kept(policy().keepLast(1), snapshots)).as("origin").containsExactly(3, 4);
    assertThat(kept(policy().keepLast(1).groupBy(GroupBy.HOST), snapshots)).containsExactly(1, 4);
    assertThat(kept(policy().keepLast(1).groupBy(GroupBy.PATHS), snapshots)).containsExactly(1, 4);
    assertThat(kept(policy().keepLast(1).groupBy(GroupBy.TAGS), snapshots)).containsExactly(3, 4);
    assertThat(kept(policy().keepLast(1).groupBy(GroupBy.HOST, GroupBy.PATHS), snapshots))
        .containsExactly(0, 1, 4);
    assertThat(kept(policy().keepLast(1).groupBy(), snapshots)).containsExactly(4);

    assertThat(policy().keepLast(1).groupBy(GroupBy.values()).build().apply(snapshots, NOW).get(2))
        .hasToString("origin mail, host one, paths /a, tags x,y");
    assertThat(policy().keepLast(1).groupBy().build().apply(snapshots, NOW))
        .singleElement()
        .hasToString("all snapshots");
  }

  private static Snapshot of(
      int number, String origin, String host, List<String> paths, String... tags) {
    return snapshot(number, Instant.ofEpochSecond(number))
        .of(origin, host, paths)
        .tagged(List.of(tags), "")
        .build();
  }

  @Test
  void keepsWhatIsPinnedAndSaysWhy() {
    Snapshots snapshots =
        new Snapshots(
            List.of(
                snapshot(0, Instant.ofEpochSecond(0)).pinned("legal hold").build(),
                snapshot(1, Instant.ofEpochSecond(1)).build(),
                snapshot(2, Instant.ofEpochSecond(2)).build()));
    RetentionPolicy last = policy().keepLast(1).build();
    assertThat(kept(last, snapshots)).containsExactly(0, 2);
    assertThat(reasons(last, snapshots, 0)).containsExactly("pinned: legal hold");
  }

  @Test
  void namesTheRulesThatKeepASnapshot() {
    Snapshots snapshots = at("2020-12-31 23:59", "2021-01-03 10:30");
    RetentionPolicy all =
        policy()
            .keepLast(3)
            .hourly(2)
            .daily(2)
            .weekly(2)
            .monthly(2)
            .yearly(2)
            .within(Duration.ofHours(36))
            .withinDaily(Span.parse("1y2m3d4h"))
            .minimum(2)
            .build();
    assertThat(reasons(all, snapshots, 0))
        .containsExactly(
            "last 2",
            "hourly 2020-12-31T23Z",
            "daily 2020-12-31",
            "monthly 2020-12",
            "yearly 2020",
            "daily within 1y2m3d4h 2020-12-31");
    assertThat(reasons(all, snapshots, 1))
        .containsExactly(
            "last 1",
            "hourly 2021-01-03T10Z",
            "daily 2021-01-03",
            "weekly 2020-W53",
            "monthly 2021-01",
            "yearly 2021",
            "within PT36H",
            "daily within 1y2m3d4h 2021-01-03");
    assertThat(reasons(policy().keepTag("x").minimum(2).build(), snapshots, 0))
        .containsExactly("minimum 2");
    assertThat(all)
        .hasToString(
            "last 3, hourly 2, daily 2, weekly 2, monthly 2, yearly 2, within PT36H, daily within"
                + " 1y2m3d4h, minimum 2, by origin, zone UTC");
  }

  @Test
  void theClassesOfDataHaveTheFiguresThatTheyName() {
    assertThat(RetentionPolicy.critical().toBuilder().zone(UTC).build())
        .hasToString(
            "hourly 72, daily 60, weekly 26, monthly 36, yearly 10, minimum 3, by origin, zone"
                + " UTC");
    assertThat(RetentionPolicy.standard().toBuilder().zone(UTC).build())
        .hasToString("daily 30, weekly 12, monthly 12, yearly 7, minimum 1, by origin, zone UTC");
    assertThat(RetentionPolicy.logs().toBuilder().zone(UTC).build())
        .hasToString("daily 14, weekly 4, minimum 1, by origin, zone UTC");
    assertThat(RetentionPolicy.logs().toBuilder().daily(3).build().toString()).contains("daily 3,");
  }

  @Test
  void onePolicyIsNotChangedByABuilderThatGoesOn() {
    RetentionPolicy.Builder builder = policy().keepLast(1);
    RetentionPolicy first = builder.build();
    builder.keepLast(2).groupBy(GroupBy.HOST).keepTag("x");
    assertThat(first).hasToString("last 1, minimum 1, by origin, zone UTC");
  }

  @Test
  void refusesAPolicyThatKeepsNothingAndSaysTheWayOut() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy().minimum(3).build())
        .withMessageContaining("no rule that keeps anything")
        .withMessageContaining("forget snapshots by their ids");
  }

  @Test
  void refusesWhatMakesNoSense() {
    for (int count : new int[] {0, -1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NONE.keepLast(count))
          .withMessageContaining("keepLast")
          .withMessageContaining(" " + count);
      assertThatIllegalArgumentException().isThrownBy(() -> NONE.hourly(count));
      assertThatIllegalArgumentException().isThrownBy(() -> NONE.daily(count));
      assertThatIllegalArgumentException().isThrownBy(() -> NONE.weekly(count));
      assertThatIllegalArgumentException().isThrownBy(() -> NONE.monthly(count));
      assertThatIllegalArgumentException().isThrownBy(() -> NONE.yearly(count));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> NONE.minimum(-1));
    assertThatIllegalArgumentException().isThrownBy(NONE::keepTag);
    for (TemporalAmount span :
        List.of(
            Duration.ZERO,
            Period.ZERO,
            Duration.ofHours(-1),
            Period.ofDays(-1),
            Period.ofYears(1001),
            Period.ofYears(Integer.MAX_VALUE),
            Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NONE.within(span))
          .withMessageContaining(span.toString());
      assertThatIllegalArgumentException().isThrownBy(() -> NONE.withinHourly(span));
      assertThatIllegalArgumentException().isThrownBy(() -> NONE.withinDaily(span));
      assertThatIllegalArgumentException().isThrownBy(() -> NONE.withinWeekly(span));
      assertThatIllegalArgumentException().isThrownBy(() -> NONE.withinMonthly(span));
      assertThatIllegalArgumentException().isThrownBy(() -> NONE.withinYearly(span));
    }
  }

  @Test
  void ofNoSnapshotsThereAreNoGroups() {
    assertThat(policy().daily(1).build().apply(at(), NOW)).isEmpty();
  }
}
