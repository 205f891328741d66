package io.byssus.store.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.byssus.api.ByssusException;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobLockedException;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.OutcomeUnknownException;
import io.byssus.api.store.RetentionLocks;
import io.byssus.testkit.crash.Crash;
import io.byssus.testkit.crash.CrashFileSystem;
import io.byssus.testkit.crash.Recording;
import io.byssus.testkit.crash.Sync;
import io.byssus.testkit.store.StoreProbe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Power that fails between any two system calls, with what was not synced lost, torn or there.
 *
 * <p>Every blob's content is its key, so that what is found can be judged.
 */
class CrashTest {
  private static final long SEED = 20_261_120;
  private static final Duration YEAR = Duration.ofDays(365);

  /** The syncs of the store, by the method that asks for one, and what each is for. */
  private static final Map<String, String> SYNCS =
      new TreeMap<>(
          Map.of(
              "TemporaryFiles.write",
              "the bytes and the lock of a blob, before it has its name",
              "Creation.syncLink",
              "the name of a blob",
              "Creation.exists",
              "the name of a blob that another client created and may not have synced",
              "Directories.prepare",
              "the name of a directory of keys",
              "Directories.prepareRoot",
              "the name of a root that another client made and may not have synced",
              "Directories.makeWithParents",
              "the name of the root and of those above it",
              "Directories.settle",
              "the name of a blob whose sync had failed, before it is said to be there",
              "Deletion.sync",
              "that the name of a deleted blob is gone",
              "Locks.extendAlone",
              "the new end of a lock"));

  /** What only passes a sync on. */
  private static final Set<String> PASSING = Set.of("Directories.sync", "Directories.forced");

  private final CrashFileSystem disk = CrashFileSystem.create();

  private static String site(Sync sync) {
    return sync.callerBeside(PASSING).orElseThrow();
  }

  @BeforeEach
  void doAllThatAStoreDoes() {
    createInNewDirectories();
    createInARootThatAnotherMade();
    createWhatAnotherHasNotSynced();
    lookUpWhatCouldNotBeSynced();
    delete();
    lock();
  }

  private void createInNewDirectories() {
    BlobStore store = FileSystemStore.at(disk.getPath("/first/root"));
    for (String key : List.of("packs/run/a", "packs/run/b", "c")) {
      put(store, key);
      promise("there", "/first/root", key);
    }
  }

  private void createInARootThatAnotherMade() {
    BlobStore dying = dyingAt("/second", CreateStep.SYNC_PARENT);
    assertThatExceptionOfType(Death.class).isThrownBy(() -> put(dying, "a"));
    put(FileSystemStore.at(disk.getPath("/second")), "b");
    promise("there", "/second", "b");
  }

  private void createWhatAnotherHasNotSynced() {
    BlobStore dying = dyingAt("/first/root", CreateStep.SYNC_DIRECTORY);
    assertThatExceptionOfType(Death.class).isThrownBy(() -> put(dying, "index/a"));
    assertThatExceptionOfType(BlobExistsException.class)
        .isThrownBy(() -> put(FileSystemStore.at(disk.getPath("/first/root")), "index/a"));
    promise("there", "/first/root", "index/a");
  }

  private void lookUpWhatCouldNotBeSynced() {
    AtomicBoolean once = new AtomicBoolean();
    FileSystemStore store = FileSystemStore.at(disk.getPath("/first/root"));
    disk.failSyncs(
        sync -> site(sync).equals("Creation.syncLink") && once.compareAndSet(false, true));
    assertThatExceptionOfType(OutcomeUnknownException.class)
        .isThrownBy(() -> put(store, "log/1"))
        .withMessageContaining("Input/output error");
    assertThat(store.stat(BlobKey.of("log/1"))).isPresent();
    promise("there", "/first/root", "log/1");
  }

  private void delete() {
    BlobStore store = FileSystemStore.at(disk.getPath("/first/root"));
    put(store, "packs/dead/a");
    put(store, "packs/dead/b");
    assertThat(store.delete(List.of(BlobKey.of("packs/dead/a"))).failures()).isEmpty();
    promise("gone", "/first/root", "packs/dead/a");
  }

  private void lock() {
    BlobStore store = FileSystemStore.at(disk.getPath("/first/root"));
    BlobKey key = BlobKey.of("packs/locked");
    store.create(key, body(key.value()), CreateOptions.lockedFor(YEAR));
    promise("locked", "/first/root", key.value());
    store.capability(RetentionLocks.class).orElseThrow().extend(key, YEAR.multipliedBy(2));
    promise("locked longer", "/first/root", key.value());
  }

  private FileSystemStore dyingAt(String root, CreateStep step) {
    return FileSystemStore.observed(
        disk.getPath(root),
        reached -> {
          if (reached == step) {
            throw new Death();
          }
        });
  }

  private void promise(String what, String root, String key) {
    disk.promise(what + ":" + root + ":" + key);
  }

  private static void put(BlobStore store, String key) {
    store.create(BlobKey.of(key), body(key), CreateOptions.none());
  }

