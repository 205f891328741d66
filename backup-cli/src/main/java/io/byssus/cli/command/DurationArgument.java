package io.byssus.cli.command;

import io.byssus.cli.error.CommandException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads how long something may take: a number with {@code s}, {@code m}, {@code h} or {@code d}
 * behind.
 */
final class DurationArgument {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})([smhd])");

  private DurationArgument() {}

  /** Reads a time that may be none: {@code 0}. */
  static Duration parseOrZero(String option, String argument) {
    return argument.equals("0") ? Duration.ZERO : parse(option, argument);
  }

  static Duration parse(String option, String argument) {
    Matcher form = FORM.matcher(argument);
    if (!form.matches()) {
      throw CommandException.usage(
          "the value of "
              + option
              + " is a time such as 30s, 5m, 1h or 90d, not '"
              + argument
              + "'");
    }
    ChronoUnit unit =
        switch (form.group(2)) {
          case "s" -> ChronoUnit.SECONDS;
          case "m" -> ChronoUnit.MINUTES;
          case "h" -> ChronoUnit.HOURS;
          default -> ChronoUnit.DAYS;
        };
    return Duration.of(Long.parseLong(form.group(1)), unit);
  }
}
