package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.SnapshotId;
import io.byssus.core.restore.IncompleteRestoreException;
import io.byssus.core.restore.Overwrite;
import io.byssus.core.restore.RestoreReport;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Restoring over one file under names that are several files in the snapshot, or lie outside. */
@EnabledOnOs(OS.LINUX)
class SharedNamesTest {
  private static final FileTime TIME = FileTime.from(Instant.parse("2024-02-29T12:34:56Z"));
  private static final FileTime OUTSIDE = FileTime.from(Instant.parse("2011-01-01T00:00:00Z"));

  private Path source;
  private Path target;
  private Path outside;
  private BackupRepository repository;

  @BeforeEach
  void create(@TempDir Path directory) throws IOException {
    source = Files.createDirectory(directory.resolve("source"));
    target = Files.createDirectory(directory.resolve("target"));
    outside = directory.resolve("outside");
    repository = Repositories.create(InMemoryStore.create());
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private static Path file(Path file, String bits) throws IOException {
    Files.writeString(file, "the same content");
    permissions(file, bits);
    return Files.setLastModifiedTime(file, TIME);
  }

  private static void permissions(Path file, String bits) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(bits));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  private void share(String... names) throws IOException {
    for (String name : names) {
      Files.createLink(target.resolve(name), outside);
    }
  }

  private RestoreReport restore(Overwrite rule) {
    SnapshotId snapshot = repository.backup(FileSource.of(source)).run().snapshot();
    return repository.restore(snapshot).from(source.toString()).to(target).overwrite(rule).run();
  }

  /** The top itself keeps what it has. */
  private static Map<String, String> entries(Path top) throws IOException {
    Map<String, String> facts = new TreeMap<>(TreeFacts.of(top));
    facts.remove("");
    return facts;
  }

  @ParameterizedTest
  @CsvSource({
    "ALWAYS, rw-------, rw-r--r--",
    "IF_CHANGED, rw-------, rw-r--r--",
    "ALWAYS, rw-r-----, rw-r-----",
    "IF_CHANGED, rw-r-----, rw-r-----"
  })
  void namesOfOneFileBecomeTheFilesTheyAreInTheSnapshot(Overwrite rule, String a, String b)
      throws IOException {
    file(source.resolve("a"), a);
    file(source.resolve("b"), b);
    file(outside, "rw-r-----");
    share("a", "b");

    restore(rule);

    assertThat(entries(target)).isEqualTo(entries(source));
    assertThat(inode(target.resolve("a"))).isNotEqualTo(inode(target.resolve("b")));
    assertThat(permissions(outside)).isEqualTo("rw-r-----");
    assertThat(Files.getAttribute(outside, "unix:nlink")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Overwrite.class,
      names = {"ALWAYS", "IF_CHANGED"})
  void aLinkedFileIsMadeAnewBeforeItsMetadataIsChanged(Overwrite rule) throws IOException {
    Files.createLink(source.resolve("b"), file(source.resolve("a"), "rw-------"));
    file(outside, "rw-r-----");
    share("a", "b");

    restore(rule);

    assertThat(entries(target)).isEqualTo(entries(source));
    assertThat(permissions(outside)).isEqualTo("rw-r-----");
    assertThat(Files.getAttribute(outside, "unix:nlink")).isEqualTo(1);
  }

  @Test
  void namesOfOneFileThatAreOneInTheSnapshotStayAsTheyAre() throws IOException {
    Files.createLink(source.resolve("b"), file(source.resolve("a"), "rw-------"));
    restore(Overwrite.ALWAYS);
    Object inode = inode(target.resolve("a"));

    RestoreReport report = restore(Overwrite.ALWAYS);

    assertThat(report.bytesWritten().bytes()).isZero();
    assertThat(inode(target.resolve("a"))).isEqualTo(inode);
    assertThat(inode(target.resolve("b"))).isEqualTo(inode);
  }

  @Test
  void namesOfOneFileThatAreTwoFilesWithSeveralNamesBecomeTwo() throws IOException {
    Files.createLink(source.resolve("b"), file(source.resolve("a"), "rw-r-----"));
    Files.createLink(source.resolve("d"), file(source.resolve("c"), "rw-r-----"));
    file(outside, "rw-r-----");
    share("a", "b", "c", "d");

    restore(Overwrite.ALWAYS);

    assertThat(entries(target)).isEqualTo(entries(source));
    assertThat(inode(target.resolve("a"))).isNotEqualTo(inode(target.resolve("c")));
    assertThat(inode(target.resolve("c"))).isEqualTo(inode(target.resolve("d")));
  }

  @Test
  void aLinkOfLinksAndAFileThatDiffersLeaveTheirOtherNamesAlone() throws IOException {
    Files.createSymbolicLink(source.resolve("l"), Path.of("to"));
    file(source.resolve("f"), "rw-------");
    file(outside, "rw-r-----");
    Files.writeString(outside, "the same contents, but");
    Files.setLastModifiedTime(outside, OUTSIDE);
    share("f");
    Path link = Files.createSymbolicLink(outside.resolveSibling("link"), Path.of("to"));
    Files.createLink(target.resolve("l"), link);
    FileTime time = Files.getLastModifiedTime(link, LinkOption.NOFOLLOW_LINKS);

    restore(Overwrite.ALWAYS);

    assertThat(entries(target)).isEqualTo(entries(source));
    assertThat(outside).hasContent("the same contents, but");
    assertThat(Files.getLastModifiedTime(outside)).isEqualTo(OUTSIDE);
    assertThat(Files.getLastModifiedTime(link, LinkOption.NOFOLLOW_LINKS)).isEqualTo(time);
  }

  @Test
  void takingBackPutsTheSharedNamesBack() throws IOException {
    file(source.resolve("a"), "rw-------");
    file(outside, "rw-r-----");
    share("a");
    Files.createDirectory(target.resolve("z"));
    Files.writeString(source.resolve("z"), "a directory is in its place");

    SnapshotId snapshot = repository.backup(FileSource.of(source)).run().snapshot();

    assertThatThrownBy(
            repository.restore(snapshot).from(source.toString()).to(target).rollbackOnFailure()
                ::run)
        .isInstanceOf(IncompleteRestoreException.class);

    assertThat(inode(target.resolve("a"))).isEqualTo(inode(outside));
    assertThat(permissions(outside)).isEqualTo("rw-r-----");
  }
}
