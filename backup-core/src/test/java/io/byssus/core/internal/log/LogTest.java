package io.byssus.core.internal.log;

import static io.byssus.core.internal.log.LogBench.ALWAYS;
import static io.byssus.core.internal.log.LogBench.add;
import static io.byssus.core.internal.log.LogBench.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.SnapshotId;
import io.byssus.api.store.StoreUnavailableException;
import io.byssus.core.internal.store.OutcomeResolvingStore;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.StoreProbe;
import io.byssus.testkit.store.Trigger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogTest {
  private final LogBench bench = new LogBench();

  /** Asserts that as many entries are there, without gaps, and each change took effect. */
  private void assertHolds(int entries, Set<String> segments) {
    List<String> keys = new ArrayList<>();
    for (int number = 1; number <= entries; number++) {
      keys.add(Log.entryKey(number).value());
    }
    assertThat(StoreProbe.keys(bench.store(), Log.PREFIX)).isEqualTo(keys);
    LogState state = bench.log().replay();
    assertThat(state.damage()).isEmpty();
    assertThat(state.number()).isEqualTo(entries);
    assertThat(state.segments()).isEqualTo(segments);
  }

  private static Set<String> names(String prefix, int count) {
    Set<String> names = new HashSet<>();
    for (int i = 1; i <= count; i++) {
      names.add(name(prefix + i));
    }
    return names;
  }

  @Test
  void anEmptyLogHasItsFounderAndNothingElse() {
    LogState state = bench.log().load();
    assertThat(state.number()).isZero();
    assertThat(state.hash()).isEqualTo(LogBench.CONFIG_HASH);
    assertThat(state.segments()).isEmpty();
    assertThat(state.snapshots()).isEmpty();
    assertThat(state.damage()).isEmpty();
    assertThat(state.holders()).containsOnlyKeys(LogBench.FOUNDER.id());
  }

  @Test
  void everyChangeTakesEffectForWhoAppendsItAndForWhoReadsIt() {
    byte[] snapshot = {1, 2, 3};
    SnapshotId id = SnapshotId.of(DigestAlgorithm.SHA_256.digest(snapshot));
    Holder added = new Holder(name("second"), 2, "zweiter ✓", -5, "e".repeat(64));
    Log log = bench.log();
    LogState state = log.append(log.load(), add("a"), ALWAYS);
    state =
        log.append(
            state,
            new Change.Commit("f".repeat(32), List.of(name("b"), name("c")), snapshot),
            ALWAYS);
    state = log.append(state, new Change.HolderAdded(added), ALWAYS);
    state = log.append(state, new Change.HolderRemoved(LogBench.FOUNDER.id()), ALWAYS);

    for (LogState seen : List.of(state, bench.log().load(), bench.log().replay())) {
      assertThat(seen.number()).isEqualTo(4);
      assertThat(seen.hash()).isEqualTo(state.hash());
      assertThat(seen.segments()).containsExactlyInAnyOrder(name("a"), name("b"), name("c"));
      assertThat(seen.snapshots()).containsOnlyKeys(id);
      StoredSnapshot stored = seen.snapshots().values().iterator().next();
      assertThat(stored.container()).isEqualTo(snapshot);
      assertThat(stored.entry()).isEqualTo(2);
      assertThat(seen.holders()).containsOnlyKeys(added.id()).containsValue(added);
      assertThat(seen.damage()).isEmpty();
    }
  }

  @Test
  void aStateFromBeforeIsBroughtUpToDateAndItselfStaysAsItIs() {
    LogState before = bench.append("a", "b");
    bench.append("c", 250);
    LogState after = bench.log().advance(before);
    assertThat(after.number()).isEqualTo(252);
    assertThat(before.number()).isEqualTo(2);
    assertThat(before.segments()).hasSize(2);
    assertThat(bench.log().advance(after)).isSameAs(after);
  }

  @Test
  void twoWritersAtOnceLoseNothingAndLeaveNoGap() throws Exception {
    StoreProbe.atOnce(2, thread -> () -> bench.append("of " + thread + " ", 200));
    Set<String> segments = names("of 0 ", 200);
    segments.addAll(names("of 1 ", 200));
    assertHolds(400, segments);
  }

  @Test
  void anAnswerThatIsLostDoesNotLoseOrRepeatAChange() throws Exception {
    StoreProbe.atOnce(
        2,
        thread ->
            () -> {
              FaultyStore faulty =
                  FaultyStore.around(bench.store().sameBlobs())
                      .inject(
                          Fault.responseLost(),
                          Trigger.seeded(thread, 0.4).and(Trigger.every(StoreOperation.CREATE)));
              Log log = bench.log(new OutcomeResolvingStore(faulty));
              LogState state = log.load();
              for (int i = 1; i <= 100; i++) {
                state = log.append(state, add("of " + thread + " " + i), ALWAYS);
              }
              return state;
            });
    Set<String> segments = names("of 0 ", 100);
    segments.addAll(names("of 1 ", 100));
    assertHolds(200, segments);
  }

  @Test
  void aRequestThatIsLostIsMadeAgainAndTakesEffectOnce() {
    FaultyStore faulty =
        FaultyStore.around(bench.store().sameBlobs())
            .inject(
                Fault.requestLost(),
                request ->
                    request.operation() == StoreOperation.CREATE && request.number() % 3 != 0);
    Log log = bench.log(new OutcomeResolvingStore(faulty));
    LogState state = log.load();
    for (int i = 1; i <= 50; i++) {
      state = log.append(state, add("c" + i), ALWAYS);
    }
    assertHolds(50, names("c", 50));
    assertThat(faulty.requests(StoreOperation.CREATE)).isEqualTo(150);
  }

  @Test
  void whatTheStoreRefusesIsNotAppended() {
    FaultyStore faulty =
        FaultyStore.around(bench.store().sameBlobs())
            .inject(Fault.unavailable(), Trigger.call(StoreOperation.CREATE, 1));
    Log log = bench.log(faulty);
    LogState state = log.load();
    assertThatThrownBy(() -> log.append(state, add("a"), ALWAYS))
        .isInstanceOf(StoreUnavailableException.class);
    log.append(state, add("b"), ALWAYS);
    assertHolds(1, Set.of(name("b")));
  }

  @Test
  void theAppenderIsAskedAboutTheTailThatItsChangeFollows() {
    LogState stale = bench.append("a");
    bench.append("b", "c");
    List<LogState> asked = new ArrayList<>();
    LogState after = bench.log().append(stale, add("d"), asked::add);
    assertThat(asked).hasSize(1);
    assertThat(asked.get(0).number()).isEqualTo(3);
    assertThat(asked.get(0).segments()).hasSize(3);
    assertThat(after.number()).isEqualTo(4);
  }

  @Test
  void theAppenderIsAskedAgainWhenAnotherWasFaster() {
    bench.append("a");
    FaultyStore slow =
        FaultyStore.around(bench.store().sameBlobs())
            .inject(
                Fault.pausedBy(() -> bench.append("of the faster one")),
                Trigger.call(StoreOperation.CREATE, 1));
    Log log = bench.log(slow);
    List<Long> asked = new ArrayList<>();
    LogState after =
        log.append(log.load(), add("of the slower one"), tail -> asked.add(tail.number()));
    assertThat(asked).containsExactly(1L, 2L);
    assertThat(after.number()).isEqualTo(3);
    assertHolds(3, Set.of(name("a"), name("of the faster one"), name("of the slower one")));
  }

  @Test
  void whoRefusesTheTailAppendsNothing() {
    bench.append("a");
    FaultyStore slow =
        FaultyStore.around(bench.store().sameBlobs())
            .inject(
                Fault.pausedBy(() -> bench.append("b")), Trigger.call(StoreOperation.CREATE, 1));
    Log log = bench.log(slow);
    LogState state = log.load();
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                log.append(
                    state,
                    add("c"),
                    tail -> {
                      if (tail.segments().contains(name("b"))) {
                        throw new IllegalStateException("not behind b");
                      }
                    }))
        .withMessage("not behind b");
    assertHolds(2, Set.of(name("a"), name("b")));
  }

  @Test
  void aChangeCanDependOnWhatItFollowsAndBeNoneAtAll() {
    bench.append("a");
    FaultyStore slow =
        FaultyStore.around(bench.store().sameBlobs())
            .inject(
                Fault.pausedBy(() -> bench.append("b")), Trigger.call(StoreOperation.CREATE, 1));
    Log log = bench.log(slow);
    LogState after = log.append(log.load(), tail -> Optional.of(add("behind " + tail.number())));
    assertHolds(3, Set.of(name("a"), name("b"), name("behind 2")));

    assertThat(log.append(after, tail -> Optional.empty())).isSameAs(after);
    assertHolds(3, after.segments());
  }
}
