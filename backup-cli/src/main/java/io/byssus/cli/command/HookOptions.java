package io.byssus.cli.command;

import io.byssus.api.QuiesceFailedException;
import io.byssus.cli.process.FailedCommandException;
import io.byssus.cli.process.ShellCommand;
import io.byssus.core.backup.Backup;
import io.byssus.core.backup.Quiesce;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Commands around the reading of a backup, which bring an application to rest. */
final class HookOptions {
  /** A command ends itself at its own limit; the callback's is only there in case it can't. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final AtomicReference<@Nullable String> untold = new AtomicReference<>();

  @Option(
      names = "--pre-command",
      paramLabel = "COMMAND",
      description = "Run this by sh -c before the first file is read; if it fails, so does all.")
  private @Nullable String before;

  @Option(
      names = "--post-command",
      paramLabel = "COMMAND",
      description = "Run this when all has been read, also when that failed.")
  private @Nullable String after;

  @Option(
      names = "--post-failure-command",
      paramLabel = "COMMAND",
      description = "Run this when the reading or one of these commands has failed.")
  private @Nullable String onFailure;

  @Option(
      names = "--command-timeout",
      paramLabel = "TIME",
      description = "How long each may take, such as 30s or 5m (default: 1m).")
  private @Nullable String limit;

  void apply(Backup backup) {
    Duration most =
        limit == null
            ? Quiesce.DEFAULT_TIMEOUT
            : DurationArgument.parse("--command-timeout", limit);
    if (before == null && after == null && onFailure == null) {
      return;
    }
    backup.quiesce(
        Quiesce.before(() -> run("--pre-command", before, most))
            .after(() -> run("--post-command", after, most))
            .onFailure(failure -> tell(most))
            .timeout(most.plus(GRACE)));
  }

  private static void run(String option, @Nullable String line, Duration limit)
      throws FailedCommandException, InterruptedException {
    if (line != null) {
      new ShellCommand(option, line, limit).run();
    }
  }

  private void tell(Duration most) {
    try {
      run("--post-failure-command", onFailure, most);
    } catch (FailedCommandException e) {
      untold.set(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns what became of the command for failures, if it failed itself. */
  Optional<String> failureOfOnFailure() {
    return Optional.ofNullable(untold.get());
  }

  /** Returns a failure as users of the command know its cause, not as callers of the library do. */
  static QuiesceFailedException told(QuiesceFailedException failure) {
    return failure.getCause() instanceof FailedCommandException cause
        ? new QuiesceFailedException(String.valueOf(cause.getMessage()), failure)
        : failure;
  }
}
