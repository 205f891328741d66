package io.byssus.cli.command;

import io.byssus.cli.error.CommandException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a moment: a date or time in ISO 8601, in this machine's zone if it names none, or how long
 * ago it was, such as {@code 30d}.
 */
final class TimeArgument {
  private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhdwy])");

  private static final Map<String, Duration> UNITS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7),
          "y", Duration.ofDays(365));

  private TimeArgument() {}

  static Instant parse(String option, String argument, Instant now) {
    Matcher ago = AGO.matcher(argument);
    if (ago.matches()) {
      Duration unit = UNITS.getOrDefault(ago.group(2), Duration.ZERO);
      return now.minus(unit.multipliedBy(Long.parseLong(ago.group(1))));
    }
    try {
      return moment(argument);
    } catch (DateTimeException e) {
      throw CommandException.usage(
          "the value of "
              + option
              + " is a time such as 30d, 2026-01-31 or 2026-01-31T12:00:00Z, not '"
              + argument
              + "'");
    }
  }

  private static Instant moment(String argument) {
    ZoneId here = ZoneId.systemDefault();
    if (!argument.contains("T")) {
      return LocalDate.parse(argument).atStartOfDay(here).toInstant();
    }
    boolean zoned = argument.matches(".*(Z|[+-][0-9:]+)");
    return zoned
        ? OffsetDateTime.parse(argument).toInstant()
        : LocalDateTime.parse(argument).atZone(here).toInstant();
  }
}
