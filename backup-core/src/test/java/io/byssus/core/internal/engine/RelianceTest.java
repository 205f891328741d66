package io.byssus.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.core.internal.index.IndexedPack;
import io.byssus.core.internal.index.PackContents;
import io.byssus.core.internal.index.PackKind;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.Holder;
import io.byssus.core.internal.log.Log;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.PackSet;
import io.byssus.core.internal.store.OutcomeResolvingStore;
import io.byssus.crypto.Directory;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreProbe;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a run may rely on and name, entry by entry, while a pruner is at work. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelianceTest {
  private static final String RUN = "b".repeat(32);
  private static final String OTHERS = "a".repeat(32);
  private static final byte[] SNAPSHOT = {1, 2, 3};

  private final InMemoryStore store = InMemoryStore.create();
  private final RepositoryKeys keys = RepositoryKeys.generate();
  private final Log log =
      new Log(
          new OutcomeResolvingStore(store),
          keys,
          Suite.AES_256_GCM,
          InstantSource.system(),
          "0".repeat(64),
          List.of(new Holder("c".repeat(64), 1, "me", 0, "e".repeat(64))));
  private final RunLog run = new RunLog(log, RUN, log.load());

  private static PackName pack(String runName, int number) {
    return new PackName(runName, "%064x".formatted(number));
  }

  private LogState append(Change change) {
    return log.append(log.load(), change, tail -> {});
  }

  private long mark(PackName... packs) {
    return append(
            new Change.Mark(PackSet.of(Stream.of(packs).map(PackName::key).toList()), List.of()))
        .number();
  }

  private void condemn(long mark, PackName... packs) {
    append(
        new Change.Condemn(
            mark, PackSet.of(Stream.of(packs).map(PackName::key).toList()), List.of()));
  }

  private static Reliance on(PackName pack) {
    return new Reliance(
        List.of(new IndexedPack(pack, PackKind.DATA, 100, "d".repeat(64))), List.of(), 0);
  }

  /** R22. */
  @Test
  void aPackThatIsMarkedMayNotBeReliedOnUntilItIsReleased() {
    PackName pack = pack(OTHERS, 1);
    long mark = mark(pack, pack(OTHERS, 2));
    assertThatThrownBy(() -> on(pack).requireIn(log.load()))
        .isInstanceOf(Reliance.Lost.class)
        .hasMessageContaining(pack.toString());
    assertThatCode(() -> on(pack(OTHERS, 3)).requireIn(log.load())).doesNotThrowAnyException();
    condemn(mark);
    assertThatCode(() -> on(pack).requireIn(log.load())).doesNotThrowAnyException();
  }

  /** R22, R6. */
  @Test
  void aPackThatWasCondemnedSinceTheRunBeganMayNotThoughItIsSwept() {
    PackName pack = pack(OTHERS, 1);
    condemn(mark(pack), pack);
    append(new Change.Swept(2));
    assertThatThrownBy(() -> on(pack).requireIn(log.load())).isInstanceOf(Reliance.Lost.class);
  }

  /** R34 sees to it that others list the pack: a segment is nothing to rely on. */
  @Test
  void aPackWhoseSegmentWasReplacedMay() {
    append(new Change.Add(OTHERS, List.of("d".repeat(64))));
    append(new Change.Replace(OTHERS, List.of("e".repeat(64)), List.of("d".repeat(64))));
    assertThatCode(() -> on(pack(OTHERS, 1)).requireIn(log.load())).doesNotThrowAnyException();
  }

  private RunIndex index() {
    return new RunIndex(run, store, keys, Suite.AES_256_GCM, Long.MAX_VALUE);
  }

  private static PackContents contents(PackName pack) {
    return new PackContents(pack, PackKind.DATA, 1000, 128, new Directory(List.of()));
  }

  private void commit(RunIndex index) {
    index.commit(SNAPSHOT, new Reliance(List.of(), index.packsOfWalk(), run.begun()));
  }

  /** R21. */
  @Test
  void anAddBehindAMarkDoesNotSaveTheRunsOwnPacks() {
    PackName pack = pack(RUN, 1);
    RunIndex index = index();
    index.stored(contents(pack));
    long mark = mark(pack);
    index.add();
    assertThat(log.load().segments()).hasSize(1);
    assertThatThrownBy(() -> commit(index)).isInstanceOf(Reliance.Lost.class);
    condemn(mark, pack);
    assertThatThrownBy(() -> commit(index)).isInstanceOf(Reliance.Lost.class);
    index.nextWalk();
    commit(index);
    assertThat(log.load().snapshots()).hasSize(1);
  }

  /** R24. */
  @Test
  void aSegmentThatListsACondemnedPackIsNotAdded() {
    PackName gone = pack(RUN, 1);
    RunIndex index = index();
    index.stored(contents(gone));
    condemn(mark(gone), gone);
    index.add();
    assertThat(log.load().segments()).isEmpty();
    index.stored(contents(pack(RUN, 2)));
    index.add();
    assertThat(log.load().segments()).hasSize(1);
    assertThat(log.load().unfinished()).containsOnlyKeys(RUN);
  }

  /** R23. */
  @Test
  void aSegmentIsNamedOnceThoughTheAnswerToItsAddWasLost() {
    RunIndex index = index();
    index.stored(contents(pack(RUN, 1)));
    append(new Change.Hold(RUN));
    String segment = nameOfOnlySegmentAfter(index);
    // The entry stands, and the run does not know of it.
    append(new Change.Add(RUN, List.of(segment)));
    append(new Change.Replace(OTHERS, List.of(), List.of(segment)));
    append(new Change.Swept(log.load().number()));
    assertThatThrownBy(() -> commit(index)).isInstanceOf(Reliance.Lost.class);
    index.nextWalk();
    commit(index);
    assertThat(log.load().segments()).as("dropped and perhaps deleted").isEmpty();
  }

  /** Makes the run write its segment by a commit that may not be. */
  private String nameOfOnlySegmentAfter(RunIndex index) {
    long mark = mark(pack(RUN, 1));
    assertThatThrownBy(() -> commit(index)).isInstanceOf(Reliance.Lost.class);
    condemn(mark);
    List<String> segments =
        StoreProbe.keys(store, IndexLoader.PREFIX).stream()
            .map(key -> key.substring(IndexLoader.PREFIX.length()))
            .toList();
    assertThat(segments).hasSize(1);
    return segments.get(0);
  }

  @Test
  void aSegmentThatAlreadyCountsNeedNotBeNamed() {
    RunIndex index = index();
    index.stored(contents(pack(RUN, 1)));
    String segment = nameOfOnlySegmentAfter(index);
    append(new Change.Add(RUN, List.of(segment)));
    commit(index);
    assertThat(log.load().segments()).containsExactly(segment);
    assertThat(log.load().snapshots()).hasSize(1);
  }

  /** R40. */
  @Test
  void aHoldIsRenewedUntilTheRunEndsAndNotMadeBehindItsCommit() {
    try (Holding holding = new Holding(run, Duration.ofMillis(1))) {
      holding.hold();
      long last = log.load().holds().getOrDefault(RUN, 0L);
      for (int renewals = 0; renewals < 3; renewals++) {
        long next = last;
        while (next == last) {
          next = log.load().holds().getOrDefault(RUN, 0L);
        }
        last = next;
      }
      run.commit(tail -> new Change.Commit(RUN, List.of(), SNAPSHOT));
      run.hold();
    }
    assertThat(log.load().holds()).isEmpty();
  }
}
