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
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
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

  private static final FileTime TIME = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));

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

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(source.resolve(name)));
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
    assertThat(report.unreached()).isEqualTo(1);
    assertThat(report.files()).isZero();
    assertThat(report.problems())
        .allMatch(problem -> problem.message().equals("permission denied"));
  }

  @Test
  void aDirectoryThatIsOnlyPassedIsNotOpened() throws IOException {
    Files.delete(file);
    permissions("closed", "r-xr-xr-x");
    Object changed = Files.getAttribute(source.resolve("closed"), "unix:ctime");

    assertThat(inPlace(file).run().complete()).isTrue();

    assertThat(file).hasContent("content");
    assertThat(permissions("closed")).isEqualTo("r-xr-xr-x");
    assertThat(Files.getAttribute(source.resolve("closed"), "unix:ctime")).isEqualTo(changed);
  }

  @Test
  void directoriesAboveWhatIsWantedKeepWhatTheyHave() throws IOException {
    Files.delete(file);
    Map<String, String> before = TreeFacts.of(source);
    permissions("closed", "rwx--x---");
    Files.setLastModifiedTime(source.resolve("closed"), TIME);
    Files.setLastModifiedTime(source.resolve("closed/sub"), TIME);

    RestoreReport report = inPlace(file).run();

    assertThat(report.directories()).isZero();
    assertThat(file).hasContent("content");
    assertThat(permissions("closed")).isEqualTo("rwx--x---");
    assertThat(Files.getLastModifiedTime(source.resolve("closed"))).isEqualTo(TIME);
    assertThat(Files.getLastModifiedTime(source.resolve("closed/sub"))).isEqualTo(TIME);

    assertThat(inPlace(source.resolve("closed")).run().directories()).isEqualTo(2);
    assertThat(TreeFacts.of(source).get("closed")).isEqualTo(before.get("closed"));
  }

  @Test
  void directoriesAboveWhatIsWantedAreMadeAsTheyWere() throws IOException {
    permissions("closed", "rwx--x---");
    SnapshotId again = repository.backup(FileSource.of(source)).run().snapshot();
    Files.move(source.resolve("closed"), source.resolve("moved"));

    repository.restore(again).include(file.toString()).to(EVERYTHING).run();

    assertThat(permissions("closed")).isEqualTo("rwx--x---");
    assertThat(source.resolve("closed/beside")).doesNotExist();
  }

  @Test
  void aClosedDirectoryIsOpenedForWhatIsMadeInItAndClosedAgain() throws IOException {
    Files.delete(file);
    permissions("closed/sub", "---------");

    assertThat(inPlace(file).run().complete()).isTrue();

    assertThat(permissions("closed/sub")).isEqualTo("---------");
    permissions("closed/sub", "rwxr-xr-x");
    assertThat(file).hasContent("content");
  }
}
