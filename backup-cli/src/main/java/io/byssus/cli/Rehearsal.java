package io.byssus.cli;

import io.byssus.cli.process.ForegroundWork;
import io.byssus.cli.process.Surroundings;
import io.byssus.cli.terminal.Destination;
import io.byssus.cli.terminal.Output;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs the usual subcommands once on a few files, so that a JVM that records which classes it loads
 * ({@code -XX:ArchiveClassesAtExit}) meets those that later commands need.
 *
 * <p>A program of its own, which the launcher runs; no user calls it. What it makes lies in a
 * temporary directory and goes with it.
 */
final class Rehearsal {
  private static final String PASSPHRASE = "nothing that is worth a secret";
  private static final int LARGE_FILE_BYTES = 3 << 20;

  private final Path files;
  private final Path repository;
  private final Path restored;

  private Rehearsal(Path place) {
    this.files = place.resolve("files");
    this.repository = place.resolve("repository");
    this.restored = place.resolve("restored");
  }

  /**
   * Runs the subcommands.
   *
   * @param arguments none
   * @throws IllegalStateException if one of them fails
   */
  public static void main(String[] arguments) throws IOException {
    Path place = Files.createTempDirectory("byssus-rehearsal");
    try {
      new Rehearsal(place).run();
    } finally {
      delete(place);
    }
  }

  private void run() throws IOException {
    Files.createDirectories(files.resolve("directory"));
    Files.writeString(files.resolve("directory/small"), "a few words");
    Files.write(files.resolve("large"), new byte[LARGE_FILE_BYTES]);
    Files.createSymbolicLink(files.resolve("link"), Path.of("large"));
    invoke("init");
    invoke("backup", files.toString());
    invoke("-q", "backup", files.toString());
    invoke("snapshots");
    invoke("snapshots", "--json");
    invoke("ls", "-l", "latest");
    invoke("check", "--read-data");
    invoke("restore", "latest", "--target", restored.toString());
  }

  private void invoke(String... words) {
    Surroundings surroundings =
        new Surroundings(
            InputStream.nullInputStream(),
            new Output(OutputStream.nullOutputStream(), Destination.FILE),
            new Output(OutputStream.nullOutputStream(), Destination.FILE),
            this::variable,
            question -> Optional.empty(),
            new ForegroundWork());
    int code = new Invocation(surroundings, words).run();
    if (code != 0) {
      throw new IllegalStateException(String.join(" ", words) + " ended with " + code);
    }
  }

  private Optional<byte[]> variable(String name) {
    return switch (name) {
      case "BYSSUS_REPOSITORY" -> Optional.of(bytes(repository.toString()));
      case "BYSSUS_PASSWORD" -> Optional.of(bytes(PASSPHRASE));
      default -> Optional.empty();
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void delete(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      all.sorted(Comparator.reverseOrder()).forEach(Rehearsal::deleteOne);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
