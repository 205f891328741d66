package io.byssus.core.golden;

import io.byssus.api.key.KeyProvider;
import io.byssus.api.key.Secret;
import io.byssus.core.BackupRepository;
import io.byssus.core.RepositoryBuilder;
import io.byssus.core.WrappingProvider;
import io.byssus.core.backup.Compression;
import io.byssus.core.internal.engine.HandPruner;
import io.byssus.core.internal.engine.OpenRepository;
import io.byssus.core.internal.engine.RepositoryOpener;
import io.byssus.core.internal.engine.RepositorySettings;
import io.byssus.core.internal.engine.Unlocking;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.source.FileSource;
import io.byssus.crypto.ContainerKind;
import io.byssus.store.fs.FileSystemStore;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the golden repositories that are not there yet, each with what its snapshots hold, by the
 * files that were backed up. Run by hand when the format has a new feature, as root, in a UTF-8
 * locale; what is there is never made again.
 *
 * <pre>
 * mvn test-compile -pl backup-core -am
 * java -cp … io.byssus.core.golden.GoldenMaker backup-core/src/test/resources/golden/1
 * </pre>
 */
final class GoldenMaker {
  static final String REPOSITORY = "repository";
  static final String PASSPHRASE = "golden";
  static final String SECOND_PASSPHRASE = "another golden";
  static final KeyProvider PROVIDER = new WrappingProvider("golden", 1);

  /** Where the recovery key of a repository stands, beside it. */
  static final String RECOVERY_KEY = "keys/recovery";

  private static final String HOST_PASSPHRASE = "golden host";
  private static final String ORIGIN = "golden";
  private static final int KIND_AT = 9;

  private final Path store;
  private final GoldenFiles files;
  private final Map<String, List<String>> expected = new HashMap<>();

  private GoldenMaker(Path store, Path source) {
    this.store = store;
    this.files = new GoldenFiles(source);
  }

  /**
   * Makes what is missing.
   *
   * @param arguments the directory of a version of the format
   */
  public static void main(String[] arguments) throws IOException {
    for (GoldenRepository golden : GoldenRepository.values()) {
      Path directory = Path.of(arguments[0], golden.directory()).toAbsolutePath();
      if (!Files.exists(directory)) {
        Path source = Files.createTempDirectory("golden");
        GoldenMaker maker =
            new GoldenMaker(
                Files.createDirectories(directory).resolve(REPOSITORY), source.resolve("source"));
        golden.make(maker);
        maker.writeExpected(directory);
        remove(source);
      }
    }
  }

  GoldenFiles files() {
    return files;
  }

  void create() {
    create(builder -> builder);
  }

  void create(UnaryOperator<RepositoryBuilder> choice) {
    try (Secret passphrase = passphrase()) {
      choice
          .apply(builder(store).passphrase(passphrase).label("golden").withoutRecoveryKey())
          .create()
          .close();
    }
  }

  /** Creates one that a passphrase, a recovery key, another passphrase and a provider open. */
  void createForEveryKindOfHolder() throws IOException {
    try (Secret passphrase = passphrase();
        Secret second = Secret.ofPassphrase(SECOND_PASSPHRASE.toCharArray());
        BackupRepository repository = builder(store).passphrase(passphrase).create()) {
      Path file = store.resolveSibling(RECOVERY_KEY);
      Files.createDirectories(file.getParent());
      Files.write(file, repository.recoveryKey().orElseThrow().use(byte[]::clone));
      repository.keys().add(second, "second");
      repository.keys().add(PROVIDER, "provider");
    }
  }

  BackupRepository open() {
    return open(store);
  }

  static BackupRepository open(Path store) {
    try (Secret passphrase = passphrase()) {
      return builder(store).passphrase(passphrase).open();
    }
  }

  static RepositoryBuilder builder(Path store) {
    return BackupRepository.on(FileSystemStore.at(store));
  }

