package io.byssus.cli.error;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Words that a command does not know. What may be a passphrase, given as other programs want it, is
 * not shown: messages end up in logs.
 *
 * @param command that was given them
 * @param words as they were given, at least one
 */
record UnmatchedWords(String command, List<String> words) {
  private static final String TAKES_PASSPHRASES = ".* (init|key\\b.*)";
  private static final String WHERE_PASSPHRASES_COME_FROM =
      "a passphrase comes from BYSSUS_PASSWORD, --password-file or a prompt, never from an argument";

  static Optional<UnmatchedWords> in(ParameterException usage) {
    return usage instanceof UnmatchedArgumentException unmatched
            && !unmatched.getUnmatched().isEmpty()
        ? Optional.of(
            new UnmatchedWords(
                usage.getCommandLine().getCommandSpec().qualifiedName(), unmatched.getUnmatched()))
        : Optional.empty();
  }

  String message() {
    List<String> options =
        words.stream()
            .filter(word -> word.startsWith("-") && word.length() > 1)
            .map(word -> word.replaceFirst("(?s)=.*", ""))
            .map(
                word ->
                    word.startsWith("--") ? word : word.substring(0, Math.min(2, word.length())))
            .toList();
    if (options.isEmpty()) {
      return command.matches(TAKES_PASSPHRASES)
          ? "'" + command + "' takes no further words; " + WHERE_PASSPHRASES_COME_FROM
          : "'" + command + "' does not take '" + String.join("' '", words) + "'";
    }
    String said =
        options.stream()
            .map(option -> "'" + option + "'")
            .collect(Collectors.joining(", ", "unknown option ", ""));
    return options.stream().anyMatch(option -> option.matches("-p.*|--pass.*"))
        ? said + "; " + WHERE_PASSPHRASES_COME_FROM
        : said;
  }
}
