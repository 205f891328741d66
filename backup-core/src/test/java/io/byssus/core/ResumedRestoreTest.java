package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.SnapshotId;
import io.byssus.core.restore.RestoreReport;
import io.byssus.core.source.FileSource;
import io.byssus.core.target.FileTarget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A restore that is killed in the middle of a large file is gone on with by the next. How large the
 * file is, in MiB, is the system property {@code byssus.resumed.mib}.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 450, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ResumedRestoreTest {
  private static final int MIB = 1 << 20;
  private static final long SIZE = Integer.getInteger("byssus.resumed.mib", 48) * (long) MIB;

  private Path source;
  private Path large;
  private Path store;
  private Path target;

  @BeforeEach
  void backUp(@TempDir Path directory) throws IOException {
    source = directory.resolve("source");
    large = Files.createDirectories(source.resolve("below")).resolve("large");
    try (OutputStream out = Files.newOutputStream(large)) {
      for (int piece = 0; piece < SIZE / MIB; piece++) {
        out.write(FileTree.random(piece, MIB));
      }
    }
    store = directory.resolve("store");
    target = directory.resolve("target");
    try (BackupRepository repository = Repositories.create(store)) {
      repository.backup(FileSource.of(source)).run();
    }
  }

  /** Kills a restore when half of the file is written; returns what is there of it. */
  private Path killHalfway() throws Exception {
    Process child =
        ChildJvm.start(
            ChildJvm.running(),
            List.of("-Xshare:auto"),
            CutOffRestore.class,
            store.toString(),
            target.toString(),
            Long.toString(SIZE / 2),
            source.toString());
    try (var said =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(said.readLine()).isEqualTo("stopped");
    } finally {
      child.destroyForcibly();
      child.waitFor();
    }
    List<Path> left = below();
    assertThat(left).hasSize(1);
    return left.get(0);
  }

  private List<Path> below() throws IOException {
    try (var files = Files.list(target.resolve("below"))) {
      return files.toList();
    }
  }

  private RestoreReport restore(FileTarget into) throws IOException {
    try (BackupRepository repository = Repositories.open(store)) {
      RestoreReport report =
          repository
              .restore(repository.snapshots().latest().orElseThrow().id())
              .from(source.toString())
              .to(into)
              .run();
      assertThat(target.resolve("below/large")).hasSameBinaryContentAs(large);
      assertThat(report.bytesWritten().bytes() + report.bytesReused().bytes()).isEqualTo(SIZE);
      return report;
    }
  }

  @Test
  void whatAKilledRestoreWroteIsNotWrittenAgain() throws Exception {
    killHalfway();

    RestoreReport report = restore(FileTarget.at(target));

    assertThat(report.bytesReused().bytes()).isBetween(SIZE / 4, SIZE * 3 / 4);
    assertThat(below()).hasSize(1);
    assertThat(TreeFacts.of(target.resolve("below")))
        .isEqualTo(TreeFacts.of(source.resolve("below")));
  }

  @Test
  void theDirectoryItMadeIsItsUsersAloneUntilItIsWholeAndThenAsItWasBackedUp() throws Exception {
    Files.setAttribute(source, "unix:mode", 0705);
    FileTree.age(source);
    try (BackupRepository repository = Repositories.open(store)) {
      repository.backup(FileSource.of(source)).run();
    }
    killHalfway();
    assertThat(mode(target) & 0777).isEqualTo(0700);

    restore(FileTarget.at(target));

    assertThat(mode(target)).isEqualTo(0705);
    assertThat(Files.getLastModifiedTime(target)).isEqualTo(Files.getLastModifiedTime(source));
  }

  @Test
  void theDirectoryItMadeIsLikeAnyOtherWhereNothingSaysMoreOfIt() throws Exception {
    killHalfway();
    try (BackupRepository repository = Repositories.open(store)) {
      SnapshotId latest = repository.snapshots().latest().orElseThrow().id();
      repository.restore(latest).to(target).run();
      repository.restore(latest).to(target.resolveSibling("another")).run();
    }

    int fresh = mode(Files.createDirectory(target.resolveSibling("fresh")));
    assertThat(mode(target)).isEqualTo(fresh);
    assertThat(mode(target.resolveSibling("another"))).isEqualTo(fresh);
  }

  private static int mode(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:mode") & 07777;
  }

  @Test
  void whatIsWrongInItIsWrittenAgain() throws Exception {
    Path partial = killHalfway();
    try (var file = new RandomAccessFile(partial.toFile(), "rw")) {
      file.seek(3 * MIB);
      file.write(FileTree.random(99, 5 * MIB));
      file.seek(SIZE);
      file.write(FileTree.random(98, MIB)); // and it is too long
    }

    RestoreReport report = restore(FileTarget.at(target));

    assertThat(report.bytesReused().bytes()).isBetween(1L, SIZE * 3 / 4);
    assertThat(below()).hasSize(1);
  }

  @Test
  void aLinkInItsPlaceIsNotFollowedAndNothingOfOthersIsGoneOnWith() throws Exception {
    Path partial = killHalfway();
    Path outside = FileTree.write(target.resolveSibling("outside"), FileTree.random(1, 5 * MIB));
    Files.delete(partial);
    Files.createSymbolicLink(partial, outside);

    assertThat(restore(FileTarget.at(target)).bytesReused().bytes()).isZero();
    Files.delete(target.resolve("below/large"));
    Files.delete(partial);
    Files.createLink(partial, outside);
    assertThat(restore(FileTarget.at(target)).bytesReused().bytes()).isZero();

    assertThat(outside).hasBinaryContent(FileTree.random(1, 5 * MIB));
  }

  @Test
  void whatNobodyGoesOnWithIsRemovedByTheNextRestoreThroughTheDirectory() throws Exception {
    Path partial = killHalfway();
    Path other = partial.resolveSibling(".byssus-part-" + "0".repeat(32));
    Files.move(partial, other);

    RestoreReport report = restore(FileTarget.at(target));

    assertThat(report.bytesReused().bytes()).isZero();
    assertThat(below()).containsExactly(target.resolve("below/large"));
  }

  @Test
  void aFileThatASecondRestoreIsWritingIsNotGoneOnWith() throws Exception {
    Path partial = killHalfway();
    try (var held = new RandomAccessFile(partial.toFile(), "rw");
        var lock = held.getChannel().lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThat(restore(FileTarget.at(target)).bytesReused().bytes()).isZero();
    }
    assertThat(partial).exists();
  }
}
