package io.byssus.cli.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Processes that the command starts. */
final class Children {
  private Children() {}

  /** How long what is asked to end may take. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /**
   * Ends a process and all that it has started: asks, and what does not end in time is killed. The
   * first one goes first, lest it start the next.
   */
  static void end(Process process) {
    List<ProcessHandle> all = tree(process);
    all.forEach(ProcessHandle::destroy);
    if (!ended(all)) {
      List<ProcessHandle> left = tree(process);
      left.forEach(ProcessHandle::destroyForcibly);
      all.forEach(ProcessHandle::destroyForcibly);
      ended(left);
      ended(all);
    }
  }

  private static List<ProcessHandle> tree(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** Waits for the end of processes; an interrupt ends the wait, and is kept. */
  private static boolean ended(List<ProcessHandle> processes) {
    CompletableFuture<?>[] ends =
        processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ends).get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** Returns the beginning of one: its errors go where ours go, and it learns no passphrase. */
  static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    Environment.SECRETS.forEach(builder.environment()::remove);
    return builder;
  }
}
