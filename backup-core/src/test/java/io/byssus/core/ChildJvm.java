package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts other JVMs on the class path of the test. */
final class ChildJvm {
  private ChildJvm() {}

  /** Returns the home of the JVM that runs the test. */
  static Path running() {
    return Path.of(System.getProperty("java.home"));
  }

  /** Starts a class on the JVM in a home; what it writes to its error stream is passed on. */
  static Process start(Path home, List<String> options, Class<?> main, String... arguments)
      throws IOException {
    return command(home, options, main, arguments).start();
  }

  /** Returns what starts a class on the JVM in a home, to be given its surroundings first. */
  static ProcessBuilder command(
      Path home, List<String> options, Class<?> main, String... arguments) {
    return command(home, options, classPath(), main, arguments);
  }

  /** Returns the class path of the test. */
  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Returns what starts a class of another class path. */
  static ProcessBuilder command(
      Path home, List<String> options, String classPath, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(classPath);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /**
   * Starts a command, waits until it has done its work, and returns what it said.
   *
   * @param output is made: where that is kept meanwhile
   * @param seconds how long it may take
   */
  static String said(ProcessBuilder command, Path output, long seconds)
      throws IOException, InterruptedException {
    Process process = command.redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(seconds, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
