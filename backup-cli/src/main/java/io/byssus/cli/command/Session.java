package io.byssus.cli.command;

import io.byssus.api.Execution;
import io.byssus.api.key.Secret;
import io.byssus.cli.error.CommandException;
import io.byssus.cli.json.JsonObject;
import io.byssus.cli.process.RawPath;
import io.byssus.cli.process.RawText;
import io.byssus.cli.process.Surroundings;
import io.byssus.cli.terminal.Output;
import io.byssus.cli.terminal.PrintableText;
import io.byssus.cli.terminal.ProgressLine;
import io.byssus.core.BackupRepository;
import io.byssus.core.RepositoryBuilder;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One call of the command: its surroundings, its global options, and what follows from both. */
final class Session {
  private final Surroundings surroundings;
  private final GlobalOptions options;
  private final Passphrases passphrases;
  private final Set<String> warned = new HashSet<>();
  private @Nullable BackupRepository opened;

  Session(Surroundings surroundings, GlobalOptions options) {
    this.surroundings = surroundings;
    this.options = options;
    this.passphrases = new Passphrases(surroundings.environment(), surroundings.prompt());
  }

  BackupRepository open() {
    return opened(RepositoryBuilder::open);
  }

  /** Opens for a command that reads much data, and little else. */
  BackupRepository openToReadData() {
    return opened(builder -> builder.warmUp().open());
  }

  private BackupRepository opened(Function<RepositoryBuilder, BackupRepository> end) {
    String file = options.recoveryKeyFile();
    if (file == null) {
      return repository(passphrases::existing, RepositoryBuilder::passphrase, end);
    }
    if (options.passwordFile() != null) {
      throw CommandException.usage(
          "--password-file and --recovery-key-file can't be given together");
    }
    return repository(ignored -> RecoveryKeyFile.read(file), RepositoryBuilder::recoveryKey, end);
  }

  /**
   * Creates one.
   *
   * @param end sets what is particular about it, and creates it
   */
  BackupRepository create(Function<RepositoryBuilder, BackupRepository> end) {
    return repository(passphrases::initial, RepositoryBuilder::passphrase, end);
  }

  private BackupRepository repository(
      Function<@Nullable String, Secret> source,
      BiFunction<RepositoryBuilder, Secret, RepositoryBuilder> unlocking,
      Function<RepositoryBuilder, BackupRepository> end) {
    String location = location();
    RepositoryBuilder builder =
        UserInput.accepted(() -> BackupRepository.at(location)).foreground();
    cacheDirectory().ifPresent(builder::cacheDirectory);
    try (Secret secret = source.apply(options.passwordFile())) {
      BackupRepository repository = end.apply(unlocking.apply(builder, secret));
      opened = repository;
      warn();
      return repository;
    }
  }

  /**
   * Says, also with {@code --quiet}, what the repository warns of and was not said yet: when it is
   * opened, what may be missing from all that follows; at the end, what was found meanwhile.
   */
  void warn() {
    BackupRepository repository = opened;
    if (repository != null) {
      repository.warnings().stream()
          .filter(warned::add)
          .forEach(warning -> err().line("byssus: warning: " + PrintableText.of(warning)));
    }
  }

  /** Says it while an operation runs: what it waits for, for example. */
  void warn(ProgressLine line) {
    BackupRepository repository = opened;
    if (repository != null && !warned.containsAll(repository.warnings())) {
      line.around(this::warn);
    }
  }

  private String location() {
    return options
        .repository()
        .or(() -> surroundings.environment().variable("BYSSUS_REPOSITORY").map(RawText::decode))
        .filter(value -> !value.isEmpty())
        .map(RepositoryLocation::of)
        .orElseThrow(
            () ->
                CommandException.usage(
                    "no repository was named: give --repo LOCATION or set BYSSUS_REPOSITORY"));
  }

  private Optional<Path> cacheDirectory() {
    return options
        .cacheDirectory()
        .or(() -> surroundings.environment().variable("BYSSUS_CACHE_DIR").map(RawText::decode))
        .filter(value -> !value.isEmpty())
        .map(RawPath::of);
  }

  Passphrases passphrases() {
    return passphrases;
  }

  <R> R await(Execution<R> execution) {
    return surroundings.work().await(execution);
  }

  /** Names what is to be done when a signal stops the command's work. */
  void onStop(Runnable action) {
    surroundings.work().onStop(action);
  }

  ProgressLine progressLine() {
    return json() || options.quiet()
        ? ProgressLine.silent(surroundings.err())
        : new ProgressLine(surroundings.err());
  }

  /** Writes what was asked for while a line of progress is drawn, perhaps on the same terminal. */
  void beside(ProgressLine line, Runnable printing) {
    line.around(
        () -> {
          printing.run();
          if (out().isTerminal()) {
            out().flush();
          }
        });
  }

  boolean json() {
    return options.json();
  }

  boolean quiet() {
    return options.quiet();
  }

  boolean verbose() {
    return options.verbose();
  }

  /** Says what is amiss, also with {@code --quiet}. */
  void warn(String warning) {
    err().line("byssus: warning: " + PrintableText.of(warning));
  }

  /** Writes a line that was asked for. */
  void print(String line) {
    out().line(line);
  }

  void print(JsonObject object) {
    out().line(object.toString());
  }

  /** Writes a line that is left out with {@code --quiet}. */
  void tell(String line) {
    if (!options.quiet()) {
      out().line(line);
    }
  }

  InputStream in() {
    return surroundings.in();
  }

  Output out() {
    return surroundings.out();
  }

  Output err() {
    return surroundings.err();
  }
}
