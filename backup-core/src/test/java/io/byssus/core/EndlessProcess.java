package io.byssus.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A process that goes on until it is killed, and what it said until then. */
final class EndlessProcess implements AutoCloseable {
  /** A child lives for a second or two: what starts fastest. */
  private static final List<String> OPTIONS =
      List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** What is said at the end of a phase. */
  private static final Set<String> DONE =
      Set.of(
          EndlessBackups.STORED.strip(),
          EndlessMaintenance.FORGOTTEN,
          EndlessMaintenance.PRUNED,
          EndlessRepair.REPAIRED);

  private final Process process;
  private final @Nullable Path output;
  private final List<String> said = new ArrayList<>();

  private EndlessProcess(Process process, @Nullable Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts a class whose output is to be followed. */
  static EndlessProcess followed(Class<?> main, String... arguments) throws IOException {
    return new EndlessProcess(ChildJvm.start(ChildJvm.running(), OPTIONS, main, arguments), null);
  }

  /** Starts a class whose output is of interest once it is dead. */
  static EndlessProcess beside(Path output, Class<?> main, String... arguments) throws IOException {
    ProcessBuilder command = ChildJvm.command(ChildJvm.running(), OPTIONS, main, arguments);
    return new EndlessProcess(command.redirectOutput(output.toFile()).start(), output);
  }

  /**
   * Waits until the process has said that it is in a phase, so many times, and kills it a moment
   * later.
   */
  void killIn(String phase, int times, long micros) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      @Nullable String line;
      int left = times;
      while (left > 0 && (line = lines.readLine()) != null) {
        said.add(line);
        left -= marker(line).equals(phase) ? 1 : 0;
      }
      if (left > 0) {
        throw new AssertionError("the process ended by itself after " + said);
      }
      LockSupport.parkNanos(micros * 1000);
      kill();
      while ((line = lines.readLine()) != null) {
        said.add(line);
      }
    }
  }

  /** Kills it at once. */
  void kill() throws IOException {
    // By its handle: the process itself would close what is still to be read.
    process.toHandle().destroyForcibly();
    process.onExit().join();
    if (output != null) {
      said.addAll(Files.readAllLines(output));
      Files.delete(output);
    }
  }

  /** Returns what a process that is not followed has said so far. */
  List<String> soFar() throws IOException {
    return output == null ? List.copyOf(said) : Files.readAllLines(output);
  }

  /** Returns whether it still runs. */
  boolean alive() {
    return process.isAlive();
  }

  /** Returns what it said, line by line. */
  List<String> said() {
    return said;
  }

  /** Returns the phase that it was in at the end: the last one that it spoke of. */
  String phase() {
    if (said.isEmpty()) {
      return "STARTING";
    }
    String last = marker(said.get(said.size() - 1));
    return DONE.contains(last) ? EndlessBackups.BETWEEN : last;
  }

  /** Returns the ids behind a word, of all lines that start with it. */
  List<String> ids(String word) {
    return said.stream()
        .filter(line -> marker(line).equals(word.strip()))
        .flatMap(line -> List.of(line.split(" ", -1)).stream().skip(1))
        .filter(id -> id.length() == 64)
        .toList();
  }

  private static String marker(String line) {
    return line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
