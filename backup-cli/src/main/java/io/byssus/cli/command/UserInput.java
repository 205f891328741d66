package io.byssus.cli.command;

import io.byssus.cli.error.CommandException;
import java.util.function.Supplier;

/**
 * Where arguments are handed to the library. What it refuses there is the user's mistake; the same
 * refusal anywhere else is a defect.
 */
final class UserInput {
  private UserInput() {}

  /**
   * Hands an argument on, and returns what became of it. Only for calls that look at their
   * arguments and do no work yet.
   *
   * @throws CommandException if the argument is refused
   */
  static <T> T accepted(Supplier<T> use) {
    try {
      return use.get();
    } catch (IllegalArgumentException e) {
      throw CommandException.refused(e);
    }
  }

  /** The same for what returns nothing. */
  static void accept(Runnable use) {
    accepted(
        () -> {
          use.run();
          return true;
        });
  }
}
