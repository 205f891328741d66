package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.Fraction;
import io.byssus.api.SnapshotId;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.store.BlobKey;
import io.byssus.core.internal.engine.LaterVersion;
import io.byssus.core.internal.engine.OpenRepository;
import io.byssus.core.internal.engine.RepositoryOpener;
import io.byssus.core.internal.engine.RepositorySettings;
import io.byssus.core.internal.engine.Unlocking;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A repository to which a later version wrote what this one does not know. */
class LaterVersionTest {
  private static final int UNKNOWN_TYPE = 99;

  private final InMemoryStore store = InMemoryStore.create();
  private final Path source;
  private SnapshotId snapshot;

  LaterVersionTest(@TempDir Path directory) {
    source = directory;
  }

  @BeforeEach
  void backUp() throws IOException {
    FileTree.write(source.resolve("file"), FileTree.random(1, 10_000));
    FileTree.settle();
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      snapshot = repository.backup(FileSource.of(source)).run().snapshot();
    }
  }

  private void write(Consumer<LaterVersion> entry) {
    try (OpenRepository repository =
        new RepositoryOpener(
                store.sameBlobs(),
                Unlocking.with(Repositories.KEYS),
                RepositorySettings.builder().build())
            .open()) {
      entry.accept(new LaterVersion(repository));
    }
  }

  private List<BlobKey> blobs() {
    return Repositories.keys(store, "");
  }

  @Test
  void isNotOpenedIfItNeedsAFeature() {
    write(later -> later.require("time-travel"));
    List<BlobKey> before = blobs();
    assertThatThrownBy(() -> Repositories.open(store.sameBlobs()))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("feature 'time-travel'");
    assertThat(blobs()).isEqualTo(before);
  }

  @Test
  void isNotOpenedIfItsLogHasAnEntryOfAnotherType() {
    write(later -> later.append(UNKNOWN_TYPE));
    List<BlobKey> before = blobs();
    assertThatThrownBy(() -> Repositories.open(store.sameBlobs()))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("a type that this version does not know: " + UNKNOWN_TYPE);
    assertThat(blobs()).isEqualTo(before);
  }

  private interface Work {
    void in(BackupRepository repository, SnapshotId snapshot, Path source);
  }

  private static Arguments work(String name, Work work) {
    return Arguments.argumentSet(name, work);
  }

  static Stream<Arguments> whatWrites() {
    return Stream.of(
        work("backup", (open, id, source) -> open.backup(FileSource.of(source)).run()),
        work("forget", (open, id, source) -> open.forget(id)),
        work("pin", (open, id, source) -> open.pin(id, "kept")),
        work("prune", (open, id, source) -> PruneBench.pruneAll(open).run()),
        work("repair", (open, id, source) -> open.repair().run()),
        work("add", (open, id, source) -> open.keys().add(new WrappingProvider("b", 2), "b")),
        work("rotate", (open, id, source) -> open.keys().rotate()),
        work("parity", (open, id, source) -> open.parity(Fraction.percent(3))));
  }

  @ParameterizedTest
  @MethodSource("whatWrites")
  void nobodyWhoHadItOpenWritesAnEntryBehind(Work work) {
    try (BackupRepository repository = Repositories.open(store.sameBlobs())) {
      write(later -> later.append(UNKNOWN_TYPE));
      List<BlobKey> before = Repositories.keys(store, "log/");
      assertThatThrownBy(() -> work.in(repository, snapshot, source))
          .isInstanceOf(UnsupportedFormatException.class)
          .hasMessageContaining(String.valueOf(UNKNOWN_TYPE));
      assertThat(Repositories.keys(store, "log/")).isEqualTo(before);
    }
  }
}
