package io.byssus.store.fs;

import static io.byssus.testkit.store.StoreProbe.atOnce;
import static io.byssus.testkit.store.StoreProbe.keys;
import static io.byssus.testkit.store.StoreProbe.put;
import static io.byssus.testkit.store.StoreProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.byssus.api.store.AppendOnly;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobLockedException;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.RetentionLocks;
import io.byssus.api.store.StoreAccessDeniedException;
import io.byssus.api.store.StoreUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the file system keeps locks, and clocks that are wrong. */
class LocksTest {
  private static final Duration MONTH = Duration.ofDays(30);
  private static final BlobKey KEY = BlobKey.of("packs/run/blob");

  private final Path root;

  LocksTest(@TempDir Path directory) {
    this.root = directory.resolve("store");
  }

  private FileSystemStore storeAt(Duration ahead) {
    return FileSystemStore.builder(root).clock(() -> Instant.now().plus(ahead)).build();
  }

  private static void putLocked(BlobStore store, Duration retention) {
    store.create(KEY, BlobBody.of(new byte[] {'x'}), CreateOptions.lockedFor(retention));
  }

  private static Instant end(BlobStore store) {
    return store.capability(RetentionLocks.class).orElseThrow().lockedUntil(KEY).orElseThrow();
  }

  private static void assertKept(BlobStore store) {
    assertThat(store.delete(List.of(KEY)).failures().get(KEY))
        .isInstanceOf(BlobLockedException.class)
        .hasMessageContaining("locked until");
    assertThat(text(store, KEY.value())).isEqualTo("x");
  }

  /** Moves the file system's clock, as far as a lock can tell. */
  private void letTimePass(Duration time) throws IOException {
    Path file = root.resolve(KEY.value());
    Instant end = Files.getLastModifiedTime(file).toInstant();
    Files.setLastModifiedTime(file, FileTime.from(end.minus(time)));
  }

  @Test
  void aLockIsOverWhenBothClocksSaySo() throws IOException {
    putLocked(storeAt(Duration.ZERO), MONTH);
    assertKept(storeAt(Duration.ZERO));

    assertKept(storeAt(MONTH.plusDays(3650))); // this machine's clock alone is ahead
    letTimePass(MONTH.plusMinutes(1));
    assertKept(storeAt(Duration.ofMinutes(-5))); // the file system's alone
    assertThat(storeAt(Duration.ZERO).delete(List.of(KEY)).failures()).isEmpty();
    assertThat(keys(storeAt(Duration.ZERO), "")).isEmpty();
  }

  @Test
  void aClockThatGoesBackMakesALockLastLonger() {
    Instant before = Instant.now();
    putLocked(storeAt(MONTH), MONTH);
    assertThat(end(storeAt(Duration.ZERO))).isAfterOrEqualTo(before.plus(MONTH.multipliedBy(2)));
    assertKept(storeAt(MONTH));
  }

  @Test
  void aClockThatIsBehindDoesNotShortenALock() {
    putLocked(storeAt(MONTH.multipliedBy(-2)), MONTH);
    assertThat(end(storeAt(Duration.ZERO))).isAfter(Instant.now().plus(MONTH).minusSeconds(60));
  }

  @Test
  void aClockThatWasNeverSetLocksNothing() throws IOException {
    Path file = Files.createFile(root.resolveSibling("file"));
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    Directories directories = new Directories(root, CreateStep.Observer.NONE);
    TemporaryFiles temporaries = new TemporaryFiles(root, CreateStep.Observer.NONE);
    Locks locks = new Locks(root, directories, temporaries, () -> Instant.EPOCH);

    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> locks.lockNew(file, MONTH))
        .withMessageContaining("1970");
    assertThat(Files.isWritable(file)).isTrue();
  }

  @Test
  void aLockedBlobIsAReadOnlyFileDatedToItsEnd() throws IOException {
    FileSystemStore store = storeAt(Duration.ZERO);
    Instant before = Instant.now();
    putLocked(store, MONTH);
    Path file = root.resolve(KEY.value());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r--------");
    assertThat(Files.getLastModifiedTime(file).toInstant())
        .isEqualTo(end(store))
        .isBetween(before.plus(MONTH), Instant.now().plus(MONTH).plusSeconds(60));
    assertThat(store.stat(KEY).orElseThrow().created()).isEmpty();
    assertThat(store.list("", null).blobs().get(0).created()).isEmpty();
  }

  @Test
  void aFreeBlobWithATimeInTheFutureIsNotLocked() throws IOException {
    FileSystemStore store = storeAt(Duration.ZERO);
    put(store, KEY.value(), "x");
    Files.setLastModifiedTime(root.resolve(KEY.value()), FileTime.from(Instant.now().plus(MONTH)));

    assertThat(store.delete(List.of(KEY)).failures()).isEmpty();
  }

  @Test
  void lockingOneBlobSweepsNoTemporaryFileOfAnother() throws IOException {
    put(storeAt(Duration.ZERO), "a", "");
    Path young = root.resolve(TemporaryFiles.DIRECTORY).resolve("0".repeat(32));
    Files.createFile(young);

    putLocked(storeAt(Duration.ZERO), MONTH);

    assertThat(young).exists();
    try (Stream<Path> left = Files.list(young.getParent())) {
      assertThat(left).containsExactly(young);
    }
  }

  @Test
  void ofManyExtensionsTheLongestCounts() throws Exception {
    putLocked(storeAt(Duration.ZERO), MONTH);

    atOnce(
        8,
        thread ->
            () -> {
              RetentionLocks locks =
                  storeAt(Duration.ZERO).capability(RetentionLocks.class).orElseThrow();
              for (int days = 0; days < 20; days++) {
                locks.extend(KEY, MONTH.plusDays((thread + days) % 8 * 10L));
              }
              return thread;
            });

    assertThat(end(storeAt(Duration.ZERO)))
        .isAfter(Instant.now().plus(MONTH.plusDays(70)).minusSeconds(600));
  }

  @Test
  void anAppendOnlyStoreRefusesEveryDelete() throws IOException {
    BlobStore store =
        new FileSystemStoreProvider().open(URI.create(root.toUri() + "?append-only=true"));
    put(store, "a/b", "content");
    assertRefuses(store);
    assertThat(store.location()).isEqualTo(FileSystemStore.at(root).location());

    BlobStore other = FileSystemStore.at(root);
    assertThat(other.capability(AppendOnly.class)).isEmpty();
    Files.createFile(root.resolve("~append-only"));
    assertRefuses(other);
    Files.delete(root.resolve("~append-only"));
    assertThat(other.delete(List.of(BlobKey.of("a/b"))).failures()).isEmpty();
  }

  private static void assertRefuses(BlobStore store) {
    assertThat(store.capability(AppendOnly.class)).isPresent();
    assertThatExceptionOfType(StoreAccessDeniedException.class)
        .isThrownBy(() -> store.delete(List.of(BlobKey.of("a/b"))))
        .withMessageContaining("append-only=true")
        .withMessageContaining("~append-only");
    assertThat(keys(store, "")).containsExactly("a/b");
  }
}
