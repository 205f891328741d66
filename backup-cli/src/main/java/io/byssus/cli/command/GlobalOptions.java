package io.byssus.cli.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every subcommand has; they may stand before or after its name. */
final class GlobalOptions {
  @Option(
      names = {"-r", "--repo"},
      paramLabel = "LOCATION",
      scope = ScopeType.INHERIT,
      description = "The repository: a URI or a directory (default: BYSSUS_REPOSITORY).")
  private @Nullable String repository;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "Take the passphrase from the first line of a file (default: BYSSUS_PASSWORD, then ask).")
  private @Nullable String passwordFile;

  @Option(
      names = "--recovery-key-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Open with the recovery key in a file, rather than with a passphrase.")
  private @Nullable String recoveryKeyFile;

  @Option(
      names = "--cache-dir",
      paramLabel = "DIRECTORY",
      scope = ScopeType.INHERIT,
      description =
          "Where a write-only host keeps what it knows of its last backup (default:"
              + " BYSSUS_CACHE_DIR, then byssus in the user's cache directory).")
  private @Nullable String cacheDirectory;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Write the result as JSON, for programs.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Write nothing but what was asked for, and errors.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Write everything: all problems, and the trace of an error.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings(
      "UnusedVariable") // picocli shows the help; that it was asked for, nobody else asks
  private boolean help;

  Optional<String> repository() {
    return Optional.ofNullable(repository);
  }

  @Nullable String passwordFile() {
    return passwordFile;
  }

  @Nullable String recoveryKeyFile() {
    return recoveryKeyFile;
  }

  Optional<String> cacheDirectory() {
    return Optional.ofNullable(cacheDirectory);
  }

  boolean json() {
    return json;
  }

  boolean quiet() {
    return quiet;
  }

  boolean verbose() {
    return verbose;
  }
}
