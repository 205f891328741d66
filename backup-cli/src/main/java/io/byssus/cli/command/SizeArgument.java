package io.byssus.cli.command;

import io.byssus.api.DataSize;
import io.byssus.cli.error.CommandException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an amount of data: a number of bytes, or of the units K, M, G and T, each 1,024 of the
 * last.
 */
final class SizeArgument {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})([kmgt]?)b?");
  private static final String UNITS = "kmgt";
  private static final int BITS_OF_A_STEP = 10;

  private SizeArgument() {}

  static DataSize parse(String option, String argument) {
    Matcher size = FORM.matcher(argument.toLowerCase(Locale.ROOT));
    if (size.matches()) {
      String unit = size.group(2);
      int steps = unit.isEmpty() ? 0 : UNITS.indexOf(unit) + 1;
      long factor = 1L << (BITS_OF_A_STEP * steps);
      long number = Long.parseLong(size.group(1));
      if (number <= Long.MAX_VALUE / factor) {
        return DataSize.ofBytes(number * factor);
      }
    }
    throw CommandException.usage(
        "the value of " + option + " is a size such as 500M or 2G, not '" + argument + "'");
  }
}
