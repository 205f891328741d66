package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.ByssusException;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.posix.Posix;
import io.byssus.core.source.FileSource;
import io.byssus.core.target.FileTarget;
import io.byssus.core.target.InjectedDisk;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores of every kind of entry in other locales, and where no system calls can be made. */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class OtherRestoreSurroundingsTest {
  /** A file with a time before 1970 that is no whole second, which the JDK can't set. */
  private static final String OLD_FILE = "files/1";

  /** A restore takes a few seconds; one that waits at a fifo never ends. */
  private static final int TIME_LIMIT_SECONDS = 120;

  /** CI numbers the copies of jars that a plain user may read. */
  private static final Pattern JNA = Pattern.compile("(\\d+-)?jna-.*");

  private static final List<String> WITHOUT_JNA =
      List.of("-Djna.nounpack=true", "-Djna.nosys=true", "-Djna.boot.library.path=/");

  private Path directory;
  private EveryKindTree tree;
  private Map<String, String> restorable;

  @BeforeEach
  void backUp(@TempDir Path temporary) throws IOException {
    directory = temporary;
    tree = EveryKindTree.plant(temporary.resolve("tree"));
    Map<String, String> planted = TreeFacts.of(tree.top());
    tree.assertPresent(planted);
    try (BackupRepository repository = Repositories.create(temporary.resolve("store"))) {
      BackupReport backup = repository.backup(FileSource.of(tree.top())).allowIncomplete().run();
      restorable = RestoreKindsTest.restorable(planted, tree, backup);
    }
  }

  private String restore(Map<String, String> environment, List<String> options, String classPath)
      throws Exception {
    ProcessBuilder child =
        ChildJvm.command(
            ChildJvm.running(),
            options,
            classPath,
            OtherRestoreSurroundings.class,
            directory.resolve("store").toString(),
            tree.top().toString(),
            directory.resolve("target").toString());
    child.environment().putAll(environment);
    return ChildJvm.said(child, directory.resolve("output"), TIME_LIMIT_SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void aTreeOfEveryKindIsRestoredWithNoDifferenceInEveryLocale(String locale) throws Exception {
    String said =
        restore(Map.of("LC_ALL", locale, "LANG", locale), List.of(), ChildJvm.classPath());

    assertThat(TreeFacts.of(directory.resolve("target"))).isEqualTo(restorable);
    assertThat(said.lines().filter(line -> line.startsWith("not kept")))
        .singleElement()
        .asString()
        .contains("socket");
    assertThat(said).endsWith("0 problems\n");
  }

  @Test
  void withoutAJnaThatCanBeUnpackedAllThatIsNotKeptIsNamed() throws Exception {
    assertThatTheRestIsRestored(restore(Map.of(), WITHOUT_JNA, ChildJvm.classPath()));
  }

  @Test
  void withoutJnaWhatIsThereAndNoFileIsLeftAndItsDifferencesAreNamed() throws Exception {
    restore(Map.of(), List.of(), ChildJvm.classPath());
    Path target = directory.resolve("target");
    change(target.resolve("nodes/fifo"));
    Map<String, String> before = TreeFacts.of(target);

    String said = restore(Map.of(), WITHOUT_JNA, ChildJvm.classPath());

    assertThat(TreeFacts.of(target)).isEqualTo(before);
    assertThat(said).endsWith("0 problems\n");
    for (String what : List.of("permissions", "modification time")) {
      assertThat(said.lines().filter(line -> line.startsWith("not kept: " + what)))
          .as(what)
          .singleElement()
          .asString()
          .endsWith("[/nodes/fifo]");
    }
  }

  private static void change(Path fifo) throws IOException {
    Posix posix = Posix.find().orElseThrow();
    posix.setPermissions(PathBytes.of(fifo), 0600);
    posix.setModified(PathBytes.of(fifo), Instant.parse("2001-02-03T04:05:06.000000007Z"));
  }

  @Test
  void withoutJnaAKilledRestoreIsTakenBackButForWhatIsNamed() throws Exception {
    Path target = directory.resolve("target");
    restoreNodes(target, Long.MAX_VALUE);
    change(target.resolve("nodes/fifo"));
    long calls = restoreNodes(target, Long.MAX_VALUE);
    do {
      FileTarget.at(target).open().close(); // takes away what the one before left
      change(target.resolve("nodes/fifo"));
      restoreNodes(target, calls--);
    } while (!leftAJournal(target));
    Map<String, String> nodes = TreeFacts.of(target.resolve("nodes"));

    String said = restore(Map.of(), WITHOUT_JNA, ChildJvm.classPath());

    assertThat(TreeFacts.of(target.resolve("nodes"))).isEqualTo(nodes);
    assertThat(leftAJournal(target)).isFalse();
    assertThat(said)
        .contains("taken back: a restore with rollback that was killed was taken back first")
        .contains("taken back: not taken back of '/nodes/fifo': permissions: system calls")
        .contains("taken back: not taken back of '/nodes/fifo': modification time: system calls")
        .endsWith("0 problems\n");
  }

  /** Restores the nodes until a call after which nothing can be done; returns how many it made. */
  private long restoreNodes(Path target, long call) {
    InjectedDisk.Injection dead = InjectedDisk.deadFrom(target, call);
    try (BackupRepository repository = Repositories.open(directory.resolve("store"))) {
      repository
          .restore(repository.snapshots().latest().orElseThrow().id())
          .from(tree.top().toString())
          .include("nodes")
          .to(dead.target())
          .rollbackOnFailure()
          .run();
    } catch (ByssusException e) {
      assertThat(call).as(e.toString()).isLessThan(Long.MAX_VALUE);
    }
    return dead.disk().calls();
  }

  private static boolean leftAJournal(Path target) throws IOException {
    try (Stream<Path> found = Files.walk(target, 2)) {
      return found.anyMatch(path -> path.endsWith("journal"));
    }
  }

  @Test
  void withoutJnaOnTheClassPathAllThatIsNotKeptIsNamed() throws Exception {
    String classPath =
        Arrays.stream(ChildJvm.classPath().split(File.pathSeparator))
            .filter(entry -> !JNA.matcher(Path.of(entry).getFileName().toString()).matches())
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(classPath).isNotEqualTo(ChildJvm.classPath());

    assertThatTheRestIsRestored(restore(Map.of(), List.of(), classPath));
  }

  private void assertThatTheRestIsRestored(String said) throws IOException {
    assertThat(withoutWhatTakesJna(TreeFacts.of(directory.resolve("target"))))
        .isEqualTo(withoutWhatTakesJna(restorable));
    assertThat(said).endsWith("0 problems\n");
    List<String> named = said.lines().filter(line -> line.startsWith("not kept: ")).toList();
    List<String> wanted =
        new ArrayList<>(
            List.of(
                "fifo",
                "socket",
                "user.text",
                "user.of a directory",
                "system.posix_acl_access",
                "system.posix_acl_default",
                "modification time to the nanosecond"));
    if (tree.plantedByRoot()) {
      wanted.addAll(
          List.of(
              "character device",
              "block device",
              "security.capability",
              "trusted.of root",
              "trusted.of a link"));
    }
    for (String what : wanted) {
      assertThat(named).as(what).anyMatch(line -> line.contains(what));
    }
  }

  private static Map<String, String> withoutWhatTakesJna(Map<String, String> facts) {
    Map<String, String> rest = new TreeMap<>();
    facts.forEach(
        (name, fact) -> {
          String kept = fact.replaceAll(" \\{[^}]*\\}", "");
          // Java 17 sets times of links to the microsecond.
          if (name.equals(OLD_FILE) || kept.startsWith("link ")) {
            kept = kept.replaceAll(" \\d{4}-\\d\\d-\\d\\dT[^ ]*Z", "");
          }
          if (!name.startsWith("nodes/")) {
            rest.put(name, kept);
          }
        });
    return rest;
  }
}
