package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.ByssusException;
import io.byssus.api.SnapshotId;
import io.byssus.api.store.BlobStore;
import io.byssus.core.retention.RetentionPolicy;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A repository beside what it should hold: does by chance what one does to it, lets it crash, and
 * compares.
 *
 * <p>Whatever fails may have happened or not; what was reported has to be there. All that happens
 * comes from the seed, but for the order in which a backup's threads reach the store.
 */
final class RepositoryModel {
  private static final int FILES = 12;
  private static final int LARGEST = 60_000;
  private static final List<StoreOperation> OPERATIONS = List.of(StoreOperation.values());

  /** What the model's repository is in. */
  interface Place {
    /** Opens a client. */
    BlobStore client();

    /** Ends all clients at once, with what that leaves; a kill leaves everything. */
    default void crash(long seed) {}
  }

  private final Random random;
  private final Place place;
  private final Path source;
  private final List<String> history = new ArrayList<>();
  private final Map<SnapshotId, Map<String, String>> stored = new LinkedHashMap<>();
  private final Set<SnapshotId> pinned = new HashSet<>();

  /** What a backup that failed may have stored, by its description. */
  private final Map<String, Map<String, String>> attempted = new HashMap<>();

  /** What a forgetting that failed may have forgotten. */
  private final Set<SnapshotId> maybeGone = new HashSet<>();

  /** Whose pin a change that failed may have changed. */
  private @Nullable SnapshotId maybePinned;

  private FaultyStore store;
  private BackupRepository repository;

  /** Creates the repository. */
  RepositoryModel(long seed, Place place, Path source) throws IOException {
    this.random = new Random(seed);
    this.place = place;
    this.source = source;
    Files.createDirectories(source);
    this.store = FaultyStore.around(place.client());
    this.repository = Repositories.create(store);
  }

  /** Returns what was done. */
  List<String> history() {
    return history;
  }

  /** Takes so many steps, verifies everything and closes the repository. */
  void run(int steps) throws IOException {
    try {
      for (int step = 0; step < steps; step++) {
        step();
      }
      verifyAll();
    } finally {
      repository.close();
    }
  }

  private void step() throws IOException {
    switch (random.nextInt(12)) {
      case 0, 1 -> changeSource();
      case 2, 3, 4 -> disturbed(this::backUp);
      case 5 -> disturbed(this::forgetSome);
      case 6 -> disturbed(this::applyPolicy);
      case 7 -> disturbed(this::pinOrUnpin);
      case 8 -> verifyOne();
      case 9, 10 -> disturbed(this::prune);
      default -> crash();
    }
  }

  // What is done

  private void changeSource() throws IOException {
    for (int change = random.nextInt(4); change >= 0; change--) {
      Path file = source.resolve("directory" + random.nextInt(3) + "/file" + random.nextInt(FILES));
      if (random.nextInt(4) == 0) {
        Files.deleteIfExists(file);
      } else {
        // Few seeds, so that content comes back, and is found again or stored again.
        FileTree.write(file, FileTree.random(random.nextInt(20), random.nextInt(LARGEST)));
      }
    }
    note("change");
  }

  private void backUp() throws IOException {
    String description = "backup " + history.size();
    note(description);
    Map<String, String> state = describe(source);
    attempted.put(description, state);
    SnapshotId snapshot =
        repository
            .backup(FileSource.of(source))
            .origin("model")
            .description(description)
            .run()
            .snapshot();
    stored.put(snapshot, state);
    attempted.remove(description);
  }

  private void forgetSome() {
    List<SnapshotId> chosen =
        stored.keySet().stream()
            .filter(id -> !pinned.contains(id) && random.nextInt(3) == 0)
            .toList();
    note("forget " + chosen.size());
    maybeGone.addAll(chosen);
    assertThat(repository.forget(chosen).forgotten()).containsExactlyInAnyOrderElementsOf(chosen);
    stored.keySet().removeAll(chosen);
  }

  private void applyPolicy() {
    RetentionPolicy policy = RetentionPolicy.builder().keepLast(3 + random.nextInt(5)).build();
    note("apply " + policy);
    maybeGone.addAll(stored.keySet());
    maybeGone.removeAll(pinned);
    List<SnapshotId> forgotten = repository.retention(policy).plan().run().forgotten();
    assertThat(forgotten).noneMatch(pinned::contains);
    assertThat(stored.keySet()).containsAll(forgotten);
    stored.keySet().removeAll(forgotten);
  }

