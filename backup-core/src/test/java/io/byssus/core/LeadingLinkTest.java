package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.SnapshotId;
import io.byssus.core.restore.Overwrite;
import io.byssus.core.restore.RestorePlan;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Restoring where a link is in the place of a directory: one that was backed up, or only leads. */
class LeadingLinkTest {
  private static final FileTime TIME = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));

  /** Has {@code real/app/f} and a link {@code l} to {@code real}, through which that is a root. */
  private Path top;

  private Path link;
  private BackupRepository repository;
  private SnapshotId snapshot;

  @BeforeEach
  void backUp(@TempDir Path directory) throws IOException {
    top = directory.toRealPath().resolve("lk");
    link = top.resolve("l");
    FileTree.write(top.resolve("real/app/f"), "content");
    FileTree.write(top.resolve("real/other/kept"), "kept");
    Files.createSymbolicLink(link, Path.of("real"));
    repository = Repositories.create(InMemoryStore.create());
    snapshot = repository.backup(FileSource.of(link.resolve("app"))).run().snapshot();
    Files.delete(top.resolve("real/app/f"));
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private void assertLinkStays() throws IOException {
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("real"));
    assertThat(top.resolve("real/other/kept")).hasContent("kept");
    assertThat(top.resolve("real/app")).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource(Overwrite.class)
  void aLinkAboveARootIsNeitherRemovedNorFollowed(Overwrite rule) throws IOException {
    RestoreReport report =
        repository
            .restore(snapshot)
            .include(link.resolve("app").toString())
            .to(top.getRoot())
            .overwrite(rule)
            .allowIncomplete()
            .run();

    assertLinkStays();
    assertThat(report.complete()).isFalse();
    assertThat(report.problems()).hasSize(1);
    assertThat(report.problems().get(0).path()).hasToString(link.toString());
    assertThat(report.problems().get(0).message())
        .contains("a symbolic link to 'real'", "restore SNAPSHOT:" + link + " --target");
    assertThat(report.unreached()).isEqualTo(2);
  }

  @Test
  void aLinkAboveARootStaysAlsoWhereEverythingIsRestored() throws IOException {
    RestoreReport report =
        repository.restore(snapshot).from(top.toString()).to(top).allowIncomplete().run();

    assertLinkStays();
    assertThat(report.problems()).hasSize(1);
    assertThat(report.files()).isZero();
  }

  @Test
  void thePlanNamesTheLink() throws IOException {
    RestorePlan plan = repository.restore(snapshot).from(top.toString()).to(top).plan();

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.problems()).hasSize(1);
    assertThat(plan.problems().get(0).message()).contains("neither followed nor removed");
  }

  @Test
  void whatIsBelowTheLinkIsRestoredAsTheProblemSays() throws IOException {
    repository.restore(snapshot).from(link.toString()).to(top.resolve("real")).run();

    assertThat(top.resolve("real/app/f")).hasContent("content");
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("real"));
    assertThat(top.resolve("real/other/kept")).hasContent("kept");
  }

  @Test
  void aLinkThatLeadsToTheTargetIsFollowed() throws IOException {
    repository.restore(snapshot).from(link.toString()).to(link).run();

    assertThat(top.resolve("real/app/f")).hasContent("content");
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("real"));
  }

  @Test
  void aFileInThePlaceOfADirectoryThatLeadsStays() throws IOException {
    Files.delete(link);
    Files.writeString(link, "mine");

    RestoreReport report =
        repository.restore(snapshot).from(top.toString()).to(top).allowIncomplete().run();

    assertThat(link).hasContent("mine");
    assertThat(report.problems()).hasSize(1);
    assertThat(report.problems().get(0).message()).contains("a FILE", "not removed");
  }

  @Test
  void aDirectoryThatLeadsKeepsItsMetadataWhereItIsAndGetsItWhereItIsMade() throws IOException {
    Path there = Files.createDirectories(top.resolve("there/l"));
    Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rwx--x---"));
    Files.setLastModifiedTime(there, TIME);
    Path absent = top.resolve("absent");
    FileTime time = Files.getLastModifiedTime(top.resolve("real"));

    repository.restore(snapshot).from(top.toString()).to(top.resolve("there")).run();
    repository.restore(snapshot).from(top.toString()).to(absent).run();

    assertThat(there.resolve("app/f")).hasContent("content");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(there)))
        .isEqualTo("rwx--x---");
    assertThat(Files.getLastModifiedTime(there)).isEqualTo(TIME);
    assertThat(absent.resolve("l/app/f")).hasContent("content");
    assertThat(Files.getLastModifiedTime(absent.resolve("l"))).isEqualTo(time);
  }

  @Test
  void aLinkInThePlaceOfADirectoryThatWasBackedUpIsReplacedAndNotFollowed() throws IOException {
    Path outside = Files.createDirectories(top.resolve("outside"));
    Path target = Files.createDirectories(top.resolve("target/l"));
    Path app = Files.createSymbolicLink(target.resolve("app"), outside);

    repository.restore(snapshot).from(top.toString()).to(top.resolve("target")).run();

    assertThat(Files.isDirectory(app, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(app.resolve("f")).hasContent("content");
    assertThat(outside).isEmptyDirectory();
  }
}
