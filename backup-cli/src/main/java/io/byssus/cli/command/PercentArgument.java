package io.byssus.cli.command;

import io.byssus.api.Fraction;
import io.byssus.cli.error.CommandException;

/** Reads a part of a whole: a number from 0 to 100 with a percent sign. */
final class PercentArgument {
  private PercentArgument() {}

  static Fraction parse(String option, String text) {
    if (text.endsWith("%")) {
      try {
        return Fraction.percent(Double.parseDouble(text.substring(0, text.length() - 1)));
      } catch (IllegalArgumentException e) { // a NumberFormatException is one
        throw refused(option, text);
      }
    }
    throw refused(option, text);
  }

  private static CommandException refused(String option, String text) {
    return CommandException.usage(
        option + " is a percentage from 0% to 100%, such as 10%, not '" + text + "'");
  }
}
