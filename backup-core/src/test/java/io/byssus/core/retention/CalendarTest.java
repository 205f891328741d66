package io.byssus.core.retention;

import static io.byssus.core.retention.Dated.at;
import static io.byssus.core.retention.Dated.kept;
import static io.byssus.core.retention.Dated.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.core.snapshot.Snapshots;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The edges of hours, days, weeks and years. */
class CalendarTest {
  private static final int MANY = 100;

  private static RetentionPolicy.Builder in(String zone) {
    return RetentionPolicy.builder().zone(ZoneId.of(zone));
  }

  @Test
  void daysAreThoseOfTheZone() {
    Snapshots snapshots =
        at("2026-06-01T21:30:00Z", "2026-06-01T22:30:00Z", "2026-06-02T03:30:00Z");
    assertThat(kept(in("UTC").daily(MANY).build(), snapshots)).containsExactly(1, 2);
    assertThat(kept(in("Europe/Berlin").daily(MANY).build(), snapshots)).containsExactly(0, 2);
    assertThat(kept(in("America/New_York").daily(MANY).build(), snapshots)).containsExactly(2);
  }

  @Test
  void anHourThatComesTwiceIsTwoHours() {
    Snapshots snapshots =
        at(
            "2026-10-25T00:10:00Z", // 02:10 in summer time
            "2026-10-25T00:50:00Z", // 02:50 in summer time
            "2026-10-25T01:10:00Z"); // 02:10 once more
    RetentionPolicy hourly = in("Europe/Berlin").hourly(MANY).build();
    assertThat(kept(hourly, snapshots)).containsExactly(1, 2);
    assertThat(reasons(hourly, snapshots, 1)).containsExactly("hourly 2026-10-25T02+02:00");
    assertThat(reasons(hourly, snapshots, 2)).containsExactly("hourly 2026-10-25T02+01:00");
  }

  @Test
  void daysOf23And25HoursAreOneDay() {
    Snapshots spring = at("2026-03-28T22:59:00Z", "2026-03-28T23:00:00Z", "2026-03-29T21:59:00Z");
    assertThat(kept(in("Europe/Berlin").daily(MANY).build(), spring)).containsExactly(0, 2);
    Snapshots autumn = at("2026-10-24T21:59:00Z", "2026-10-24T22:00:00Z", "2026-10-25T22:59:00Z");
    assertThat(kept(in("Europe/Berlin").daily(MANY).build(), autumn)).containsExactly(0, 2);
  }

  @Test
  void aDayThatAZoneLeftOutIsNotCounted() {
    // Samoa went from the 29th to the 31st of December 2011.
    Snapshots snapshots = at("2011-12-30T09:00:00Z", "2011-12-30T10:30:00Z");
    RetentionPolicy daily = in("Pacific/Apia").daily(MANY).build();
    assertThat(reasons(daily, snapshots, 0)).containsExactly("daily 2011-12-29");
    assertThat(reasons(daily, snapshots, 1)).containsExactly("daily 2011-12-31");
  }

  @Test
  void clocksThatArePutBackOverMidnightCostNoSnapshot() {
    // Newfoundland put its clocks back at one minute past midnight.
    Snapshots snapshots =
        at("2006-10-29T02:00:00Z", "2006-10-29T02:30:30Z", "2006-10-29T02:40:00Z");
    assertThat(kept(in("America/St_Johns").daily(1).build(), snapshots)).contains(1);
    assertThat(kept(in("America/St_Johns").daily(MANY).build(), snapshots)).contains(1, 2);
  }

  @Test
  void weeksStartOnMondayAndBelongToTheYearOfTheirThursday() {
    Snapshots snapshots =
        at(
            "2020-12-27 23:59", // Sunday, week 52
            "2020-12-28 00:00", // Monday, week 53
            "2021-01-03 23:59", // Sunday, week 53
            "2021-01-04 00:00", // Monday, week 1
            "2024-12-30 12:00", // Monday, week 1 of 2025
            "2027-01-03 12:00"); // Sunday, week 53 of 2026
    RetentionPolicy weekly = in("UTC").weekly(MANY).build();
    assertThat(kept(weekly, snapshots)).containsExactly(0, 2, 3, 4, 5);
    assertThat(reasons(weekly, snapshots, 0)).containsExactly("weekly 2020-W52");
    assertThat(reasons(weekly, snapshots, 2)).containsExactly("weekly 2020-W53");
    assertThat(reasons(weekly, snapshots, 3)).containsExactly("weekly 2021-W01");
    assertThat(reasons(weekly, snapshots, 4)).containsExactly("weekly 2025-W01");
    assertThat(reasons(weekly, snapshots, 5)).containsExactly("weekly 2026-W53");
  }

  @Test
  void theYearEndsAtMidnightOfTheZone() {
    Snapshots snapshots =
        at("2025-12-31T22:59:59Z", "2025-12-31T23:00:00Z", "2026-01-01T00:00:00Z");
    assertThat(kept(in("Europe/Berlin").yearly(MANY).build(), snapshots)).containsExactly(0, 2);
    assertThat(kept(in("Europe/Berlin").monthly(MANY).build(), snapshots)).containsExactly(0, 2);
    assertThat(kept(in("UTC").yearly(MANY).build(), snapshots)).containsExactly(1, 2);
  }

  @Test
  void theLeapDayIsADayAndAYearBeforeItIsThe28th() {
    Snapshots snapshots =
        at("2023-02-28 11:00", "2023-02-28 13:00", "2024-02-28 12:00", "2024-02-29 12:00");
    assertThat(kept(in("UTC").daily(2).build(), snapshots)).containsExactly(2, 3);
    assertThat(kept(in("UTC").within(Period.ofYears(1)).build(), snapshots))
        .containsExactly(1, 2, 3);
  }

  @Test
  void timesBeyondTheYearsOfCalendarsAreTaken() {
    Snapshots snapshots =
        Dated.of(List.of(Instant.MIN, Instant.EPOCH, Instant.parse("2026-01-01T00:00:00Z")));
    RetentionPolicy all =
        RetentionPolicy.critical().toBuilder().within(Period.ofYears(1000)).build();
    assertThat(kept(all, snapshots)).containsExactly(0, 1, 2);
    assertThat(all.apply(Dated.of(List.of(Instant.MIN, Instant.MAX)), Instant.MAX).get(0).kept())
        .hasSize(2);
  }
}
