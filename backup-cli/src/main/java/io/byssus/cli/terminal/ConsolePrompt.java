package io.byssus.cli.terminal;

import io.byssus.cli.error.CommandException;
import io.byssus.cli.error.CommandException.Kind;
import java.io.Console;
import java.util.Arrays;
import java.util.Optional;

/** Asks on the terminal that the process was started from. */
public final class ConsolePrompt implements Prompt {
  private static final char UNDECODABLE = '\ufffd';

  @Override
  public Optional<char[]> ask(String question) {
    return Optional.ofNullable(System.console())
        .filter(ConsolePrompt::isTerminal)
        .flatMap(console -> ask(console, question));
  }

  private static Optional<char[]> ask(Console console, String question) {
    char[] typed = console.readPassword("%s", question);
    if (typed == null) {
      throw new CommandException(
          Kind.NO_PASSPHRASE,
          "the input ended before a passphrase was typed",
          "Type it, or use --password-file or BYSSUS_PASSWORD.");
    }
    if (new String(typed).indexOf(UNDECODABLE) >= 0) {
      Arrays.fill(typed, '\0');
      // else every such letter would be the same letter, in a repository that can be opened nowhere
      throw new CommandException(
          Kind.NO_PASSPHRASE,
          "this terminal's locale cannot carry the letters of that passphrase",
          "Use a UTF-8 locale, --password-file or BYSSUS_PASSWORD.");
    }
    return Optional.of(typed);
  }

  /** From JDK 22 on, a console may exist without a terminal, and has a method that tells. */
  private static boolean isTerminal(Console console) {
    try {
      return !Boolean.FALSE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
