package io.byssus.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A process that keeps one processor busy, as nicely as a backup, until it is closed. */
final class BusyProcess implements AutoCloseable {
  private final Process process;

  private BusyProcess(Process process) {
    this.process = process;
  }

  /** Starts it; it needs {@code nice}, as POSIX systems have it. */
  static BusyProcess start() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            "nice",
            "-n",
            "10",
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            BusyProcess.class.getName());
    return new BusyProcess(new ProcessBuilder(command).inheritIO().start());
  }

  /** What the process does. */
  public static void main(String[] arguments) {
    for (long number = 1; number != 0; ) {
      number = number * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L | 1; // never 0
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
