package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.core.backup.BackupProblem;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.backup.IncompleteBackupException;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Names and paths as long as Linux has them, and longer. */
@EnabledOnOs(OS.LINUX)
class LongPathTest {
  private static final int MAX_NAME = 255;
  private static final int MAX_PATH = 4095;

  private Path source;
  private Path target;
  private BackupRepository repository;

  @BeforeEach
  void begin(@TempDir Path temporary) throws IOException {
    source = Files.createDirectory(temporary.toRealPath().resolve("source"));
    target = source.resolveSibling("target");
    repository = Repositories.create(InMemoryStore.create());
  }

  @AfterEach
  void close() {
    repository.close();
  }

  /** Returns a directory below another one, so deep that a path of the length fits below it. */
  private static Path deep(Path top, int length) throws IOException {
    Path directory = top;
    while (directory.toString().length() + 1 < length) {
      int rest = length - directory.toString().length() - 1;
      int name = rest <= MAX_NAME ? rest : rest == MAX_NAME + 1 ? MAX_NAME - 1 : MAX_NAME;
      directory = directory.resolve("d".repeat(name));
    }
    return Files.createDirectories(directory);
  }

  @Test
  void entriesOfTheGreatestNamesAndPathsComeBack() throws IOException {
    Path file = deep(source, MAX_PATH - 2).resolve("f");
    assertThat(file.toString()).hasSize(MAX_PATH);
    Files.writeString(file, "deep down");
    Files.createDirectory(file.resolveSibling("d"));
    Files.createSymbolicLink(file.resolveSibling("l"), Path.of("f"));
    Files.writeString(source.resolve("n".repeat(MAX_NAME)), "long name");
    Files.createSymbolicLink(source.resolve("long link"), Path.of("/x".repeat(MAX_PATH / 2)));

    BackupReport report = repository.backup(FileSource.of(source)).run();
    repository.restore(report.snapshot()).from(source.toString()).to(target).run();

    assertThat(FileTree.describe(target)).isEqualTo(FileTree.describe(source));
  }

  @Test
  void whatHasALongerPathIsNamedOnceWithTheReason() throws IOException {
    Path half = deep(source, 3000);
    Path other = Files.createDirectory(source.resolveSibling("other"));
    Files.writeString(deep(other, 3000).resolve("file"), "too deep");
    Files.writeString(source.resolve("beside"), "stays");
    Path moved = Files.move(other, half.resolve("other"));
    try {
      assertThatThrownBy(() -> repository.backup(FileSource.of(source)).run())
          .isInstanceOfSatisfying(
              IncompleteBackupException.class,
              e -> {
                assertThat(e.getMessage()).hasSizeLessThan(600);
                assertThat(e.report().problems()).hasSize(1);
                BackupProblem problem = e.report().problems().get(0);
                assertThat(problem.message()).startsWith("its path is 4").contains("4095");
                assertThat(e.report().filesNew()).isEqualTo(1);
              });
    } finally {
      // Nothing else could remove it.
      Files.move(moved, other);
    }
  }
}
