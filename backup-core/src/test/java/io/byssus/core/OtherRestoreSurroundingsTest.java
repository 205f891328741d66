package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.core.backup.BackupReport;
import io.byssus.core.source.FileSource;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
    Process process = child.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
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
    assertThatTheRestIsRestored(
        restore(
            Map.of(),
            List.of("-Djna.nounpack=true", "-Djna.nosys=true", "-Djna.boot.library.path=/"),
            ChildJvm.classPath()));
  }

  @Test
  void withoutJnaOnTheClassPathAllThatIsNotKeptIsNamed() throws Exception {
    String classPath =
        Arrays.stream(ChildJvm.classPath().split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("jna-"))
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
