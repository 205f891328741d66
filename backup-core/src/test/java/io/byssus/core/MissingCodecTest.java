package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.SnapshotId;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.compression.CompressionCodec;
import io.byssus.api.compression.CompressionLevel;
import io.byssus.api.source.EntryPath;
import io.byssus.api.store.BlobKey;
import io.byssus.compression.GzipCodec;
import io.byssus.core.backup.Compression;
import io.byssus.core.check.Finding;
import io.byssus.core.repair.RepairReport;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a codec compressed that is not installed is refused by its name, and neither damaged nor
 * lost.
 */
class MissingCodecTest {
  private static final String MODULE = "io.byssus:backup-compression-brotli";

  private final InMemoryStore store = InMemoryStore.create();
  private final Path source;
  private final Path plugins;
  private SnapshotId snapshot;

  MissingCodecTest(@TempDir Path dir) {
    source = dir.resolve("source");
    plugins = dir.resolve("plugins");
  }

  /** Gzip under the name of a codec of a module that is not there. */
  public static final class Brotli implements CompressionCodec {
    private final GzipCodec gzip = new GzipCodec();

    /** For the service loader. */
    public Brotli() {}

    @Override
    public String name() {
      return "brotli";
    }

    @Override
    public int maxCompressedLength(int length) {
      return gzip.maxCompressedLength(length);
    }

    @Override
    public Compressor compressor(CompressionLevel level) {
      return gzip.compressor(level);
    }

    @Override
    public Decompressor decompressor() {
      return gzip.decompressor();
    }
  }

  @BeforeEach
  void backUp() throws IOException {
    Path services = Files.createDirectories(plugins.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(CompressionCodec.class.getName()), Brotli.class.getName() + "\n");
    FileTree.write(source.resolve("directory/text"), "compressible ".repeat(50_000));
    FileTree.write(source.resolve("noise"), FileTree.random(1, 300_000));
    FileTree.settle();
    try (BackupRepository repository = withCodec(() -> Repositories.create(store.sameBlobs()))) {
      snapshot =
          repository
              .backup(FileSource.of(source))
              .compression(new Compression("brotli", CompressionLevel.STANDARD))
              .run()
              .snapshot();
    }
  }

  private <T> T withCodec(Supplier<T> work) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader context = new URLClassLoader(new URL[] {plugins.toUri().toURL()}, before)) {
      thread.setContextClassLoader(context);
      return work.get();
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private BackupRepository open() {
    return Repositories.open(store.sameBlobs());
  }

  private void assertWholeWithTheCodec() {
    try (BackupRepository repository = withCodec(this::open)) {
      assertThat(Repositories.checkAll(repository).errors()).isEmpty();
      assertThat(DatedBackups.ids(repository)).contains(snapshot);
    }
  }

  private Map<String, Integer> entriesOfTheLog() {
    Map<String, Integer> entries = new TreeMap<>();
    for (BlobKey key : Repositories.keys(store, "log/")) {
      entries.put(key.value(), Repositories.read(store, key).length);
    }
    return entries;
  }

  private void damageTheLargestPack() {
    BlobKey largest =
        Repositories.keys(store, "packs/").stream()
            .max((a, b) -> Repositories.read(store, a).length - Repositories.read(store, b).length)
            .orElseThrow();
    byte[] bytes = Repositories.read(store, largest);
    bytes[bytes.length - 1] ^= 1; // the offset of the directory: every record is sound
    Damage.replace(store, largest, bytes);
  }

  @Test
  void aSnapshotIsRefusedWithTheCodecAndItsModule() {
    try (BackupRepository repository = open()) {
      assertThatThrownBy(() -> repository.list(snapshot, EntryPath.root(), entry -> {}))
          .isInstanceOf(UnsupportedFormatException.class)
          .hasMessageContaining("'brotli'")
          .hasMessageContaining(MODULE);
      assertThatThrownBy(() -> repository.restore(snapshot).to(new MemoryTarget()).run())
          .hasMessageContaining("'brotli'")
          .hasMessageContaining(MODULE);
    }
    assertWholeWithTheCodec();
  }

  @Test
  void aCheckSaysThatItCannotVerifyAndNotThatPacksAreDamaged() {
    try (BackupRepository repository = open()) {
      List<Finding> errors = Repositories.checkAll(repository).errors();
      assertThat(errors)
          .isNotEmpty()
          .allSatisfy(error -> assertThat(error.message()).contains(MODULE))
          .noneMatch(error -> error.message().contains("damaged"));
    }
  }

  @Test
  void aRepairGivesNothingUp() {
    try (BackupRepository repository = open()) {
      Map<String, Integer> before = entriesOfTheLog();
      RepairReport report = repository.repair().amendSnapshots().run();
      assertThat(report.steps())
          .singleElement()
          .satisfies(step -> assertThat(step.message()).contains("can't be read", MODULE));
      assertThat(entriesOfTheLog()).isEqualTo(before);
    }
    assertWholeWithTheCodec();
  }

  @Test
  void aDamagedPackIsNotSalvagedWithoutTheCodec() {
    damageTheLargestPack();
    try (BackupRepository repository = open()) {
      Map<String, Integer> before = entriesOfTheLog();
      assertThatThrownBy(() -> repository.repair().run())
          .isInstanceOf(UnsupportedFormatException.class)
          .hasMessageContaining(MODULE);
      assertThat(entriesOfTheLog()).isEqualTo(before);
    }
    try (BackupRepository repository = withCodec(this::open)) {
      repository.repair().run();
    }
    assertWholeWithTheCodec();
  }

  @Test
  void aPruneThatCannotReadTreesDeletesNothing() {
    try (BackupRepository repository = open()) {
      Map<String, Integer> before = entriesOfTheLog();
      assertThatThrownBy(() -> PruneBench.pruneAll(repository).run())
          .isInstanceOf(UnsupportedFormatException.class)
          .hasMessageContaining(MODULE);
      assertThat(entriesOfTheLog()).isEqualTo(before);
    }
    assertWholeWithTheCodec();
  }

  @Test
  void aBackupStoresAnewWhatItCannotRead() throws IOException {
    try (BackupRepository repository = open()) {
      SnapshotId own = repository.backup(FileSource.of(source)).run().snapshot();
      assertThat(own).isNotEqualTo(snapshot);
    }
    assertWholeWithTheCodec();
  }
}
