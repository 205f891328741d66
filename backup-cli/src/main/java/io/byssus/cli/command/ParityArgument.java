package io.byssus.cli.command;

import io.byssus.api.Fraction;
import io.byssus.cli.error.CommandException;

/** How much parity packs get, as it is written on the command line. */
final class ParityArgument {
  private static final double LEAST = 0.01;
  private static final double MOST = 0.5;

  private ParityArgument() {}

  /** Returns what {@code 3%} or {@code none} stands for. */
  static Fraction parse(String text) {
    if (text.equals("none")) {
      return new Fraction(0);
    }
    if (text.endsWith("%")) {
      try {
        double percent = Double.parseDouble(text.substring(0, text.length() - 1));
        Fraction part = Fraction.percent(percent);
        if (part.value() >= LEAST && part.value() <= MOST) {
          return part;
        }
      } catch (IllegalArgumentException e) { // a NumberFormatException is one
        throw refused(text);
      }
    }
    throw refused(text);
  }

  private static CommandException refused(String text) {
    return CommandException.usage(
        "parity is a percentage from 1% to 50%, such as 3%, or none, not '" + text + "'");
  }

  /** Returns a strength as {@link #parse} takes it. */
  static String print(Fraction part) {
    double percent = Math.round(part.value() * 1000) / 10.0;
    return percent == Math.rint(percent) ? (int) percent + "%" : percent + "%";
  }
}
