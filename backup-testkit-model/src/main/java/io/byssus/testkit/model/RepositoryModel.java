package io.byssus.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.ByssusException;
import io.byssus.api.Fraction;
import io.byssus.api.SnapshotId;
import io.byssus.api.store.BlobStore;
import io.byssus.core.BackupRepository;
import io.byssus.core.retention.RetentionPolicy;
import io.byssus.core.source.FileSource;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A repository beside what it should hold: does by chance what one does to it, lets it crash, and
 * compares.
 *
 * <p>All that happens comes from the seed, but for the order in which a backup's threads reach the
 * store.
 */
final class RepositoryModel {
  private static final List<StoreOperation> OPERATIONS = List.of(StoreOperation.values());

  private final Random random;
  private final Place place;
  private final Path directory;
  private final SourceFiles source;
  private final Expectation expected = new Expectation();
  private final Consumer<String> history;
  private int steps;
  private int restores;

  private FaultyStore store;
  private BackupRepository repository;

  /**
   * Creates the repository.
   *
   * @param directory for the files that are backed up and restored; empty
   * @param history is told what is done
   */
  RepositoryModel(long seed, Place place, Path directory, Consumer<String> history)
      throws Exception {
    this.random = new Random(seed);
    this.place = place;
    this.directory = directory;
    this.history = history;
    this.source = new SourceFiles(directory.resolve("source"), random);
    this.store = FaultyStore.around(place.open());
    this.repository =
        BackupRepository.on(store).keys(new PlainKeys()).withoutRecoveryKey().create();
  }

  /** Takes so many steps, verifies everything and closes the repository. */
  void run(int count) throws Exception {
    try {
      while (steps < count) {
        steps++;
        step();
      }
      verifyAll();
    } finally {
      repository.close();
    }
  }

  private void step() throws Exception {
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
    source.change();
    note("change");
  }

  private void backUp() throws IOException {
    String description = "backup in step " + steps;
    note(description);
    expected.backingUp(description, source.describe());
    SnapshotId snapshot =
        repository
            .backup(FileSource.of(source.top()))
            .origin("model")
            .description(description)
            .run()
            .snapshot();
    expected.backedUp(description, snapshot);
  }

  private void forgetSome() {
    List<SnapshotId> chosen =
        notPinned().stream().filter(snapshot -> random.nextInt(3) == 0).toList();
    note("forget " + chosen.size());
    expected.forgetting(chosen);
    List<SnapshotId> forgotten = repository.forget(chosen).forgotten();
    assertThat(forgotten).containsExactlyInAnyOrderElementsOf(chosen);
    expected.forgotten(forgotten);
  }

  private void applyPolicy() {
    RetentionPolicy policy = RetentionPolicy.builder().keepLast(3 + random.nextInt(5)).build();
    note("apply " + policy);
    expected.forgetting(notPinned());
    expected.forgotten(repository.retention(policy).plan().run().forgotten());
  }

  private List<SnapshotId> notPinned() {
    return expected.snapshots().stream().filter(id -> !expected.isPinned(id)).toList();
  }

  private void prune() {
    note("prune");
    repository.prune().grace(Duration.ZERO).run();
  }

  private void pinOrUnpin() {
    Optional<SnapshotId> chosen = any();
    if (chosen.isEmpty()) {
      return;
    }
    SnapshotId one = chosen.get();
    expected.changingPin(one);
    if (expected.isPinned(one)) {
      note("unpin " + one.abbreviated());
      repository.unpin(one);
    } else {
      note("pin " + one.abbreviated());
      repository.pin(one, "by chance");
    }
    expected.changedPin(one);
  }

  private void crash() throws Exception {
    Optional<BlobStore> left = place.openAfterCrash(random.nextLong());
    if (left.isPresent()) {
      note("crash");
      repository.close();
      store = FaultyStore.around(left.get());
      repository = BackupRepository.on(store).keys(new PlainKeys()).open();
    }
    reconcile();
  }

  private void reconcile() {
    expected.reconcile(repository.snapshots().list());
  }

  // Disturbance

  private interface Step {
    void run() throws IOException;
  }

  private enum Disturbance {
    /** Requests fail now and then. */
    FAILURES,
    /** From some request on all fail, and everything crashes. */
    CRASH,
    NONE
  }

  private void disturbed(Step step) throws Exception {
    Disturbance disturbance = disturb();
    try {
      step.run();
    } catch (ByssusException e) {
      note("  failed: " + e.getMessage());
      if (disturbance == Disturbance.NONE) {
        throw new AssertionError("nothing was to fail: " + e, e);
      }
    }
    store.heal();
    if (disturbance == Disturbance.CRASH) {
      crash();
    } else {
      reconcile();
    }
  }

  /** Half of what is done is left alone. */
  private Disturbance disturb() {
    switch (random.nextInt(4)) {
      case 0 -> {
        failNowAndThen();
        return Disturbance.FAILURES;
      }
      case 1 -> {
        failFromSomeRequestOn();
        return Disturbance.CRASH;
      }
      default -> {
        return Disturbance.NONE;
      }
    }
  }

  private void failNowAndThen() {
    for (Fault fault :
        List.of(Fault.unavailable(), Fault.responseLost(), Fault.requestLost(), Fault.full())) {
      // Most are rare, so that much is done before something fails.
      double probability = Math.pow(random.nextDouble(), 3) / 3;
      StoreOperation operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
      store.inject(
          fault, Trigger.seeded(random.nextLong(), probability).and(Trigger.every(operation)));
    }
  }

  private void failFromSomeRequestOn() {
    FaultyStore failing = store;
    long last = failing.requests() + 1 + random.nextInt(25);
    failing.inject(Fault.unavailable(), request -> failing.requests() >= last);
  }

  // Comparison

  private Optional<SnapshotId> any() {
    List<SnapshotId> all = expected.snapshots();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }

  private void verifyOne() throws IOException {
    Optional<SnapshotId> one = any();
    if (one.isPresent()) {
      note("restore " + one.get().abbreviated());
      verify(one.get());
    }
  }

  private void verifyAll() throws IOException {
    note("verify all");
    for (SnapshotId snapshot : expected.snapshots()) {
      verify(snapshot);
    }
    assertThat(repository.check().readData(Fraction.ALL).run().errors()).isEmpty();
  }

  private void verify(SnapshotId snapshot) throws IOException {
    Path target = directory.resolve("restored" + restores++);
    repository.restore(snapshot).to(target).run();
    assertThat(source.describeRestored(target)).isEqualTo(expected.files(snapshot));
  }

  private void note(String what) {
    history.accept(what);
  }
}
