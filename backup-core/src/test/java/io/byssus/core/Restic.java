package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The control: restic, with a repository in a directory. */
final class Restic {
  private static final int SECONDS = 100;

  private final Path directory;
  private final ZoneId zone;

  Restic(Path directory, ZoneId zone) {
    this.directory = directory;
    this.zone = zone;
  }

  /** Returns whether restic is in the variable RESTIC or on the path. */
  boolean isInstalled() {
    return program().isPresent();
  }

  private static Optional<Path> program() {
    String named = System.getenv("RESTIC");
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Stream.concat(
            Stream.ofNullable(named).filter(name -> !name.isBlank()).map(Path::of),
            Stream.of(path.split(File.pathSeparator)).map(place -> Path.of(place, "restic")))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs it, and returns what it says. */
  String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(program().orElseThrow().toString());
    command.addAll(List.of("--no-cache", "-q", "-r", directory.resolve("repository").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("RESTIC_PASSWORD", "control");
    builder.environment().put("TZ", zone.getId());
    Path output = directory.resolve("output");
    Process process = builder.redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(output, StandardCharsets.ISO_8859_1);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
