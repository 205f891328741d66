package io.byssus.cli.command;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes times for people and for programs. */
final class Figures {
  private static final double MILLIS = 1000;
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private Figures() {}

  /** Returns seconds, to the millisecond. */
  static double inSeconds(Duration time) {
    return time.toMillis() / MILLIS;
  }

  /** Returns a number of things, such as {@code 1 snapshot}. */
  static String count(long number, String thing) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? thing : plural(thing));
  }

  private static String plural(String thing) {
    return thing.endsWith("y") ? thing.substring(0, thing.length() - 1) + "ies" : thing + "s";
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f", inSeconds(time));
  }

  /** Returns a time as the clock on the wall shows it. */
  static String local(Instant time) {
    return LOCAL.format(time.atZone(ZoneId.systemDefault()));
  }
}
