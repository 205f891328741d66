package io.byssus.core.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.Fraction;
import io.byssus.api.key.Secret;
import io.byssus.core.BackupRepository;
import io.byssus.core.RepositoryBuilder;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.repair.RepairReport;
import io.byssus.core.repair.RepairStep;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.source.FileSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an earlier version wrote is read, restored and continued. */
class GoldenRepositoryTest {
  private final Path place;

  GoldenRepositoryTest(@TempDir Path place) {
    this.place = place;
  }

  private static Path golden(GoldenRepository golden) throws IOException {
    try {
      return Path.of(
          Objects.requireNonNull(
                  GoldenRepositoryTest.class.getResource("/golden/1/" + golden.directory()),
                  golden.directory())
              .toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /** Returns a copy that may be written to. */
  private Path copy(GoldenRepository golden) throws IOException {
    Path from = golden(golden).resolve(GoldenMaker.REPOSITORY);
    Path to = place.resolve(GoldenMaker.REPOSITORY);
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
    return to;
  }

  private static List<String> expected(GoldenRepository golden, Snapshot snapshot)
      throws IOException {
    return Files.readAllLines(golden(golden).resolve(snapshot.id().hex()));
  }

  private static long described(GoldenRepository golden) throws IOException {
    try (Stream<Path> files = Files.list(golden(golden))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySnapshotHoldsWhatWasBackedUp(GoldenRepository golden) throws IOException {
    try (BackupRepository repository = GoldenMaker.open(copy(golden))) {
      assertThat(repository.check().readData(Fraction.ALL).run().errors()).isEmpty();
      List<Snapshot> snapshots = repository.snapshots().list();
      assertThat(snapshots).hasSize((int) described(golden)).isNotEmpty();
      for (Snapshot snapshot : snapshots) {
        assertThat(snapshot.tags()).containsExactly("made");
        assertThat(GoldenMaker.describe(repository, snapshot))
            .isEqualTo(expected(golden, snapshot));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLastSnapshotIsRestored(GoldenRepository golden) throws IOException {
    try (BackupRepository repository = GoldenMaker.open(copy(golden))) {
      Snapshot last = repository.snapshots().pick("latest");
      Path target = place.resolve("restored");
      repository.restore(last).withoutOwners().to(target).run();
      Path top = target.resolve(last.paths().get(0).substring(1));
      assertThat(GoldenTree.withoutOwners(GoldenTree.describe(top)))
          .isEqualTo(GoldenTree.withoutOwners(expected(golden, last)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void workGoesOnInIt(GoldenRepository golden) throws IOException {
    workGoesOn(copy(golden));
  }

  private void workGoesOn(Path store) throws IOException {
    GoldenFiles files = new GoldenFiles(place.resolve("source")).contents();
    try (BackupRepository repository = GoldenMaker.open(store)) {
      Snapshot first =
          repository.snapshots().list().stream()
              .filter(snapshot -> snapshot.pinned().isEmpty())
              .findFirst()
              .orElseThrow();
      repository.backup(FileSource.of(files.top())).origin("golden").run();
      repository.forget(first.id());
      repository
          .prune()
          .grace(Duration.ZERO)
          .maxUnused(new Fraction(0))
          .patience(Duration.ZERO)
          .run();
    }
    try (BackupRepository repository = GoldenMaker.open(store)) {
      assertThat(GoldenMaker.describe(repository, repository.snapshots().pick("latest")))
          .isEqualTo(GoldenTree.describe(files.top()));
      assertThat(repository.check().readData(Fraction.ALL).run().errors()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theWholeLogSaysWhatItsCheckpointsSay(GoldenRepository golden) throws IOException {
    Path store = copy(golden);
    Path checkpoints = store.resolve("checkpoint");
    if (Files.exists(checkpoints)) {
      GoldenMaker.remove(checkpoints);
    }
    try (BackupRepository repository = GoldenMaker.open(store)) {
      assertThat(repository.check().run().errors()).isEmpty();
      for (Snapshot snapshot : repository.snapshots().list()) {
        assertThat(golden(golden).resolve(snapshot.id().hex())).isRegularFile();
      }
      assertThat(repository.snapshots().list()).hasSize((int) described(golden));
    }
  }

  @Test
  void everyHolderOpensIt() throws IOException {
    Path store = copy(GoldenRepository.RECOVERY_KEY);
    String printed =
        Files.readString(golden(GoldenRepository.RECOVERY_KEY).resolve(GoldenMaker.RECOVERY_KEY));
    List<UnaryOperator<RepositoryBuilder>> holders =
        List.of(
            builder -> builder.passphrase(GoldenMaker.SECOND_PASSPHRASE.toCharArray()),
            builder -> builder.keys(GoldenMaker.PROVIDER),
            builder -> builder.recoveryKey(Secret.ofPassphrase(printed.toCharArray())));
    for (UnaryOperator<RepositoryBuilder> holder : holders) {
      try (BackupRepository repository = holder.apply(GoldenMaker.builder(store)).open()) {
        Snapshot only = repository.snapshots().pick("latest");
        assertThat(GoldenMaker.describe(repository, only))
            .isEqualTo(expected(GoldenRepository.RECOVERY_KEY, only));
      }
    }
  }

  @Test
  void whatWasDeclaredVoidIsThereAndNoDamage() throws IOException {
    Path store = copy(GoldenRepository.VOIDED);
    try (Stream<Path> entries = Files.list(store.resolve("log"))) {
      assertThat(entries.filter(entry -> entry.toFile().length() == "garbage".length())).hasSize(3);
    }
    LogState state = GoldenMaker.state(store);
    assertThat(state.damage()).isEmpty();
    assertThat(state.incomplete()).isFalse();
  }

  @Test
  void readersThatDoNotKnowWriteOnlyHostsAreToldByName() throws IOException {
    LogState state = GoldenMaker.state(copy(GoldenRepository.WRITE_ONLY));
    assertThat(state.features()).containsExactly("write-only");
    assertThat(state.domains()).hasSize(1);
  }

  @Test
  void aHoldIsThereUntilTheNextMark() throws IOException {
    Path store = copy(GoldenRepository.HELD);
    assertThat(GoldenMaker.state(store).holds()).hasSize(1);
    workGoesOn(store);
    assertThat(GoldenMaker.state(store).holds()).isEmpty();
  }

  @Test
  void parityCorrectsWhatItWasMadeFor() throws IOException {
    Path store = copy(GoldenRepository.PARITY);
    try (Stream<Path> packs = Files.walk(store.resolve("packs"))) {
      Path largest =
          packs
              .filter(Files::isRegularFile)
              .max(Comparator.comparing(pack -> pack.toFile().length()))
              .orElseThrow();
      try (RandomAccessFile bytes = new RandomAccessFile(largest.toFile(), "rw")) {
        bytes.seek(bytes.length() / 2);
        bytes.write(new byte[100]);
      }
    }
    try (BackupRepository repository = GoldenMaker.open(store)) {
      RepairReport report = repository.repair().run();
      assertThat(report.steps(RepairStep.Kind.PACK_CORRECTED)).hasSize(1);
      Snapshot only = repository.snapshots().pick("latest");
      assertThat(GoldenMaker.describe(repository, only))
          .isEqualTo(expected(GoldenRepository.PARITY, only));
    }
  }
}
