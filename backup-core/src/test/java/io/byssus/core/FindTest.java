package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.DataSize;
import io.byssus.api.SnapshotId;
import io.byssus.api.source.EntryKind;
import io.byssus.api.store.BlobKey;
import io.byssus.core.find.Find;
import io.byssus.core.find.FindHit;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindTest {
  private static final Instant OLD = Instant.parse("2020-01-01T00:00:00Z");
  private static final Pattern CHUNK = Pattern.compile("chunk ([0-9a-f]{64})");

  private final Path directory;
  private final InMemoryStore store = InMemoryStore.create();
  private final BackupRepository repository = Repositories.create(store.sameBlobs());

  FindTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void plant() throws IOException {
    FileTree.write(directory.resolve("etc/Shop.CONF"), "a = 1");
    FileTree.write(directory.resolve("etc/old.conf"), "a = 0");
    Files.setLastModifiedTime(directory.resolve("etc/old.conf"), FileTime.from(OLD));
    FileTree.write(directory.resolve("data/large"), FileTree.random(1, 3 << 20));
    Files.createSymbolicLink(directory.resolve("data/link.conf"), Path.of("large"));
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void findsByNameInAnyCase() {
    backUp();

    assertThat(paths(repository.find().named("*.conf")))
        .containsExactly("/data/link.conf", "/etc/old.conf");
    assertThat(paths(repository.find().namedIgnoringCase("*.conf")))
        .containsExactly("/data/link.conf", "/etc/Shop.CONF", "/etc/old.conf");
    assertThat(paths(repository.find().named("etc/*").named("large")))
        .containsExactly("/data/large", "/etc/Shop.CONF", "/etc/old.conf");
    assertThat(paths(repository.find().named(directory + "/etc"))).containsExactly("/etc");
  }

  @Test
  void findsByKindSizeAndTime() {
    backUp();

    assertThat(paths(repository.find().kind(EntryKind.SYMBOLIC_LINK)))
        .containsExactly("/data/link.conf");
    assertThat(paths(repository.find().atLeast(DataSize.ofMebibytes(3))))
        .containsExactly("/data/large");
    assertThat(paths(repository.find().atMost(DataSize.ofBytes(5))))
        .containsExactly("/etc/Shop.CONF", "/etc/old.conf");
    assertThat(paths(repository.find().atMost(DataSize.ofBytes(4)))).isEmpty();
    assertThat(paths(repository.find().modifiedUntil(OLD))).containsExactly("/etc/old.conf");
    assertThat(paths(repository.find().kind(EntryKind.FILE).modifiedFrom(OLD.plusNanos(1))))
        .containsExactly("/data/large", "/etc/Shop.CONF");
  }

  @Test
  void findsInTheSnapshotsThatAreAskedForAndTellsWhich() throws IOException {
    Snapshot first = backUp();
    Files.delete(directory.resolve("etc/old.conf"));
    Snapshot second = backUp();

    assertThat(repository.find().named("old.conf").list())
        .singleElement()
        .satisfies(hit -> assertThat(hit.snapshots()).containsExactly(first));
    assertThat(repository.find().named("Shop.CONF").list())
        .singleElement()
        .satisfies(hit -> assertThat(hit.snapshots()).containsExactly(first, second));
    assertThat(
            repository
                .find()
                .named("old.conf")
                .in(repository.snapshots().where(second::equals))
                .list())
        .isEmpty();
  }

  /** The ids come from where people have them: a check names what it misses. */
  @Test
  void findsAFileByAChunkAndADirectoryByItsTree() throws IOException {
    FileTree.settle();
    SnapshotId first = backUp().id();
    List<BlobKey> ofDirectory = segments();
    FileTree.write(directory.resolve("more/large"), FileTree.random(2, 2 << 20));
    FileTree.settle();
    SnapshotId second = backUp().id();
    List<BlobKey> ofFile = segments();
    ofFile.removeAll(ofDirectory);
    FileTree.write(directory.resolve("more/new"), "new");
    backUp();
    repository.forget(List.of(first, second));
    String tree = missingWithout(ofDirectory);
    String chunk = missingWithout(ofFile);

    for (int digits : new int[] {12, 64}) {
      assertThat(paths(repository.find().content(chunk.substring(0, digits))))
          .containsExactly("/more/large");
      assertThat(paths(repository.find().content(tree.substring(0, digits).toUpperCase(Locale.US))))
          .containsExactly("/data");
    }
    assertThat(paths(repository.find().content(chunk).kind(EntryKind.DIRECTORY))).isEmpty();
  }

  private List<BlobKey> segments() {
    return Repositories.keys(store, "index/");
  }

  /** Returns the first chunk that a check misses without some index segments. */
  private String missingWithout(List<BlobKey> segments) {
    Map<BlobKey, byte[]> kept = new HashMap<>();
    for (BlobKey segment : segments) {
      kept.put(segment, Repositories.read(store, segment));
      Damage.remove(store, segment);
    }
    try (BackupRepository damaged = Repositories.open(store.sameBlobs())) {
      return damaged.check().run().findings().stream()
          .map(finding -> CHUNK.matcher(finding.message()))
          .filter(Matcher::find)
          .map(found -> found.group(1))
          .findFirst()
          .orElseThrow();
    } finally {
      kept.forEach((segment, bytes) -> Damage.plant(store, segment, bytes));
    }
  }

  @Test
  void refusesWhatIsNoChunksId() {
    assertThatThrownBy(() -> repository.find().content("xyz"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'xyz'");
    assertThatThrownBy(() -> repository.find().named("[a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[a");
  }

  @Test
  void failsWhereADirectoryCannotBeRead() {
    backUp();
    repository.close();
    assertThat(Damage.flipTrees(store)).isPositive();

    try (BackupRepository damaged = Repositories.open(store.sameBlobs())) {
      assertThatThrownBy(() -> damaged.find().list())
          .isInstanceOf(DamagedRepositoryException.class);
    }
  }

  private Snapshot backUp() {
    var report = repository.backup(FileSource.of(directory)).origin("shop").run();
    return repository.snapshots().pick(report.snapshot());
  }

  private List<String> paths(Find find) {
    return find.list().stream()
        .map(FindHit::entry)
        .map(entry -> entry.path().toString())
        .filter(path -> path.startsWith(directory.toString()))
        .map(path -> path.substring(directory.toString().length()))
        .toList();
  }
}
