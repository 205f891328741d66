package io.byssus.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The application's jars as they are released, and a JVM of its own to run them in. */
final class Application {
  static final String MAIN_CLASS = "io.byssus.consumer.Consumer";
  static final String MODULE = "io.byssus.consumer/" + MAIN_CLASS;

  /** No run takes that long; one that hangs ends here. */
  private static final long PATIENCE_SECONDS = 120;

  private Application() {}

  /** Ended runs: the exit code and what was printed. */
  record Run(int exitCode, String output, String errors) {}

  /** Returns the application's own jar, and then those that it needs. */
  static List<Path> jars() throws IOException {
    List<Path> jars = new ArrayList<>();
    jars.add(Path.of(property("application.jar")));
    try (Stream<Path> needed = Files.list(Path.of(property("application.jars")))) {
      needed.sorted().forEach(jars::add);
    }
    return jars;
  }

  /** Returns the one jar, as Spring Boot makes it, that holds all of them. */
  static Path bootJar() {
    return Path.of(property("application.boot.jar"));
  }

  /** Returns the jars as a class path or module path. */
  static String path() throws IOException {
    return String.join(File.pathSeparator, jars().stream().map(Path::toString).toList());
  }

  /** Runs a JVM of the kind that runs this test, in a directory, and waits for its end. */
  static Run run(Path directory, List<String> jvmOptions, List<String> arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    Path errors = Files.createTempFile(directory, "errors", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(property("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    // These make a JVM print a line of its own.
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"));
    Process process =
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " still runs after " + PATIENCE_SECONDS + " s");
    }
    return new Run(
        process.exitValue(), Files.readString(output, UTF_8), Files.readString(errors, UTF_8));
  }

  private static String property(String name) {
    return Objects.requireNonNull(
        System.getProperty(name), () -> "run by Maven, which sets " + name);
  }
}
