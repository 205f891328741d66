package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.Fraction;
import io.byssus.api.SnapshotId;
import io.byssus.api.store.BlobKey;
import io.byssus.core.check.CheckReport;
import io.byssus.core.check.Finding;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packs that are stored with parity, and what a check says of it. */
class ParityBackupTest {
  private static final Fraction STRENGTH = Fraction.percent(3);

  private final InMemoryStore store = InMemoryStore.create();
  private Path source;

  @BeforeEach
  void write(@TempDir Path directory) throws IOException {
    source = directory;
    FileTree.write(source.resolve("small"), FileTree.random(1, 5_000));
    FileTree.write(source.resolve("large"), FileTree.random(2, 400_000));
  }

  private BackupRepository create() {
    return BackupRepository.on(store.sameBlobs()).keys(Repositories.KEYS).parity(STRENGTH).create();
  }

  private static List<String> suffixes(InMemoryStore store, String prefix) {
    return Repositories.keys(store, prefix).stream()
        .map(key -> key.value().substring(prefix.length()))
        .toList();
  }

  @Test
  void everyPackHasItsParityFromCreationOn() {
    try (BackupRepository repository = create()) {
      assertThat(repository.parity()).contains(STRENGTH);
      repository.backup(FileSource.of(source)).run();

      assertThat(suffixes(store, "parity/")).isEqualTo(suffixes(store, "packs/")).isNotEmpty();
      assertThat(Repositories.checkAll(repository).findings()).isEmpty();
    }
    try (BackupRepository again = Repositories.open(store.sameBlobs())) {
      assertThat(again.parity()).contains(STRENGTH);
    }
  }

  @Test
  void parityIsTurnedOnAndOffForPacksToCome() throws IOException {
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      assertThat(repository.parity()).isEmpty();
      repository.backup(FileSource.of(source)).run();
      assertThat(suffixes(store, "parity/")).isEmpty();
      int before = suffixes(store, "packs/").size();

      repository.parity(STRENGTH);
      assertThat(messages(repository.check().run()))
          .containsExactly(before + " packs have no parity: a repair adds it");
      FileTree.write(source.resolve("new"), FileTree.random(3, 10_000));
      repository.backup(FileSource.of(source)).run();
      int with = suffixes(store, "parity/").size();
      assertThat(with).isEqualTo(suffixes(store, "packs/").size() - before).isPositive();

      repository.parity(new Fraction(0));
      FileTree.write(source.resolve("newer"), FileTree.random(4, 10_000));
      repository.backup(FileSource.of(source)).run();
      assertThat(suffixes(store, "parity/")).hasSize(with);
      assertThat(repository.parity()).isEmpty();
      assertThat(Repositories.checkAll(repository).findings()).isEmpty();
    }
  }

  private static List<String> messages(CheckReport report) {
    assertThat(report.healthy()).isTrue();
    return report.findings().stream().map(Finding::message).toList();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.009, 0.501, 1})
  void refusesStrengthsThatThereAreNot(double part) {
    assertThatThrownBy(() -> BackupRepository.on(store).parity(new Fraction(part)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1% to 50%");
  }

  @Test
  void aCheckSaysWhatParityCorrects() {
    try (BackupRepository repository = create()) {
      repository.backup(FileSource.of(source)).run();
      BlobKey pack = largest();
      Damage.flip(store, pack);

      assertThat(Repositories.checkAll(repository).errors())
          .singleElement()
          .satisfies(
              error -> {
                assertThat(error.object()).isEqualTo(pack.value());
                assertThat(error.message()).contains("its parity corrects it all");
              });

      byte[] bytes = Repositories.read(store, pack);
      for (int i = 0; i < bytes.length; i += 256) {
        bytes[i] ^= 1;
      }
      Damage.replace(store, pack, bytes);
      assertThat(Repositories.checkAll(repository).errors())
          .anySatisfy(error -> assertThat(error.message()).contains("more than its parity"));
    }
  }

  /** Parity is no feature that a reader has to know: format.md, section 10. */
  @Test
  void parityOfALaterVersionIsNamedAndCostsAReaderNothing() throws IOException {
    try (BackupRepository repository = create()) {
      SnapshotId snapshot = repository.backup(FileSource.of(source)).run().snapshot();
      for (BlobKey key : Repositories.keys(store, "parity/")) {
        byte[] bytes = Repositories.read(store, key);
        makeLater(bytes, 0);
        makeLater(bytes, bytes.length - 64);
        Damage.replace(store, key, bytes);
      }
      Path target = source.resolveSibling("target");
      FileTree.assertRestores(repository, snapshot, source, target);
      CheckReport report = Repositories.checkAll(repository);
      assertThat(report.errors()).isEmpty();
      assertThat(messages(report))
          .isNotEmpty()
          .allSatisfy(message -> assertThat(message).contains("version 2, which is not known"));
    }
  }

  private static void makeLater(byte[] parity, int header) {
    parity[header + 7] = 2;
    CRC32C checksum = new CRC32C();
    checksum.update(parity, header, 60);
    ByteBuffer.wrap(parity).putInt(header + 60, (int) checksum.getValue());
  }

  private BlobKey largest() {
    return Repositories.keys(store, "packs/").stream()
        .max((a, b) -> Repositories.read(store, a).length - Repositories.read(store, b).length)
        .orElseThrow();
  }

  @Test
  void aCheckWarnsOfParityThatIsDamagedOrLeft() {
    try (BackupRepository repository = create()) {
      repository.backup(FileSource.of(source)).run();
      List<BlobKey> parity = Repositories.keys(store, "parity/");
      Damage.flip(store, parity.get(0));
      Damage.truncate(store, parity.get(1));
      assertThat(messages(Repositories.checkAll(repository)))
          .hasSize(2)
          .allSatisfy(message -> assertThat(message).contains("its pack is whole"));
      // Nothing that is longer than parity can be is read.
      Damage.replace(store, parity.get(1), new byte[50 << 20]);
      assertThat(messages(Repositories.checkAll(repository)))
          .anySatisfy(message -> assertThat(message).contains("more than parity of its pack"));

      Damage.plant(
          store, BlobKey.of("parity/" + "0".repeat(32) + "/" + "1".repeat(64)), new byte[10]);
      assertThat(messages(repository.check().run()))
          .containsExactly("1 parity blobs are of packs that are not there");
    }
  }
}