  private static Secret passphrase() {
    return Secret.ofPassphrase(PASSPHRASE.toCharArray());
  }

  void backUp() throws IOException {
    backUp(Compression.DEFAULT);
  }

  void backUp(Compression compression) throws IOException {
    try (BackupRepository repository = open()) {
      backUp(repository, compression);
    }
  }

  void addHost() {
    try (BackupRepository repository = open();
        Secret passphrase = Secret.ofPassphrase(HOST_PASSPHRASE.toCharArray())) {
      repository.keys().addHost(passphrase, "host");
    }
  }

  void backUpAsHost() throws IOException {
    Path caches = files.top().resolveSibling("caches");
    try (Secret passphrase = Secret.ofPassphrase(HOST_PASSPHRASE.toCharArray());
        BackupRepository repository =
            builder(store).passphrase(passphrase).cacheDirectory(caches).open()) {
      backUp(repository, Compression.DEFAULT);
    }
  }

  private void backUp(BackupRepository repository, Compression compression) throws IOException {
    String snapshot =
        repository
            .backup(FileSource.of(files.top()))
            .origin(ORIGIN)
            .tag("made")
            .description("what a version wrote")
            .compression(compression)
            .run()
            .snapshot()
            .hex();
    expected.put(snapshot, GoldenTree.describe(files.top()));
  }

  /** Appends an entry as a writer does that is killed while it holds. */
  void holdAndDie() {
    try (OpenRepository repository = openInside(store)) {
      new HandPruner(repository).holdAndDie();
    }
  }

  /** Returns what the log of a repository says. */
  static LogState state(Path store) {
    try (OpenRepository repository = openInside(store)) {
      return new HandPruner(repository).state();
    }
  }

  private static OpenRepository openInside(Path store) {
    return new RepositoryOpener(
            FileSystemStore.at(store),
            Unlocking.with(passphrase()),
            RepositorySettings.builder().build())
        .open();
  }

  /** Puts something below {@code log/} that is no entry, so many numbers behind the last. */
  void garbageInTheLog(long ahead) throws IOException {
    Path log = store.resolve("log");
    try (Stream<Path> entries = Files.list(log)) {
      long last = entries.mapToLong(GoldenMaker::number).max().orElseThrow();
      Files.writeString(log.resolve("%016d".formatted(last + ahead)), "garbage");
    }
  }

  private static long number(Path entry) {
    return Long.parseLong(entry.getFileName().toString());
  }

  /** Deletes the pack of content that was stored last. */
  void loseNewestDataPack() throws IOException {
    List<Path> packs = new ArrayList<>();
    try (Stream<Path> all = Files.walk(store.resolve("packs"))) {
      for (Path pack : all.filter(Files::isRegularFile).toList()) {
        if (Files.readAllBytes(pack)[KIND_AT] == ContainerKind.DATA_PACK.id()) {
          packs.add(pack);
        }
      }
    }
    packs.sort(Comparator.comparing(pack -> pack.toFile().lastModified()));
    Files.delete(packs.get(packs.size() - 1));
  }

  /** Writes what each snapshot holds: what was backed up, or what a repair left of it. */
  private void writeExpected(Path directory) throws IOException {
    try (BackupRepository repository = open()) {
      for (Snapshot snapshot : repository.snapshots().list()) {
        @Nullable List<String> lines = expected.get(snapshot.id().hex());
        Files.write(
            directory.resolve(snapshot.id().hex()),
            lines == null ? describe(repository, snapshot) : lines);
      }
    }
  }

  /** Describes what a snapshot holds below the directory that was backed up. */
  static List<String> describe(BackupRepository repository, Snapshot snapshot) throws IOException {
    try (FileSystem tree = repository.fileSystem(snapshot)) {
      return GoldenTree.describe(tree.getPath(snapshot.paths().get(0)));
    }
  }

  static void remove(Path top) throws IOException {
    try (Stream<Path> paths = Files.walk(top)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
