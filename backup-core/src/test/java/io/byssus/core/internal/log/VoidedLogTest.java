package io.byssus.core.internal.log;

import static io.byssus.core.internal.log.LogBench.ALWAYS;
import static io.byssus.core.internal.log.LogBench.add;
import static io.byssus.core.internal.log.LogBench.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.core.internal.store.BlobLimit;
import io.byssus.testkit.store.StoreProbe;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was never an entry, and what never was there, is settled, and nothing real with it. */
class VoidedLogTest {
  private static final byte[] GARBAGE = {1, 2, 3};

  private final LogBench bench = new LogBench();

  private void garbage(long number) {
    bench.put(Log.entryKey(number), GARBAGE);
  }

  private static Set<String> names(String... segments) {
    Set<String> names = new LinkedHashSet<>();
    for (String segment : segments) {
      names.add(name(segment));
    }
    return names;
  }

  private void assertWhole(String... segments) {
    List<LogDamage> found = new ArrayList<>();
    Log log = bench.log();
    for (LogState state : List.of(log.load(), log.replay(), log.verify(found::add))) {
      assertThat(state.damage()).isEmpty();
      assertThat(state.lastGap()).isZero();
      assertThat(state.segments()).isEqualTo(names(segments));
    }
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 50, 5_000, 900_000_000})
  void garbageInTheLogIsSettledAndWhatIsBehindItCounts(long ahead) {
    bench.append("a", "b");
    garbage(2 + ahead);
    bench.append("c", "d");
    LogState settled = bench.log().settle();
    assertThat(settled.incomplete()).isFalse();
    assertWhole("a", "b", "c", "d");
    assertThat(StoreProbe.keys(bench.store(), Log.CHECKPOINTS))
        .as("who opens it need not read it again")
        .hasSize(1);
    bench.append("e");
    assertWhole("a", "b", "c", "d", "e");
  }

  @Test
  void manyAttacksOneAfterTheOtherAreSettledTogether() {
    bench.append("a");
    garbage(2);
    garbage(3);
    garbage(7);
    bench.append("b");
    garbage(700);
    garbage(701);
    bench.append("c");
    bench.log().settle();
    garbage(bench.log().load().number() + 300);
    bench.append("d");
    bench.log().settle();
    assertWhole("a", "b", "c", "d");
  }

  @Test
  void aWholeLogIsLeftAsItIs() {
    bench.append("a", "b");
    assertThat(bench.log().settle().number()).isEqualTo(2);
  }

  @Test
  void whatWasLeftInTheGapCountsWhoeverHadPassedIt() {
    Log before = bench.log();
    LogState seen = before.append(before.load(), add("a"), ALWAYS);
    garbage(5_000);
    bench.append("behind");
    // Who had the log open sees no more than the next hundred, and goes on in the gap.
    seen = before.append(seen, add("in the gap"), ALWAYS);
    bench.log().settle();
    seen = before.append(seen, add("later"), ALWAYS);
    assertThat(seen.number()).isGreaterThan(5_000);
    assertWhole("a", "in the gap", "behind", "later");
    assertThat(before.advance(seen).segments())
        .isEqualTo(names("a", "in the gap", "behind", "later"));
  }

  @Test
  void whoHadPassedTheGapLearnsWhatWasInItAndThatAllIsWell() {
    Log before = bench.log();
    LogState seen = before.append(before.load(), add("a"), ALWAYS);
    garbage(5_000);
    Log passed = bench.log();
    LogState behind = passed.append(passed.load(), add("behind"), ALWAYS);
    assertThat(behind.lastGap()).isEqualTo(4_999);
    before.append(seen, add("in the gap"), ALWAYS);
    bench.log().settle();
    LogState now = passed.advance(behind);
    assertThat(now.damage()).isEmpty();
    assertThat(now.lastGap()).isZero();
    assertThat(now.segments()).isEqualTo(names("a", "in the gap", "behind"));
  }

  @Test
  void whatIsCreatedInAClosedGapSaysNothing() {
    bench.append("a");
    garbage(10);
    bench.append("b");
    bench.log().settle();
    bench.put(Log.entryKey(5), GARBAGE);
    bench.put(Log.entryKey(6), bench.blob(Log.entryKey(1)));
    assertWhole("a", "b");
  }

  @Test
  void aBlobWithAnotherHashThanTheSettledOneIsDamageAndNamed() {
    bench.append("a");
    garbage(2);
    bench.append("b");
    bench.log().settle();
    bench.replace(Log.entryKey(2), new byte[] {1, 2, 4});
    assertThat(bench.log().replay().damage())
        .extracting(LogDamage::object)
        .contains(Log.entryKey(2).value());
  }

  @Test
  void aValidEntryIsNeverVoidWhateverIsSaidOfIt() {
    LogState state = bench.append("a", "b");
    bench.log().append(state, new Change.Voided(0, Map.of(2L, state.hash())), ALWAYS);
    assertWhole("a", "b");
  }

  @Test
  void onlyTheRootSettles() {
    bench.append("a");
    garbage(2);
    LogState state = bench.log().load();
    Change change = new Change.Voided(0, Map.of(2L, state.hash()));
    Entry entry = new Entry(3, state.hash(), 0, change);
    bench.put(Log.entryKey(3), bench.entrySignedByAuthor(entry.encode()));
    assertThat(bench.log().replay().damage())
        .extracting(LogDamage::object)
        .containsExactly(Log.entryKey(2).value(), Log.entryKey(3).value());
  }

  @Test
  void anEntryThatSettlesWhatComesLaterOrGoesBackIsNone() {
    LogState state = bench.append("a");
    for (Change change :
        List.of(
            new Change.Voided(2, Map.of()),
            new Change.Voided(1, Map.of()),
            new Change.Voided(0, Map.of(2L, state.hash())))) {
      Entry entry = new Entry(2, state.hash(), 0, change);
      bench.put(Log.entryKey(2), bench.entrySignedByRoot(entry.encode()));
      assertThat(bench.log().replay().damage()).hasSize(1);
      bench.delete(Log.entryKey(2));
    }
  }

  @Test
  void aLostEntryThatSomebodySawIsNotGivenUp() {
    bench.append("a", "b", "c");
    byte[] second = bench.blob(Log.entryKey(2));
    bench.delete(Log.entryKey(2));
    assertThatThrownBy(() -> bench.log().settle())
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining(Log.entryKey(3).value());
    bench.put(Log.entryKey(2), GARBAGE);
    assertThatThrownBy(() -> bench.log().settle()).isInstanceOf(DamagedRepositoryException.class);
    bench.replace(Log.entryKey(2), second);
    assertWhole("a", "b", "c");
  }

  @Test
  void aBlobThatIsTooLargeForAnEntryIsNoGap() {
    bench.append("a");
    bench.put(Log.entryKey(2), new byte[(int) BlobLimit.LOG_ENTRY.bytes() + 1]);
    assertThat(bench.log().load().lastGap()).isZero();
    bench.append("b");
    bench.log().settle();
    assertWhole("a", "b");
  }

  @Test
  void nobodyMarksWhoHasNotSeenAllThatIsThere() {
    Log before = bench.log();
    LogState seen = before.append(before.load(), add("a"), ALWAYS);
    garbage(5_000);
    List<Boolean> asked = new ArrayList<>();
    Change mark = new Change.Mark(PackSet.EMPTY, List.of());
    before.append(seen, mark, tail -> asked.add(tail.incomplete()));
    assertThat(asked).as("first as it seemed, then as it is").containsExactly(false, true);
  }
}
