package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.source.EntryPath;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.posix.Posix;
import io.byssus.core.snapshot.SnapshotEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Backups in other locales, and where no system calls can be made. */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class OtherSurroundingsTest {
  private Path directory;
  private Path source;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    source = temporary.resolve("source");
  }

  private String backUp(String store, Map<String, String> environment, String... options)
      throws Exception {
    ProcessBuilder child =
        ChildJvm.command(
            ChildJvm.running(),
            List.of(options),
            OtherSurroundings.class,
            directory.resolve(store).toString(),
            source.toString());
    child.environment().putAll(environment);
    Process process = child.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private Map<String, SnapshotEntry> stored(String store) {
    Map<String, SnapshotEntry> entries = new TreeMap<>();
    try (BackupRepository repository = Repositories.open(directory.resolve(store))) {
      repository.list(
          repository.snapshots().latest().orElseThrow().id(),
          EntryPath.parse(source.toString()),
          entry -> entries.put(entry.path().toString(), entry));
    }
    return entries;
  }

  @Test
  void aSnapshotIsTheSameInEveryLocale() throws Exception {
    EveryKindTree tree = EveryKindTree.plant(source);
    tree.assertPresent(TreeFacts.of(source));
    FileTree.settle();

    String inC = backUp("c", Map.of("LC_ALL", "C", "LANG", "C"));
    String inUtf8 = backUp("utf8", Map.of("LC_ALL", "C.UTF-8", "LANG", "C.UTF-8"));

    assertThat(inC).isEqualTo(inUtf8).doesNotContain("not kept");
    assertThat(stored("c")).isEqualTo(stored("utf8")).hasSizeGreaterThan(60);
  }

  @Test
  void withoutSystemCallsTheReportSaysWhatMayBeMissing() throws Exception {
    Path file = FileTree.write(source.resolve("file"), FileTree.random(1, 700_000));
    Files.createDirectories(source.resolve("directory"));
    posix(file, "user.kept");
    posix(source.resolve("directory"), "user.kept");
    new ProcessBuilder("mkfifo", source.resolve("fifo").toString()).start().waitFor();
    FileTree.settle();

    String said = backUp("store", Map.of(), "-Djna.nounpack=true", "-Djna.boot.library.path=/");

    assertThat(said)
        .contains("not kept: extended attributes outside user.*, if there are any")
        .contains("system calls can't be made")
        .contains("0 problems, 0");
    Map<String, SnapshotEntry> entries = stored("store");
    for (String name : List.of("file", "directory")) {
      SnapshotEntry entry = Objects.requireNonNull(entries.get(source.resolve(name).toString()));
      assertThat(entry.metadata().attributes().value("user.kept")).containsExactly(7);
    }
    assertThat(entries).containsKey(source.resolve("fifo").toString());
  }

  private static void posix(Path path, String attribute) throws IOException {
    Posix.find()
        .orElseThrow()
        .setAttribute(
            PathBytes.of(path), attribute.getBytes(StandardCharsets.UTF_8), new byte[] {7});
  }
}
