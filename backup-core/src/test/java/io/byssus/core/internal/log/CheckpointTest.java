package io.byssus.core.internal.log;

import static io.byssus.core.internal.log.LogBench.ALWAYS;
import static io.byssus.core.internal.log.LogBench.add;
import static io.byssus.core.internal.log.LogBench.checkpoint;
import static io.byssus.core.internal.log.LogBench.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.StoreProbe;
import io.byssus.testkit.store.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  private final LogBench bench = new LogBench();

  private static void assertSame(LogState state, LogState expected) {
    assertThat(state.number()).isEqualTo(expected.number());
    assertThat(state.hash()).isEqualTo(expected.hash());
    assertThat(state.segments()).isEqualTo(expected.segments());
    assertThat(state.snapshots().keySet()).isEqualTo(expected.snapshots().keySet());
    assertThat(state.holders()).isEqualTo(expected.holders());
  }

  private List<LogDamage> verify() {
    List<LogDamage> found = new ArrayList<>();
    bench.log().verify(found::add);
    return found;
  }

  @Test
  void oneIsWrittenEvery64EntriesAndSavesReadingThem() {
    LogState state = bench.append("s", 150);
    assertThat(StoreProbe.keys(bench.store(), Log.CHECKPOINTS))
        .containsExactly(checkpoint(64).value(), checkpoint(128).value());

    FaultyStore counted = FaultyStore.around(bench.store().sameBlobs());
    assertSame(bench.log(counted).load(), state);
    assertThat(counted.requests(StoreOperation.READ)).isEqualTo(1 + 150 - 128);
    FaultyStore replayed = FaultyStore.around(bench.store().sameBlobs());
    assertSame(bench.log(replayed).replay(), state);
    assertThat(replayed.requests(StoreOperation.READ)).isEqualTo(150);
    assertThat(verify()).isEmpty();
  }

  @Test
  void oneIsWrittenThoughEveryEntryIsAppendedByAnotherProcess() {
    for (int i = 1; i <= 65; i++) {
      bench.append("s" + i);
    }
    assertThat(StoreProbe.keys(bench.store(), Log.CHECKPOINTS))
        .containsExactly(checkpoint(64).value());
  }

  @Test
  void holdersAndSnapshotsAreInIt() {
    Log log = bench.log();
    Holder second = new Holder(name("second"), 2, "second", 7, "e".repeat(64));
    LogState state = log.append(log.load(), new Change.HolderAdded(second), ALWAYS);
    state = log.append(state, new Change.HolderRemoved(LogBench.FOUNDER.id()), ALWAYS);
    state =
        log.append(
            state, new Change.Commit("0".repeat(32), List.of(), new byte[] {1, 2, 3}), ALWAYS);
    bench.append("s", 61);
    for (int number = 1; number <= 64; number++) {
      bench.delete(Log.entryKey(number));
    }
    LogState loaded = bench.log().load();
    assertThat(loaded.holders()).containsOnlyKeys(second.id());
    assertThat(loaded.snapshots()).hasSize(1).containsOnlyKeys(state.snapshots().keySet());
    assertThat(loaded.snapshots().values().iterator().next().entry()).isEqualTo(3);
  }

  @Test
  void aDamagedOneIsRebuiltFromTheOneBeforeAndReported() {
    LogState state = bench.append("s", 130);
    SplittableRandom random = new SplittableRandom(1);
    int length = bench.blob(checkpoint(128)).length;
    for (int i = 0; i < 20; i++) {
      int bit = random.nextInt(8 * length);
      bench.flip(checkpoint(128), bit);
      FaultyStore counted = FaultyStore.around(bench.store().sameBlobs());
      LogState loaded = bench.log(counted).load();
      assertSame(loaded, state);
      assertThat(loaded.damage())
          .singleElement()
          .matches(LogDamage::rebuilt)
          .extracting(LogDamage::object)
          .isEqualTo(checkpoint(128).value());
      assertThat(counted.requests(StoreOperation.READ)).isEqualTo(2 + 130 - 64);
      assertThat(verify()).extracting(LogDamage::object).containsExactly(checkpoint(128).value());
      bench.flip(checkpoint(128), bit);
    }
    assertThat(bench.log().load().damage()).isEmpty();
  }

  @Test
  void whenAllAreDamagedTheLogTellsTheState() {
    LogState state = bench.append("s", 130);
    bench.replace(checkpoint(64), new byte[0]);
    bench.replace(checkpoint(128), new byte[5_000]);
    LogState loaded = bench.log().load();
    assertSame(loaded, state);
    assertThat(loaded.damage()).hasSize(2).allMatch(LogDamage::rebuilt);
    assertThat(verify()).hasSize(2);
  }

  @Test
  void oneUnderAnothersNameIsNotTaken() {
    LogState state = bench.append("s", 130);
    byte[] first = bench.blob(checkpoint(64));
    bench.replace(checkpoint(128), first);
    LogState loaded = bench.log().load();
    assertSame(loaded, state);
    assertThat(loaded.damage())
        .singleElement()
        .asString()
        .contains(checkpoint(128).value())
        .contains("64");
  }

  @Test
  void oneOfAnotherRepositoryIsNotTaken() {
    LogState state = bench.append("s", 70);
    LogBench other = new LogBench();
    other.append("x", 64);
    bench.replace(checkpoint(64), other.blob(checkpoint(64)));
    LogState loaded = bench.log().load();
    assertSame(loaded, state);
    assertThat(loaded.damage()).hasSize(1).allMatch(LogDamage::rebuilt);
  }

  @Test
  void oneThatContradictsTheLogIsFound() {
    bench.append("s", 70);
    // The same keys, and a log that went another way.
    FaultyStore other = FaultyStore.around(InMemoryStore.create());
    Log fork = bench.log(other);
    LogState state = fork.load();
    for (int i = 1; i <= 64; i++) {
      state = fork.append(state, add("fork" + i), ALWAYS);
    }
    bench.replace(checkpoint(64), StoreProbe.content(other, checkpoint(64).value()));
    assertThat(verify())
        .singleElement()
        .matches(damage -> !damage.rebuilt())
        .extracting(LogDamage::object)
        .isEqualTo(checkpoint(64).value());
  }

  @Test
  void oneWhoseEntriesWereTakenBackIsFound() {
    bench.append("s", 64);
    bench.delete(Log.entryKey(64));
    assertThat(verify())
        .singleElement()
        .matches(damage -> !damage.rebuilt())
        .extracting(LogDamage::object)
        .isEqualTo(checkpoint(64).value());
  }

  @Test
  void theLogIsNoticedToHaveLostWhatOneKnowsAndThatOneIsNotBlamed() {
    bench.append("s", 130);
    for (int number = 60; number <= 70; number++) {
      bench.delete(Log.entryKey(number));
    }
    List<LogDamage> found = new ArrayList<>();
    assertThat(bench.log().verify(found::add).damage()).hasSize(11 + 1);
    assertThat(found).isEmpty();
  }

  @Test
  void allAreVerifiedAlongOneReadingOfTheLog() {
    LogState state = bench.append("s", 300);
    int checkpoints = StoreProbe.keys(bench.store(), Log.CHECKPOINTS).size();
    FaultyStore counted = FaultyStore.around(bench.store().sameBlobs());
    List<LogDamage> found = new ArrayList<>();

    assertSame(bench.log(counted).verify(found::add), state);

    assertThat(found).isEmpty();
    assertThat(counted.requests(StoreOperation.READ)).isEqualTo(300 + checkpoints);
  }

  @Test
  void noneIsWrittenOfALogThatHasLostEntries() {
    bench.append("s", 40);
    bench.delete(Log.entryKey(7));
    LogState state = bench.append("t", 40);
    assertThat(state.number()).isEqualTo(80);
    assertThat(StoreProbe.keys(bench.store(), Log.CHECKPOINTS)).isEmpty();
    assertThat(bench.log().load().damage()).isNotEmpty();
  }

  @Test
  void oneThatCannotBeWrittenDoesNotUndoTheEntry() {
    FaultyStore faulty =
        FaultyStore.around(bench.store().sameBlobs())
            .inject(
                Fault.full(),
                Trigger.on(StoreOperation.CREATE, key -> key.equals(checkpoint(64).value())));
    Log log = bench.log(faulty);
    LogState state = log.load();
    for (int i = 1; i <= 128; i++) {
      state = log.append(state, add("s" + i), ALWAYS);
    }
    assertThat(state.number()).isEqualTo(128);
    assertSame(bench.log().replay(), state);
    assertThat(StoreProbe.keys(bench.store(), Log.CHECKPOINTS))
        .as("the next one that is due")
        .containsExactly(checkpoint(128).value());
  }
}
