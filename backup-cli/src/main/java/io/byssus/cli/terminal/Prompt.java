package io.byssus.cli.terminal;

import java.util.Optional;

/** Asks whoever sits at the terminal for a secret, without showing what is typed. */
@FunctionalInterface
public interface Prompt {
  /**
   * Asks a question.
   *
   * @param question as it is shown
   * @return what was typed, to be wiped by the caller; empty if there is no terminal
   */
  Optional<char[]> ask(String question);
}
