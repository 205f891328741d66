package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged command, on each Java there is and in the locales that matter. */
class RunnableJarIT {
  private static final int MORE_THAN_A_PIPE_HOLDS = 2000;
  private static final long SEED = 20261120;
  private static final int LONG_MEBIBYTES = 1024;
  private static final long WELL_UNDER_WAY = 100_000_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path dir;

  RunnableJarIT(@TempDir Path dir) {
    this.dir = dir;
  }

  static List<Path> javas() {
    return JarProcess.javas();
  }

  @ParameterizedTest
  @MethodSource("javas")
  void takesBytesAsTheyAreInALocaleThatCannotCarryThem(Path java) throws Exception {
    takesBytesAsTheyAre(new JarProcess(java, dir, "C"));
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("javas")
  void takesBytesAsTheyAreInUtf8(Path java) throws Exception {
    takesBytesAsTheyAre(new JarProcess(java, dir, "C.UTF-8"));
  }

  /** Names of files, arguments and passphrases. */
  private static void takesBytesAsTheyAre(JarProcess byssus) throws Exception {
    byssus.shell("BYSSUS_PASSWORD=$e $BYSSUS init").succeeded();
    assertThat(byssus.shell("BYSSUS_PASSWORD=$g $BYSSUS snapshots").code()).isEqualTo(12);
    byssus
        .shell(
            "mkdir sub-$e && cd sub-$e && printf alpha > $nihon && printf beta > x$odd"
                + " && BYSSUS_PASSWORD=$e $BYSSUS backup -q .")
        .succeeded();
    byssus.shell("echo $e > password").succeeded();
    assertThat(byssus.run("ls", "latest", "--password-file", "password").succeeded().out())
        .contains("/sub-\u00e9/\u65e5\u672c\n")
        .contains("/sub-\u00e9/x\\xff\n");
    byssus
        .shell(
            "$BYSSUS restore latest --target part$e --include $nihon --password-file password"
                + " && cmp sub-$e/$nihon part$e$PWD/sub-$e/$nihon"
                + " && test ! -e part$e$PWD/sub-$e/x$odd")
        .succeeded();
    byssus
        .shell(
            "$BYSSUS restore latest --target all$odd --password-file password"
                + " && diff -r sub-$e all$odd$PWD/sub-$e")
        .succeeded();
  }

  /** Without system calls no attribute outside the user's namespace can be read. */
  @ParameterizedTest
  @MethodSource("javas")
  void namesWhatItCouldNotKeep(Path java) throws Exception {
    String options = " -Djna.nounpack=true -Djna.boot.library.path=/ -jar ";
    String byssus = "${BYSSUS%% -jar *}" + options + "${BYSSUS#* -jar }";
    JarProcess process = new JarProcess(java, dir, "C.UTF-8");
    process.shell("mkdir source && printf alpha > source/file && $BYSSUS init").succeeded();

    JarProcess.Ended told = process.shell(byssus + " backup source");
    JarProcess.Ended json = process.shell(byssus + " backup --json source");

    assertThat(told.code()).isZero();
    assertThat(told.err())
        .contains("byssus: not kept: extended attributes outside user.*, if there are any of ")
        .contains(dir + "/source/file")
        .doesNotContain("\tat ");
    assertThat(told.out()).contains("files: 1 new");
    assertThat(json.code()).isZero();
    JsonNode report = Cli.parse(json.out());
    assertThat(report.get("complete").asBoolean()).isTrue();
    JsonNode notKept = report.get("notKept").get(0);
    assertThat(notKept.get("what").asText()).startsWith("extended attributes outside user.*");
    assertThat(notKept.get("reason").asText()).contains("system calls can't be made");
    assertThat(notKept.get("count").asLong()).isPositive();
    assertThat(notKept.get("first").findValuesAsText("path")).contains(dir + "/source");
  }

  @ParameterizedTest
  @MethodSource("javas")
  void ctrlCEndsABackupWith130AndLeavesTheRepositoryWhole(Path java) throws Exception {
    aSignalEndsABackup("INT", new JarProcess(java, dir, "C.UTF-8"));
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("javas")
  void terminationEndsABackupWith130AndLeavesTheRepositoryWhole(Path java) throws Exception {
    aSignalEndsABackup("TERM", new JarProcess(java, dir, "C.UTF-8"));
  }

  private void aSignalEndsABackup(String signal, JarProcess byssus) throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/io")), "/proc tells what a process has read");
    byssus.run("init").succeeded();
    Path source = longSource();
    JarProcess.Started backup = byssus.startWithSignals("backup", "--json", source.toString());
    awaitRead(backup.process());
    send(signal, backup.process());
    JarProcess.Ended ended = byssus.await(backup);
    assertThat(ended.code()).as(ended.err()).isEqualTo(130);
    assertThat(ended.out()).isEmpty();
    assertThat(Cli.parse(ended.err()).get("error").get("code").asText()).isEqualTo("CANCELLED");
    byssus.run("check", "--read-data").succeeded();
    assertThat(byssus.run("snapshots", "--json").succeeded().out()).isEqualTo("[]\n");
    byssus.run("backup", source.resolve("small").toString()).succeeded();
    byssus.run("check", "--read-data").succeeded();
  }

  @Test
  void commandsAroundABackupSeeNoPassphraseAndWriteNoResult() throws Exception {
    JarProcess byssus = new JarProcess(javas().get(0), dir, "C.UTF-8");
    byssus.run("init").succeeded();
    Files.createDirectory(dir.resolve("source"));

    JarProcess.Ended ended =
        byssus.run(
            "backup",
            "source",
            "--json",
            "--pre-command",
            "env; echo resting",
            "--post-command",
            "echo going on >&2");

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(Cli.parse(ended.out()).get("complete").asBoolean()).isTrue();
    assertThat(ended.err())
        .contains("BYSSUS_REPOSITORY=", "resting\n", "going on\n")
        .doesNotContain("BYSSUS_PASSWORD", "battery staple");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void anApplicationGoesOnWhenASignalComesWhileAStreamGivesNothing(String signal) throws Exception {
    JarProcess byssus = new JarProcess(javas().get(0), dir, "C.UTF-8");
    byssus.run("init").succeeded();
    Path log = Files.createFile(dir.resolve("log"));
    JarProcess.Started backup =
        byssus.startWithSignals(
            "backup",
            "--pre-command",
            "echo resting >> " + log,
            "--post-command",
            "echo going on >> " + log,
            "--stdin-from-command",
            "--",
            "sleep",
            "4321");
    ProcessHandle silent = awaitChild(backup.process(), "4321");
    send(signal, backup.process());

    assertThat(byssus.await(backup).code()).isEqualTo(130);
    assertThat(log).content().isEqualTo("resting\ngoing on\n");
    assertThat(silent.isAlive()).isFalse();
  }

  private static ProcessHandle awaitChild(Process process, String argument) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    Optional<ProcessHandle> child = Optional.empty();
    while (child.isEmpty()) {
      assertThat(System.nanoTime()).as("the command is started").isLessThan(end);
      assertThat(process.waitFor(10, TimeUnit.MILLISECONDS)).isFalse();
      child =
          process
              .children()
              .filter(found -> found.info().commandLine().orElse("").endsWith(argument))
              .findFirst();
    }
    return child.get();
  }

  @Test
  void endsQuietlyWhenTheReaderHasSeenEnough() throws Exception {
    JarProcess byssus = new JarProcess(javas().get(0), dir, "C.UTF-8");
    byssus.run("init").succeeded();
    Path many = Files.createDirectory(dir.resolve("many"));
    for (int i = 0; i < MORE_THAN_A_PIPE_HOLDS; i++) {
      Files.createFile(many.resolve("a name that fills the pipe quickly, number " + i));
    }
    byssus.run("backup", many.toString()).succeeded();
    assertThat(byssus.shell("$BYSSUS ls -l latest | head -n 1").succeeded().out().lines())
        .hasSize(1);
    JarProcess.Ended unseen = byssus.shell("$BYSSUS key add-recovery > /dev/full");
    assertThat(unseen.code()).isEqualTo(1);
    assertThat(unseen.err()).contains("recovery key could not be written", "'byssus key remove'");
    JarProcess.Ended full = byssus.shell("$BYSSUS ls -l latest > /dev/full");
    assertThat(full.code()).isEqualTo(1);
    assertThat(full.err()).startsWith("byssus: the output cannot be written");
  }

  @ParameterizedTest
  @MethodSource("javas")
  void tellsTheVersionWithoutAWordOnTheErrorStream(Path java) throws Exception {
    JarProcess byssus = new JarProcess(java, dir, "C");
    assertThat(byssus.run("version").succeeded().out()).startsWith("byssus ");
  }

  /** A small file of chance, and one that no backup reads before the signal is there. */
  private Path longSource() throws IOException {
    Path source = Files.createDirectory(dir.resolve("source"));
    byte[] bytes = new byte[1 << 20];
    new Random(SEED).nextBytes(bytes);
    Files.write(source.resolve("small"), bytes);
    // Holes would not be read.
    try (OutputStream file = Files.newOutputStream(source.resolve("very long"))) {
      for (int i = 0; i < LONG_MEBIBYTES; i++) {
        file.write(bytes);
      }
    }
    return Path.of(URI.create(source.toUri().toString()));
  }

  private static void awaitRead(Process process) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    Path counters = Path.of("/proc/" + process.pid() + "/io");
    while (read(counters) < WELL_UNDER_WAY) {
      assertThat(process.isAlive()).as("the backup goes on").isTrue();
      assertThat(System.nanoTime()).as("the backup reads").isLessThan(end);
      process.waitFor(1, TimeUnit.MILLISECONDS);
    }
  }

  private static long read(Path counters) throws IOException {
    return Files.readAllLines(counters).stream()
        .filter(line -> line.startsWith("rchar: "))
        .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
        .sum();
  }

  private static void send(String signal, Process process) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).inheritIO().start();
    assertThat(kill.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }
}
