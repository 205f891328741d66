package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C while a command looks into snapshots and its reader has stopped reading. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterruptIT {
  /** Names of this length, and so many, make each listing many times longer than a pipe. */
  private static final int FILES = 4_000;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path dir;
  private final JarProcess byssus;
  private String first = "";

  InterruptIT(@TempDir Path dir) {
    this.dir = dir;
    this.byssus = new JarProcess(JarProcess.javas().get(0), dir, "C.UTF-8");
  }

  @BeforeAll
  void backUpTwice() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "/proc tells the threads of others");
    byssus.run("init").succeeded();
    Path many = Files.createDirectory(dir.resolve("many"));
    first =
        Cli.parse(byssus.run("backup", "--json", "many").succeeded().out())
            .get("snapshot")
            .asText();
    for (int i = 0; i < FILES; i++) {
      Files.createFile(many.resolve("x".repeat(200) + i));
    }
    byssus.run("backup", "many").succeeded();
  }

  @AfterAll
  void leavesTheRepositoryWhole() throws Exception {
    if (!first.isEmpty()) {
      byssus.run("check").succeeded();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "find x*",
        "find x* --json",
        "diff FIRST latest",
        "diff FIRST latest --json",
        "dump latest /",
        "ls -l latest"
      })
  void ctrlCEndsItWith130AndOneLine(String words) throws Exception {
    JarProcess.Started looking = byssus.startIntoPipe(words.replace("FIRST", first).split(" ", -1));
    try (InputStream out = looking.process().getInputStream()) {
      assertThat(out.read()).as("it is under way").isNotNegative();
      interrupt(looking.process());
      // Nothing can let the command end otherwise now, whatever it still writes.
      out.transferTo(OutputStream.nullOutputStream());
    }
    JarProcess.Ended ended = byssus.await(looking);

    assertThat(ended.code()).as(ended.err()).isEqualTo(130);
    if (ended.err().isEmpty()) {
      return; // It had written all before it saw the signal, which the exit code tells still.
    }
    if (words.endsWith("--json")) {
      assertThat(Cli.parse(ended.err()).get("error").get("code").asText()).isEqualTo("CANCELLED");
    } else {
      assertThat(ended.err().lines().toList())
          .hasSize(2)
          .satisfies(lines -> assertThat(lines.get(0)).startsWith("byssus: "))
          .satisfies(lines -> assertThat(lines.get(1)).startsWith("        "));
    }
  }

  /** Statistics write nothing before their end: they are interrupted where they wait. */
  @Test
  void ctrlCEndsStatisticsWith130AndOneLine() throws Exception {
    Path passphrase = dir.resolve("passphrase");
    assertThat(new ProcessBuilder("mkfifo", passphrase.toString()).start().waitFor()).isZero();
    JarProcess.Started stats =
        byssus.startIntoPipe("stats", "--password-file", passphrase.toString());
    try (var opened = Files.newOutputStream(passphrase)) {
      assertThat(opened).as("it reads the passphrase").isNotNull();
      interrupt(stats.process());
    }
    JarProcess.Ended ended = byssus.await(stats);

    assertThat(ended.code()).as(ended.err()).isEqualTo(130);
    assertThat(ended.err()).startsWith("byssus: ").doesNotContain("\tat ", "Exception");
  }

  /** Sends the signal, and waits until the process has begun to end because of it. */
  private static void interrupt(Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (process.isAlive() && !threads(process).contains("byssus-signal")) {
      assertThat(System.nanoTime()).as("the signal arrives").isLessThan(end);
      process.waitFor(1, TimeUnit.MILLISECONDS);
    }
  }

  private static List<String> threads(Process process) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      return tasks.map(InterruptIT::name).toList();
    } catch (IOException e) {
      return List.of(); // it has ended meanwhile
    }
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