  private void prune() {
    note("prune");
    repository.prune().grace(Duration.ZERO).run();
  }

  private void pinOrUnpin() {
    if (stored.isEmpty()) {
      return;
    }
    SnapshotId one = any();
    note((pinned.contains(one) ? "unpin " : "pin ") + one.abbreviated());
    maybePinned = one;
    if (pinned.contains(one)) {
      repository.unpin(one);
    } else {
      repository.pin(one, "by chance");
    }
    togglePin(one);
    maybePinned = null;
  }

  private void togglePin(SnapshotId snapshot) {
    if (!pinned.remove(snapshot)) {
      pinned.add(snapshot);
    }
  }

  private void crash() {
    note("crash");
    repository.close();
    place.crash(random.nextLong());
    open();
    reconcile();
  }

  // Disturbance

  private interface Step {
    void run() throws IOException;
  }

  /** Does something with a store that fails now and then, or is gone from some request on. */
  private void disturbed(Step step) throws IOException {
    int how = random.nextInt(4);
    long requests = 1L + random.nextInt(25);
    if (how == 0) {
      injectSome();
    } else if (how == 1) {
      long dead = store.requests() + requests;
      store.inject(Fault.unavailable(), request -> store.requests() >= dead);
    }
    maybeGone.clear();
    try {
      step.run();
    } catch (ByssusException e) {
      note("  failed: " + e.getMessage());
      assertThat(how).as("nothing was to fail: %s", e).isLessThan(2);
    }
    store.heal();
    if (how == 1) {
      crash();
    }
    reconcile();
  }

  private void injectSome() {
    for (Fault fault :
        List.of(Fault.unavailable(), Fault.responseLost(), Fault.requestLost(), Fault.full())) {
      double probability = Math.pow(random.nextDouble(), 3) / 3;
      StoreOperation operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
      store.inject(
          fault, Trigger.seeded(random.nextLong(), probability).and(Trigger.every(operation)));
    }
  }

  private void open() {
    store = FaultyStore.around(place.client());
    repository = Repositories.open(store);
  }

  /** Finds out what became of what failed: it may have happened, and nothing else may have. */
  private void reconcile() {
    Set<SnapshotId> listed = new HashSet<>();
    for (Snapshot snapshot : repository.snapshots().list()) {
      listed.add(snapshot.id());
      if (!stored.containsKey(snapshot.id())) {
        Map<String, String> state = attempted.get(snapshot.description());
        assertThat(state).as("a snapshot that nobody made: %s", snapshot).isNotNull();
        stored.put(snapshot.id(), state);
      }
      boolean pin = snapshot.pinned().isPresent();
      if (pin != pinned.contains(snapshot.id())) {
        assertThat(snapshot.id()).as("a pin that changed by itself").isEqualTo(maybePinned);
        togglePin(snapshot.id());
      }
    }
    List<SnapshotId> missing = stored.keySet().stream().filter(id -> !listed.contains(id)).toList();
    assertThat(maybeGone).as("what is gone was to be forgotten").containsAll(missing);
    stored.keySet().removeAll(missing);
    maybeGone.clear();
    maybePinned = null;
    attempted.clear();
  }

  // Comparison

  private SnapshotId any() {
    return List.copyOf(stored.keySet()).get(random.nextInt(stored.size()));
  }

  private void verifyOne() {
    if (!stored.isEmpty()) {
      SnapshotId one = any();
      note("restore " + one.abbreviated());
      verify(one);
    }
  }

  private void verifyAll() {
    note("verify all");
    stored.keySet().forEach(this::verify);
    assertThat(Repositories.checkAll(repository).errors()).isEmpty();
  }

  private void verify(SnapshotId snapshot) {
    MemoryTarget target = new MemoryTarget();
    repository.restore(snapshot).to(target).run();
    Map<String, String> restored = new TreeMap<>();
    target.files().forEach((path, content) -> restored.put(path, describe(content)));
    assertThat(restored).isEqualTo(stored.get(snapshot));
  }

  private static Map<String, String> describe(Path top) throws IOException {
    Map<String, String> state = new TreeMap<>();
    try (Stream<Path> files = Files.walk(top)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> state.put(file.toAbsolutePath().toString(), describe(read(file))));
    }
    return state;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String describe(byte[] content) {
    return content.length + " bytes " + Arrays.hashCode(content);
  }

  private void note(String what) {
    history.add(what);
  }
}
