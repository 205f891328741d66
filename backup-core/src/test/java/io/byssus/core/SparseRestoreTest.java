package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.byssus.api.SnapshotId;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.posix.Posix;
import io.byssus.core.restore.RestorePlan;
import io.byssus.core.restore.RestoreReport;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Restoring a sparse file over one that is there. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SparseRestoreTest {
  private static final int MIB = 1 << 20;

  /** At a gigabyte a second it would take more than an hour to read. */
  private static final long HUGE = 4L << 40;

  private Path source;
  private Path target;
  private BackupRepository repository;

  @BeforeEach
  void create(@TempDir Path directory) throws IOException {
    assumeTrue(Posix.available(), Posix.unavailableReason());
    source = Files.createDirectory(directory.resolve("source"));
    target = Files.createDirectory(directory.resolve("target"));
    repository = Repositories.create(InMemoryStore.create());
  }

  @AfterEach
  void close() {
    if (repository != null) {
      repository.close();
    }
  }

  private static void sparse(Path file, long size, long... dataAt) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(size);
      for (long at : dataAt) {
        out.seek(at);
        out.write(FileTree.random(at, MIB));
      }
    }
  }

  private SnapshotId backUp() {
    return repository.backup(FileSource.of(source)).run().snapshot();
  }

  private RestoreReport restore(SnapshotId snapshot) {
    return repository.restore(snapshot).from(source.toString()).to(target).run();
  }

  private static long room(Path file) throws IOException {
    Posix posix = Posix.find().orElseThrow();
    int opened = posix.openFile(Posix.WORKING_DIRECTORY, PathBytes.of(file));
    try {
      long room = 0;
      long size = Files.size(file);
      long data = posix.nextData(opened, 0);
      while (data >= 0 && data < size) {
        long hole = posix.nextHole(opened, data);
        room += hole - data;
        data = hole < size ? posix.nextData(opened, hole) : -1;
      }
      return room;
    } finally {
      posix.close(opened);
    }
  }

  /** The top itself keeps what it has. */
  private static Map<String, String> entries(Path top) throws IOException {
    Map<String, String> facts = new TreeMap<>(TreeFacts.of(top));
    facts.remove("");
    return facts;
  }

  @Test
  void holesThatAreThereAreNotRead() throws IOException {
    sparse(source.resolve("huge"), HUGE, MIB, HUGE / 2, HUGE - MIB);
    SnapshotId snapshot = backUp();
    restore(snapshot);

    RestoreReport again = restore(snapshot);
    RestorePlan plan = repository.restore(snapshot).from(source.toString()).to(target).plan();

    assertThat(again.filesUnchanged()).isEqualTo(1);
    assertThat(again.bytesWritten().bytes()).isZero();
    assertThat(again.notKept()).isEmpty();
    assertThat(plan.steps()).allMatch(step -> step.action() == RestorePlan.Action.UNCHANGED);
    assertThat(room(target.resolve("huge"))).isEqualTo(3L * MIB);
  }

  @Test
  void aLinkedFileOfHolesIsCopiedWithoutReadingThem() throws IOException {
    sparse(source.resolve("huge"), HUGE, MIB);
    SnapshotId snapshot = backUp();
    restore(snapshot);
    Path other = Files.createLink(target.resolveSibling("other"), target.resolve("huge"));

    restore(snapshot);

    assertThat(Files.getAttribute(other, "unix:nlink")).isEqualTo(1);
    assertThat(room(target.resolve("huge"))).isEqualTo(MIB);
    assertThat(Files.size(target.resolve("huge"))).isEqualTo(HUGE);
  }

  @Test
  void zerosThatTakeRoomWhereAHoleWasGiveItBack() throws IOException {
    int size = 8 * MIB;
    sparse(source.resolve("f"), size, 0, 4 * MIB);
    FileTree.age(source.resolve("f"));
    SnapshotId snapshot = backUp();
    byte[] dense = Files.readAllBytes(source.resolve("f"));
    Files.write(target.resolve("f"), dense);
    assertThat(room(target.resolve("f"))).isEqualTo(size);
    Object inode = Files.getAttribute(target.resolve("f"), "unix:ino");

    RestoreReport report = restore(snapshot);

    assertThat(report.notKept()).isEmpty();
    assertThat(report.bytesWritten().bytes()).isZero();
    assertThat(room(target.resolve("f"))).isEqualTo(2L * MIB);
    assertThat(target.resolve("f")).hasBinaryContent(dense);
    assertThat(entries(target)).isEqualTo(entries(source));
    assertThat(Files.getAttribute(target.resolve("f"), "unix:ino")).isEqualTo(inode);
    assertThat(restore(snapshot).filesUnchanged()).isEqualTo(1);
  }

  @Test
  void aFileOfZerosAloneBecomesAHole() throws IOException {
    sparse(source.resolve("f"), 4 * MIB);
    SnapshotId snapshot = backUp();
    Files.write(target.resolve("f"), new byte[4 * MIB]);

    restore(snapshot);

    assertThat(room(target.resolve("f"))).isZero();
    assertThat(Files.size(target.resolve("f"))).isEqualTo(4L * MIB);
  }

  @Test
  void whatDiffersIsWrittenAndZerosBesideItGiveTheirRoomBack() throws IOException {
    sparse(source.resolve("f"), 8 * MIB, 0, 4 * MIB);
    FileTime time = Files.getLastModifiedTime(source.resolve("f"));
    SnapshotId snapshot = backUp();
    byte[] other = Files.readAllBytes(source.resolve("f"));
    other[4 * MIB + 17] ^= 1;
    Files.write(target.resolve("f"), other);

    restore(snapshot);

    assertThat(target.resolve("f")).hasSameBinaryContentAs(source.resolve("f"));
    assertThat(room(target.resolve("f"))).isEqualTo(2L * MIB);
    assertThat(Files.getLastModifiedTime(target.resolve("f"))).isEqualTo(time);
  }
}
