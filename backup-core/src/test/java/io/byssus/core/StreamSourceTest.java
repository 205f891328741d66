package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.source.Source;
import io.byssus.api.source.SourceUnreadableException;
import io.byssus.core.backup.BackupReport;
import io.byssus.testkit.store.InMemoryStore;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups of streams. */
class StreamSourceTest {
  private final BackupRepository repository = Repositories.create(InMemoryStore.create());
  private Path target;

  @BeforeEach
  void place(@TempDir Path directory) {
    target = directory;
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 512, 513, 600_000, 20 << 20})
  void storesAStreamOfAnyLength(int length) throws IOException {
    byte[] content = FileTree.random(length, length);
    AtomicInteger closed = new AtomicInteger();

    BackupReport report =
        repository.backup(Source.stream("dump.sql", () -> counting(content, closed))).run();
    repository.restore(report.snapshot()).to(target).run();

    assertThat(target.resolve("dump.sql")).hasBinaryContent(content);
    assertThat(Files.getAttribute(target.resolve("dump.sql"), "unix:mode")).isEqualTo(0100600);
    assertThat(report.filesNew()).isEqualTo(1);
    assertThat(report.bytesProcessed().bytes()).isEqualTo(length);
    assertThat(report.problems()).isEmpty();
    assertThat(closed).hasValue(1);
    assertThat(repository.snapshots().pick("latest").size().bytes()).isEqualTo(length);
  }

  @Test
  void readsItAgainForEachBackupAndStoresWhatIsNew() throws IOException {
    byte[] content = FileTree.random(1, 5 << 20);
    Source source = Source.stream("/db/dump.sql", () -> new ByteArrayInputStream(content));
    repository.backup(source).run();
    content[content.length - 1]++;

    BackupReport second = repository.backup(source).run();

    assertThat(second.filesChanged()).isEqualTo(1);
    assertThat(second.bytesNew().bytes()).isBetween(1L, (long) content.length - 1);
    assertThat(second.origin()).endsWith(":/db/dump.sql");
    repository.restore(second.snapshot()).to(target).run();
    assertThat(target.resolve("db/dump.sql")).hasBinaryContent(content);
    assertThat(Repositories.checkAll(repository).errors()).isEmpty();
  }

  @Test
  void makesNoSnapshotOfAStreamThatBreaks() {
    Source breaking =
        Source.stream(
            "dump.sql",
            () ->
                new FilterInputStream(new ByteArrayInputStream(FileTree.random(2, 3 << 20))) {
                  @Override
                  public int read(byte[] buffer, int offset, int length) throws IOException {
                    int count = super.read(buffer, offset, length);
                    if (count < 0) {
                      throw new IOException("the dump failed");
                    }
                    return count;
                  }
                });

    assertThatThrownBy(() -> repository.backup(breaking).allowIncomplete().run())
        .isInstanceOf(SourceUnreadableException.class)
        .hasMessageContaining("/dump.sql")
        .hasMessageContaining("the dump failed");
    assertThat(repository.snapshots().list()).isEmpty();
  }

  @Test
  void makesNoSnapshotOfAStreamThatDoesNotOpenOrClose() {
    Source closed =
        Source.stream(
            "dump.sql",
            () -> {
              throw new IOException("no such database");
            });
    Source unclosable =
        Source.stream(
            "dump.sql",
            () ->
                new ByteArrayInputStream(new byte[10]) {
                  @Override
                  public void close() throws IOException {
                    throw new IOException("lost the connection");
                  }
                });

    assertThatThrownBy(() -> repository.backup(closed).run())
        .isInstanceOf(SourceUnreadableException.class)
        .hasMessageContaining("no such database");
    assertThatThrownBy(() -> repository.backup(unclosable).run())
        .isInstanceOf(SourceUnreadableException.class)
        .hasMessageContaining("lost the connection");
    assertThat(repository.snapshots().list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "a/../b"})
  void refusesAPathThatNamesNoFile(String path) {
    assertThatThrownBy(() -> Source.stream(path, InputStream::nullInputStream))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static InputStream counting(byte[] content, AtomicInteger closed) {
    return new ByteArrayInputStream(content) {
      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }
}
