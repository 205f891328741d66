package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged command, on each Java there is and in the locales that matter. */
class RunnableJarIT {
  private static final long SEED = 20261120;
  private static final long ENDLESS = 1L << 40;
  private static final long WELL_UNDER_WAY = 400_000_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path dir;

  RunnableJarIT(@TempDir Path dir) {
    this.dir = dir;
  }

  static Stream<Arguments> javasAndLocales() {
    return JarProcess.javas().stream()
        .flatMap(java -> Stream.of("C", "C.UTF-8").map(locale -> Arguments.of(java, locale)));
  }

  static Stream<Arguments> javasAndSignals() {
    return JarProcess.javas().stream()
        .flatMap(java -> Stream.of("INT", "TERM").map(signal -> Arguments.of(java, signal)));
  }

  @ParameterizedTest
  @MethodSource("javasAndLocales")
  void backsUpAndRestoresNamesOfAnyBytesInAnyLocale(Path java, String locale) throws Exception {
    JarProcess byssus = new JarProcess(java, dir, locale);
    byssus.run("init").succeeded();
    byssus
        .shell(
            "mkdir sub-$e && cd sub-$e && printf alpha > $nihon && printf beta > x$odd"
                + " && $BYSSUS backup -q .")
        .succeeded();
    assertThat(byssus.run("ls", "latest").succeeded().out())
        .contains("/sub-\u00e9/\u65e5\u672c\n")
        .contains("/sub-\u00e9/x\\xff\n");
    byssus.shell("$BYSSUS restore latest --target part$e --include $nihon").succeeded();
    byssus.shell("cmp sub-$e/$nihon part$e$PWD/sub-$e/$nihon").succeeded();
    byssus.shell("test ! -e part$e$PWD/sub-$e/x$odd").succeeded();
    byssus.shell("$BYSSUS restore latest --target all$odd").succeeded();
    byssus.shell("diff -r sub-$e all$odd$PWD/sub-$e").succeeded();
    byssus.run("check", "--read-data").succeeded();
  }

  @ParameterizedTest
  @MethodSource("javasAndLocales")
  void tellsPassphrasesOfOtherLettersApartInAnyLocale(Path java, String locale) throws Exception {
    JarProcess byssus = new JarProcess(java, dir, locale);
    byssus.shell("BYSSUS_PASSWORD=$e $BYSSUS init").succeeded();
    byssus.shell("BYSSUS_PASSWORD=$e $BYSSUS snapshots").succeeded();
    assertThat(byssus.shell("BYSSUS_PASSWORD=$g $BYSSUS snapshots").code()).isEqualTo(12);
    byssus.shell("echo $e > pw && $BYSSUS snapshots --password-file pw").succeeded();
  }

  @ParameterizedTest
  @MethodSource("javasAndSignals")
  void aSignalEndsABackupWith130AndLeavesTheRepositoryWhole(Path java, String signal)
      throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/io")), "/proc tells what a process has read");
    JarProcess byssus = new JarProcess(java, dir, "C.UTF-8");
    byssus.run("init").succeeded();
    Path source = endlessSource();
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

  @ParameterizedTest
  @MethodSource("javasAndLocales")
  void endsQuietlyWhenTheReaderHasSeenEnough(Path java, String locale) throws Exception {
    JarProcess byssus = new JarProcess(java, dir, locale);
    byssus.run("init").succeeded();
    Path many = Files.createDirectory(dir.resolve("many"));
    for (int i = 0; i < 5000; i++) {
      Files.createFile(many.resolve("a name that fills the pipe quickly, number " + i));
    }
    byssus.run("backup", many.toString()).succeeded();
    assertThat(byssus.shell("$BYSSUS ls -l latest | head -n 1").succeeded().out().lines())
        .hasSize(1);
    JarProcess.Ended full = byssus.shell("$BYSSUS ls -l latest > /dev/full");
    assertThat(full.code()).isEqualTo(1);
    assertThat(full.err()).startsWith("byssus: the output cannot be written");
  }

  @ParameterizedTest
  @MethodSource("javasAndLocales")
  void showsNoSecretToOtherProcesses(Path java, String locale) throws Exception {
    JarProcess byssus = new JarProcess(java, dir, locale);
    byssus.run("init").succeeded();
    assertThat(byssus.run("backup", "--password", "secret", ".").code()).isEqualTo(1);
    assertThat(byssus.run("help", "backup").succeeded().out()).doesNotContain("--password=");
  }

  @ParameterizedTest
  @MethodSource("javasAndLocales")
  void tellsTheVersionWithoutAWordOnTheErrorStream(Path java, String locale) throws Exception {
    JarProcess byssus = new JarProcess(java, dir, locale);
    assertThat(byssus.run("version").succeeded().out()).startsWith("byssus ");
  }

  /** A small file of chance, then one of zeros that no backup comes to the end of. */
  private Path endlessSource() throws IOException {
    Path source = Files.createDirectory(dir.resolve("source"));
    byte[] bytes = new byte[1 << 20];
    new Random(SEED).nextBytes(bytes);
    Files.write(source.resolve("small"), bytes);
    try (RandomAccessFile endless = new RandomAccessFile(source.resolve("zeros").toFile(), "rw")) {
      endless.setLength(ENDLESS);
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
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }
}
