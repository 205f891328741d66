package io.byssus.compression.brotli;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.Fraction;
import io.byssus.core.BackupRepository;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.source.FileSource;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an earlier version compressed with brotli is read, restored and continued. */
class GoldenBrotliTest {
  private final Path place;
  private final Path golden;
  private final Path store;

  GoldenBrotliTest(@TempDir Path place) throws URISyntaxException {
    this.place = place;
    this.golden =
        Path.of(Objects.requireNonNull(getClass().getResource("/golden/1/brotli")).toURI());
    this.store = place.resolve(GoldenBrotli.REPOSITORY);
  }

  @BeforeEach
  void copy() throws IOException {
    Path from = golden.resolve(GoldenBrotli.REPOSITORY);
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, store.resolve(from.relativize(path).toString()));
      }
    }
  }

  private List<String> expected(Snapshot snapshot) throws IOException {
    return Files.readAllLines(golden.resolve(snapshot.id().hex()));
  }

  private static void assertWhole(BackupRepository repository) {
    assertThat(repository.check().readData(Fraction.ALL).run().errors()).isEmpty();
  }

  private static List<String> describe(BackupRepository repository, Snapshot snapshot)
      throws IOException {
    try (FileSystem tree = repository.fileSystem(snapshot)) {
      return GoldenBrotli.describe(tree.getPath(snapshot.paths().get(0)));
    }
  }

  @Test
  void itsSnapshotHoldsWhatWasBackedUp() throws IOException {
    try (BackupRepository repository = GoldenBrotli.at(store).open()) {
      assertWhole(repository);
      Snapshot only = repository.snapshots().pick("latest");
      assertThat(describe(repository, only)).isEqualTo(expected(only));
    }
  }

  @Test
  void itsSnapshotIsRestored() throws IOException {
    try (BackupRepository repository = GoldenBrotli.at(store).open()) {
      Snapshot only = repository.snapshots().pick("latest");
      Path target = place.resolve("restored");
      repository.restore(only).withoutOwners().to(target).run();
      assertThat(GoldenBrotli.describe(target.resolve(only.paths().get(0).substring(1))))
          .isEqualTo(expected(only));
    }
  }

  @Test
  void workGoesOnInIt() throws IOException {
    Path source = Files.createDirectory(place.resolve("source"));
    Files.write(source.resolve("file"), GoldenBrotli.text(600_000));
    try (BackupRepository repository = GoldenBrotli.at(store).open()) {
      repository.backup(FileSource.of(source)).compression(GoldenBrotli.COMPRESSION).run();
      assertWhole(repository);
      assertThat(describe(repository, repository.snapshots().pick("latest")))
          .isEqualTo(GoldenBrotli.describe(source));
    }
  }
}
