package io.byssus.cli.error;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A word where a command's name belongs, which no command has. Picocli tells of an argument at an
 * index.
 *
 * @param word what was given
 * @param similar names of commands that may have been meant
 */
record UnknownCommand(String word, List<String> similar) {
  static Optional<UnknownCommand> in(ParameterException usage) {
    CommandSpec spec = usage.getCommandLine().getCommandSpec();
    return usage instanceof UnmatchedArgumentException unmatched
            && !unmatched.isUnknownOption()
            && !spec.subcommands().isEmpty()
        ? Optional.of(
            new UnknownCommand(unmatched.getUnmatched().get(0), unmatched.getSuggestions()))
        : Optional.empty();
  }

  String message() {
    String said = "there is no command '" + word + "'";
    return similar.isEmpty() ? said : said + "; did you mean " + String.join(", ", similar) + "?";
  }
}
