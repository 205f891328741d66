package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.byssus.api.SnapshotId;
import io.byssus.core.restore.Restore;
import io.byssus.core.restore.RestoreReport;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Restoring to where it was, below directories that others own. */
@EnabledOnOs(OS.LINUX)
class RestoreInPlaceTest {
  private static final Path EVERYTHING = Path.of("/");

  private Path source;
  private Path file;
  private BackupRepository repository;
  private SnapshotId snapshot;

  @BeforeEach
  void backUp(@TempDir Path directory) throws IOException {
    source = directory.toRealPath().resolve("source");
    file = FileTree.write(source.resolve("closed/sub/file"), "content");
    FileTree.write(source.resolve("closed/beside"), "beside");
    repository = Repositories.create(InMemoryStore.create());
    snapshot = repository.backup(FileSource.of(source)).run().snapshot();
    assertThat(Files.getAttribute(EVERYTHING, "unix:uid")).isEqualTo(0);
  }

  @AfterEach
  void close() throws IOException {
    permissions("closed", "rwxr-xr-x");
    repository.close();
  }

  private Restore inPlace(Path wanted) {
    return repository.restore(snapshot).include(wanted.toString()).to(EVERYTHING);
  }

  private void permissions(String name, String bits) throws IOException {
    Files.setPosixFilePermissions(source.resolve(name), PosixFilePermissions.fromString(bits));
  }

  private void assumePlainUser() throws IOException {
    assumeFalse(
        Files.getAttribute(source, "unix:uid").equals(0), "root may write to every directory");
  }

  @Test
  void aPlainUserGoesThroughDirectoriesThatAreNotHis() throws IOException {
    assumePlainUser();
    Files.delete(file);

    RestoreReport report = inPlace(file).run();

    assertThat(report.complete()).isTrue();
    assertThat(report.files()).isEqualTo(1);
    assertThat(report.notKept()).isEmpty();
    assertThat(file).hasContent("content");
  }

  @Test
  void aPlainUserRestoresAllOfASnapshotWithoutAProblemOfTheDirectoriesAbove() throws IOException {
    assumePlainUser();
    Files.delete(file);

    RestoreReport report = repository.restore(snapshot).to(EVERYTHING).run();

    assertThat(report.problems()).isEmpty();
    assertThat(file).hasContent("content");
  }

  @Test
  void whatCannotBeMadeInADirectoryOfAnotherIsAProblemOfTheEntry() throws IOException {
    assumePlainUser();

    RestoreReport report =
        repository
            .restore(snapshot)
            .from(source + "/closed")
            .to(EVERYTHING)
            .allowIncomplete()
            .run();

    assertThat(report.problems())
        .extracting(problem -> problem.path().toString())
        .containsExactlyInAnyOrder("/beside", "/sub");
    assertThat(report.problems()).allMatch(problem -> problem.message().contains("AccessDenied"));
  }
}
