package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the packaged command as a user does: a process of its own, by {@code java -jar}. */
final class JarProcess {
  private static final long LIMIT_SECONDS = 120;

  private static final String LETTERS =
      "e=$(printf '\\303\\251'); g=$(printf '\\303\\250');"
          + " nihon=$(printf '\\346\\227\\245\\346\\234\\254'); odd=$(printf '\\377'); ";

  private final Path java;
  private final Path scratch;
  private final String locale;
  private final Path repository;

  JarProcess(Path java, Path scratch, String locale) {
    this.java = java;
    this.scratch = scratch;
    this.locale = locale;
    this.repository = scratch.resolve("repository");
  }

  /** Returns the Java that runs the tests, and the newest other one that this machine has. */
  static List<Path> javas() {
    Path running = Path.of(System.getProperty("java.home"), "bin", "java");
    List<Path> javas = new ArrayList<>(List.of(running));
    newest().filter(java -> !java.equals(running)).ifPresent(javas::add);
    return javas;
  }

  private static Optional<Path> newest() {
    Path all = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(all)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(all)) {
      return homes
          .filter(home -> Files.isExecutable(home.resolve("bin/java")))
          .filter(home -> feature(home) > Runtime.version().feature())
          .max(Comparator.comparing(JarProcess::feature))
          .map(home -> home.resolve("bin/java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int feature(Path home) {
    try {
      return Files.readAllLines(home.resolve("release")).stream()
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(
              line ->
                  Runtime.Version.parse(line.substring(line.indexOf('"') + 1, line.length() - 1)))
          .map(Runtime.Version::feature)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // not a JDK that says what it is
    }
  }

  /**
   * Runs a script with {@code $BYSSUS} in it, for arguments that Java cannot pass on in every
   * locale: {@code $e} is an e with an acute accent and {@code $g} one with a grave, {@code $nihon}
   * is Japan in Japanese, {@code $odd} a byte that is no UTF-8.
   */
  Ended shell(String script) throws Exception {
    return await(start(List.of("sh", "-c", LETTERS + script)));
  }

  Ended run(String... arguments) throws Exception {
    return await(start(command(arguments)));
  }

  /** Starts the command with signals as a terminal gives them, whatever this process inherited. */
  Started startWithSignals(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,TERM"));
    command.addAll(command(arguments));
    return start(command);
  }

  /** Starts it likewise; what it writes waits to be read. */
  Started startIntoPipe(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,TERM"));
    command.addAll(command(arguments));
    return start(command, ProcessBuilder.Redirect.PIPE);
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(java.toString(), "-jar", jar()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String jar() {
    return Objects.requireNonNull(System.getProperty("byssus.jar"), "byssus.jar");
  }

  private Started start(List<String> command) throws IOException {
    return start(command, null);
  }

  private Started start(List<String> command, ProcessBuilder.@Nullable Redirect pipe)
      throws IOException {
    Path out = Files.createTempFile(scratch, "out", ".txt");
    Path err = Files.createTempFile(scratch, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(scratch.toFile())
            .redirectOutput(pipe == null ? ProcessBuilder.Redirect.to(out.toFile()) : pipe)
            .redirectError(err.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().put("LC_ALL", locale);
    builder.environment().put("BYSSUS_REPOSITORY", repository.toString());
    builder.environment().put("BYSSUS_PASSWORD", "correct horse battery staple");
    builder.environment().put("BYSSUS", java + " -jar " + jar());
    return new Started(builder.start(), out, err);
  }

  Ended await(Started started) throws Exception {
    boolean ended = started.process().waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      started.process().destroyForcibly();
    }
    assertThat(ended).as("the process ended within %d s", LIMIT_SECONDS).isTrue();
    return new Ended(
        started.process().exitValue(),
        Files.readString(started.out(), StandardCharsets.UTF_8),
        Files.readString(started.err(), StandardCharsets.UTF_8));
  }

  /** A process and where its output goes. */
  record Started(Process process, Path out, Path err) {}

  /** How a process ended. */
  record Ended(int code, String out, String err) {
    Ended succeeded() {
      assertThat(err).isEmpty();
      assertThat(code).isZero();
      return this;
    }
  }
}
