package io.byssus.core.retention;

import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.time.temporal.TemporalUnit;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A length of time in years, months, days and hours, written as restic writes it: {@code 2y5m7d3h}.
 *
 * <p>Years, months and days are those of the calendar, in the zone of the policy; hours always last
 * sixty minutes.
 *
 * @param period years, months and days, none of them negative
 * @param duration the rest, not negative
 */
record Span(Period period, Duration duration) implements TemporalAmount {
  private static final Pattern FORM =
      Pattern.compile("(?:(\\d{1,6})y)?(?:(\\d{1,6})m)?(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?");

  private static final int DAYS = 3;
  private static final int HOURS = 4;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if one of them is negative
   */
  Span {
    Objects.requireNonNull(period, "period");
    if (period.isNegative() || duration.isNegative()) {
      throw new IllegalArgumentException(
          "a span has no negative parts, as in " + period + " and " + duration);
    }
  }

  /**
   * Returns the span that a text such as {@code 30d} or {@code 2y5m7d3h} says.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  static Span parse(String text) {
    Matcher form = FORM.matcher(text);
    if (text.isEmpty() || !form.matches()) {
      throw new IllegalArgumentException(
          "a span of time is written such as 30d, 12h or 2y5m7d3h (years, months, days, hours),"
              + " not '"
              + text
              + "'");
    }
    return new Span(
        Period.of(number(form, 1), number(form, 2), number(form, DAYS)),
        Duration.ofHours(number(form, HOURS)));
  }

  private static int number(Matcher form, int group) {
    String digits = form.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  @Override
  public long get(TemporalUnit unit) {
    return period.getUnits().contains(unit) ? period.get(unit) : duration.get(unit);
  }

  @Override
  public List<TemporalUnit> getUnits() {
    return Stream.concat(period.getUnits().stream(), duration.getUnits().stream()).toList();
  }

  @Override
  public Temporal addTo(Temporal temporal) {
    return temporal.plus(period).plus(duration);
  }

  @Override
  public Temporal subtractFrom(Temporal temporal) {
    return temporal.minus(period).minus(duration);
  }

  /** Returns it as restic writes it where that is possible. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    append(text, period.getYears(), "y");
    append(text, period.getMonths(), "m");
    append(text, period.getDays(), "d");
    append(text, duration.toHours(), "h");
    Duration rest = duration.minus(duration.truncatedTo(ChronoUnit.HOURS));
    if (!rest.isZero()) {
      text.append(rest);
    }
    return text.isEmpty() ? "0h" : text.toString();
  }

  private static void append(StringBuilder text, long number, String unit) {
    if (number > 0) {
      text.append(number).append(unit);
    }
  }
}
