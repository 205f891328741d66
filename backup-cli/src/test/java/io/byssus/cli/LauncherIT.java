package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The program beside the jar, as a user installs it: with a name of its own on the path. */
class LauncherIT {
  private final Path dir;
  private final Path cache;

  LauncherIT(@TempDir Path dir) {
    this.dir = dir;
    this.cache = dir.resolve("cache/byssus");
  }

  static List<Path> javas() {
    return JarProcess.javas();
  }

  @BeforeEach
  void install() throws IOException {
    Path built = Path.of(System.getProperty("byssus.jar"));
    Path place = Files.createDirectory(dir.resolve("place"));
    for (String part : List.of("byssus", "byssus.jar", "byssus.directives")) {
      Files.copy(built.resolveSibling(part), place.resolve(part));
    }
    Files.setPosixFilePermissions(
        place.resolve("byssus"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(Files.createDirectory(dir.resolve("bin")).resolve("b"), launcher());
  }

  private Path launcher() {
    return dir.resolve("place/byssus");
  }

  private static Path home(Path java) {
    return java.resolve("../..").normalize();
  }

  private JarProcess shell(Path java) {
    return new JarProcess(java, dir, "C.UTF-8");
  }

  /** Runs the launcher by its other name; what the variables are set to stands in front. */
  private JarProcess.Ended run(Path java, String variables, String words) throws Exception {

    return shell(java)
        .shell(
            "JAVA_HOME='%s' XDG_CACHE_HOME=\"$PWD/cache\" %s bin/b %s"
                .formatted(home(java), variables, words));
  }

  /** Keeps the launcher from making an archive, which takes seconds. */
  private void withoutCache() throws IOException {
    Files.writeString(dir.resolve("cache"), "a file where the directory should be");
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @MethodSource("javas")
  void worksFromTheFirstRunOnWithoutAWordOfItsOwn(Path java) throws Exception {
    Files.writeString(Files.createDirectory(dir.resolve("files")).resolve("a"), "alpha");
    run(java, "", "-q init").succeeded();
    for (int i = 0; i < 2; i++) {
      assertThat(run(java, "", "backup --json files").succeeded().out().strip())
          .startsWith("{")
          .endsWith("}");
    }
    assertThat(run(java, "", "dump latest \"$PWD/files/a\"").succeeded().out()).isEqualTo("alpha");
  }

  @ParameterizedTest
  @MethodSource("javas")
  void loadsItsClassesFromTheArchiveThatItMade(Path java) throws Exception {
    run(java, "", "version").succeeded();
    assertThat(archives()).hasSize(1);
    FileTime made = Files.getLastModifiedTime(archives().get(0));

    String log = "BYSSUS_JAVA_OPTIONS=-Xlog:class+load:file=classes.txt";
    run(java, log, "version").succeeded();
    assertThat(Files.readAllLines(dir.resolve("classes.txt")))
        .filteredOn(line -> line.contains(" io.byssus.cli.Invocation "))
        .singleElement()
        .asString()
        .contains("shared objects file (top)");
    assertThat(archives()).hasSize(1);
    assertThat(Files.getLastModifiedTime(archives().get(0))).isEqualTo(made);
  }

  @Test
  void makesTheArchiveAgainWhenTheJarIsReplaced() throws Exception {
    Path java = javas().get(0);
    run(java, "", "version").succeeded();
    FileTime made = Files.getLastModifiedTime(archives().get(0));
    Files.setLastModifiedTime(
        dir.resolve("place/byssus.jar"), FileTime.from(made.toInstant().plusSeconds(1)));
    Files.setLastModifiedTime(archives().get(0), made);

    run(java, "", "version").succeeded();
    assertThat(Files.getLastModifiedTime(archives().get(0))).isNotEqualTo(made);
  }

  @Test
  void worksFromAPlaceWithASpaceInItsName() throws Exception {
    Files.move(dir.resolve("place"), dir.resolve("a place"));
    withoutCache();
    JarProcess.Ended ended =
        shell(javas().get(0)).shell("XDG_CACHE_HOME=\"$PWD/cache\" 'a place/byssus' version");
    assertThat(ended.succeeded().out()).startsWith("byssus ");
  }

  @Test
  void worksWithoutACache() throws Exception {
    Path java = javas().get(0);
    withoutCache();
    assertThat(run(java, "", "version").succeeded().out()).startsWith("byssus ");
  }

  /** The JVM's first file would be taken for the standard input, and backed up. */
  @Test
  void backsUpNothingInPlaceOfAStandardInputThatIsClosed() throws Exception {
    Path java = javas().get(0);
    run(java, "", "init -q").succeeded();
    JarProcess.Ended ended = run(java, "", "backup --stdin <&-");

    assertThat(ended.code()).as(ended.err()).isEqualTo(1);
    assertThat(run(java, "", "snapshots --json").succeeded().out()).isEqualTo("[]\n");
  }

  @Test
  void worksWithoutAHome() throws Exception {
    JarProcess.Ended ended =
        shell(javas().get(0))
            .shell(
                "unset HOME XDG_CACHE_HOME; JAVA_HOME='%s' bin/b version"
                    .formatted(home(javas().get(0))));
    assertThat(ended.succeeded().out()).startsWith("byssus ");
  }

  @Test
  void passesOptionsOnToJava() throws Exception {
    withoutCache();
    Path java = javas().get(0);
    assertThat(run(java, "BYSSUS_JAVA_OPTIONS='-XX:+UseG1GC -Xmx64m'", "version").code()).isZero();
    assertThat(run(java, "BYSSUS_JAVA_OPTIONS=-XX:+NoSuchThing", "version").code()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("javas")
  void spendsLittleOnWhatIsNewWhereTheUserBoundsTheHeap(Path java) throws Exception {
    withoutCache();
    assertThat(flagsWith(java, "-Xmx96m")).containsPattern("MaxNewSize +:?= 25165824 ");
    assertThat(flagsWith(java, "-XX:MaxHeapSize=96m")).containsPattern("MaxNewSize +:?= 25165824 ");
    assertThat(flagsWith(java, "-Xmn32m")).containsPattern("MaxNewSize +:?= 33554432 ");
  }

  @ParameterizedTest
  @MethodSource("javas")
  void asksForLargePagesWhereTheSystemHasThem(Path java) throws Exception {
    Path setting = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    assumeTrue(Files.isReadable(setting), "the kernel has no transparent huge pages");
    boolean has = !Files.readString(setting).contains("[never]");
    withoutCache();
    assertThat(flagsWith(java, "")).containsPattern("UseTransparentHugePages +:?= " + has + " ");
  }

  private String flagsWith(Path java, String options) throws Exception {
    String show = "-XX:+DisplayVMOutput -XX:+PrintFlagsFinal ";
    return run(java, "BYSSUS_JAVA_OPTIONS='" + show + options + "'", "version").succeeded().out();
  }

  @Test
  void endsWithTheCommandsExitCode() throws Exception {
    withoutCache();
    JarProcess.Ended ended = run(javas().get(0), "", "-r \"$PWD/nowhere\" snapshots");
    assertThat(ended.code()).isEqualTo(10);
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    JarProcess shell = shell(javas().get(0));
    JarProcess.Ended without = shell.shell("JAVA_HOME=\"$PWD/nothing\" bin/b version");
    assertThat(without.code()).isEqualTo(1);
    assertThat(without.err()).startsWith("byssus: no Java found: " + dir.resolve("nothing"));

    Files.delete(dir.resolve("place/byssus.jar"));
    JarProcess.Ended noJar = shell.shell("bin/b version");
    assertThat(noJar.code()).isEqualTo(1);
    assertThat(noJar.err()).startsWith("byssus: there is no " + dir.resolve("place/byssus.jar"));
  }
}
