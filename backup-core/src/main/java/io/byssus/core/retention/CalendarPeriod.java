package io.byssus.core.retention;

import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** The periods of the calendar of which the last snapshot stays. */
enum CalendarPeriod {
  /** An hour; where clocks are put back, the one that comes twice is two. */
  HOUR("hourly", "uuuu-MM-dd'T'HHXXX") {
    @Override
    long number(ZonedDateTime time) {
      return time.truncatedTo(ChronoUnit.HOURS).toEpochSecond();
    }
  },
  /** A day. */
  DAY("daily", "uuuu-MM-dd") {
    @Override
    long number(ZonedDateTime time) {
      return time.toLocalDate().toEpochDay();
    }
  },
  /** A week of ISO 8601: from Monday on, and of the year that most of it is in. */
  WEEK("weekly", "YYYY-'W'ww") {
    @Override
    long number(ZonedDateTime time) {
      return time.toLocalDate()
          .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
          .toEpochDay();
    }
  },
  /** A month. */
  MONTH("monthly", "uuuu-MM") {
    @Override
    long number(ZonedDateTime time) {
      return time.getYear() * (long) MONTHS + time.getMonthValue();
    }
  },
  /** A year. */
  YEAR("yearly", "uuuu") {
    @Override
    long number(ZonedDateTime time) {
      return time.getYear();
    }
  };

  private static final int MONTHS = 12;

  private final String adverb;
  private final DateTimeFormatter label;

  CalendarPeriod(String adverb, String label) {
    this.adverb = adverb;
    // In this locale, weeks are those of ISO 8601.
    this.label = DateTimeFormatter.ofPattern(label, Locale.forLanguageTag("en-GB"));
  }

  /** Returns what tells a period from all others, and is greater for later ones. */
  abstract long number(ZonedDateTime time);

  /** Returns how rules of this period are called: {@code daily}. */
  String adverb() {
    return adverb;
  }

  /** Returns the period's name for people: {@code 2026-11-20}. */
  String label(ZonedDateTime time) {
    return label.format(time);
  }
}