  private static BlobBody body(String key) {
    return BlobBody.of(key.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void noCrashLosesWhatWasReported() {
    disk.recording()
        .crashes(SEED, 8)
        .forEach(
            crash -> {
              assertThat(broken(crash)).as("%s", crash).isEmpty();
              goOn(crash);
            });
  }

  @Test
  void everySyncThatTheStoreMakesIsInTheTable() {
    assertThat(disk.recording().syncs().stream().map(CrashTest::site).distinct())
        .containsExactlyInAnyOrderElementsOf(SYNCS.keySet());
  }

  static Set<String> syncs() {
    return SYNCS.keySet();
  }

  @ParameterizedTest
  @MethodSource("syncs")
  void withoutAnyOneSyncSomethingIsLost(String site) {
    Recording without = disk.recording().ignoring(sync -> site(sync).equals(site));

    assertThat(without.crashes(SEED, 8).filter(crash -> !broken(crash).isEmpty()).findFirst())
        .as("a crash that loses %s", SYNCS.get(site))
        .isPresent();
  }

  @ParameterizedTest
  @MethodSource("syncs")
  void aSyncThatFailsIsNeverReportedAsDone(String site) {
    CrashFileSystem failing = CrashFileSystem.create();
    failing.failSyncs(sync -> site(sync).equals(site));
    FileSystemStore store = FileSystemStore.at(failing.getPath("/new/root"));
    BlobKey key = BlobKey.of("packs/run/a");
    boolean created = succeeds(() -> put(store, key.value()));
    boolean seen = succeeds(() -> assertThat(store.stat(key)).isPresent());
    boolean exists =
        fails(BlobExistsException.class, () -> put(FileSystemStore.at(root(failing)), key.value()));
    boolean locked =
        succeeds(() -> store.capability(RetentionLocks.class).orElseThrow().extend(key, YEAR));
    if (created || seen || exists) {
      failing.promise("there:/new/root:" + key);
    }
    if (locked) {
      failing.promise("locked:/new/root:" + key);
    }
    FileSystemStore flat = FileSystemStore.at(failing.getPath("/"));
    if (succeeds(() -> put(flat, "other"))) {
      failing.promise("there:/:other");
    }
    succeeds(() -> put(flat, "dead"));
    if (succeeds(() -> flat.delete(List.of(BlobKey.of("dead"))).orThrow())) {
      failing.promise("gone:/:dead");
    }

    failing
        .recording()
        .crashes(SEED, 8)
        .forEach(crash -> assertThat(broken(crash)).as("%s", crash).isEmpty());
  }

  private static Path root(CrashFileSystem disk) {
    return disk.getPath("/new/root");
  }

  private static boolean succeeds(Runnable action) {
    try {
      action.run();
      return true;
    } catch (ByssusException | AssertionError e) {
      return false;
    }
  }

  private static boolean fails(Class<? extends Exception> how, Runnable action) {
    try {
      action.run();
      return false;
    } catch (ByssusException e) {
      return how.isInstance(e);
    }
  }

  /** Returns which promises were not kept, and what else is not as it should be. */
  private static List<String> broken(Crash crash) {
    List<String> broken = new ArrayList<>();
    for (String promise : crash.promises()) {
      String[] parts = promise.split(":", 3);
      FileSystemStore store = FileSystemStore.at(crash.fileSystem().getPath(parts[1]));
      if (!isKept(parts[0], store, BlobKey.of(parts[2]))) {
        broken.add(promise);
      }
    }
    for (String root : List.of("/first/root", "/second")) {
      FileSystemStore store = FileSystemStore.at(crash.fileSystem().getPath(root));
      for (String key : StoreProbe.keys(store, "")) {
        if (!StoreProbe.text(store, key).equals(key)) {
          broken.add("torn: " + key);
        }
      }
    }
    return broken;
  }

  private static boolean isKept(String what, FileSystemStore store, BlobKey key) {
    boolean there = store.stat(key).isPresent();
    return switch (what) {
      case "gone" -> !there;
      case "there" -> there && StoreProbe.text(store, key.value()).equals(key.value());
      case "locked" -> there && isLocked(store, key, YEAR);
      case "locked longer" -> there && isLocked(store, key, YEAR.multipliedBy(2));
      default -> throw new AssertionError(what);
    };
  }

  private static boolean isLocked(FileSystemStore store, BlobKey key, Duration retention) {
    Instant end = Instant.now().plus(retention).minus(Duration.ofMinutes(30));
    return store
            .capability(RetentionLocks.class)
            .flatMap(locks -> locks.lockedUntil(key))
            .filter(until -> until.isAfter(end))
            .isPresent()
        && store.delete(List.of(key)).failures().get(key) instanceof BlobLockedException;
  }

  /** Whatever a crash left, what was not stored can be stored now. */
  private static void goOn(Crash crash) {
    FileSystemStore store = FileSystemStore.at(crash.fileSystem().getPath("/first/root"));
    List<String> before = StoreProbe.keys(store, "");
    for (String key : List.of("packs/run/a", "packs/run/new", "d")) {
      if (!before.contains(key)) {
        put(store, key);
      }
      assertThat(StoreProbe.text(store, key)).as("%s", crash).isEqualTo(key);
    }
  }

  /** The process ends here. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }
}
