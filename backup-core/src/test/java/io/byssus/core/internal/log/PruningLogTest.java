package io.byssus.core.internal.log;

import static io.byssus.core.internal.log.LogBench.ALWAYS;
import static io.byssus.core.internal.log.LogBench.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.byssus.api.store.BlobKey;
import io.byssus.core.internal.store.BlobLimit;
import io.byssus.crypto.cbor.CborWriter;
import io.byssus.testkit.store.StoreProbe;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What REPLACE, MARK, CONDEMN, SWEPT and HOLD make of the state. */
class PruningLogTest {
  private static final String RUN = "a".repeat(32);
  private static final String OTHER_RUN = "b".repeat(32);
  private static final BlobKey P = pack("p");
  private static final BlobKey Q = pack("q");

  private final LogBench bench = new LogBench();
  private LogState state = bench.log().load();

  private static BlobKey pack(String text) {
    return BlobKey.of("packs/" + RUN + "/" + name(text));
  }

  private static PackSet packs(BlobKey... packs) {
    return PackSet.of(List.of(packs));
  }

  private static List<String> segments(String... texts) {
    return Stream.of(texts).map(LogBench::name).toList();
  }

  /** Appends a change; whoever reads it, from a checkpoint or from the start, sees the same. */
  private long append(Change change) {
    state = bench.log().append(state, change, ALWAYS);
    for (LogState read : List.of(bench.log().load(), bench.log().replay())) {
      assertThat(read.damage()).isEmpty();
      assertThat(read.resume().saysTheSameAs(state.resume())).isTrue();
    }
    return state.number();
  }

  private long add(String... texts) {
    return append(new Change.Add(RUN, segments(texts)));
  }

  private long mark(PackSet packs, String... texts) {
    return append(new Change.Mark(packs, segments(texts)));
  }

  private long condemn(long mark, PackSet packs, String... texts) {
    return append(new Change.Condemn(mark, packs, segments(texts)));
  }

  @Test
  void whatIsMarkedIsMarkedUntilItIsDecidedAndCondemnedUntilItIsSwept() {
    long mark = mark(packs(P, Q), "orphan", "spared");
    assertThat(state.openMark())
        .contains(new OpenMark(mark, packs(P, Q), Set.copyOf(segments("orphan", "spared"))));
    assertThat(state.isMarked(P)).isTrue();
    assertThat(state.isCondemned(P)).isFalse();

    long condemn = condemn(mark, packs(P), "orphan");
    assertThat(state.openMark()).isEmpty();
    assertThat(state.isMarked(Q)).isFalse();
    assertThat(state.isCondemned(P)).isTrue();
    assertThat(state.isCondemned(Q)).isFalse();
    assertThat(state.isCondemned(name("orphan"))).isTrue();
    assertThat(state.isCondemned(name("spared"))).isFalse();
    assertThat(state.condemned())
        .containsExactly(new Condemned(condemn, packs(P), Set.of(name("orphan"))));

    append(new Change.Swept(condemn - 1));
    assertThat(state.isCondemned(P)).isTrue();
    append(new Change.Swept(condemn));
    assertThat(state.isCondemned(P)).isFalse();
    assertThat(state.condemned()).isEmpty();
  }

  /** R10. */
  @Test
  void aCondemnedOrDroppedSegmentNeverCountsWhoeverNamesIt() {
    add("a", "b");
    long mark = mark(PackSet.EMPTY, "orphan");
    condemn(mark, PackSet.EMPTY, "orphan");
    append(new Change.Replace(RUN, segments("c"), segments("a")));
    assertThat(state.segments()).containsExactlyInAnyOrderElementsOf(segments("b", "c"));

    add("orphan", "a", "d");
    append(new Change.Commit(RUN, segments("orphan", "a", "e"), new byte[] {1}));
    append(new Change.Replace(RUN, segments("orphan", "a", "f"), List.of()));
    assertThat(state.segments())
        .containsExactlyInAnyOrderElementsOf(segments("b", "c", "d", "e", "f"));
    assertThat(state.snapshots()).as("the commit itself holds").hasSize(1);
  }

  @Test
  void whatAReplaceNamesAndDropsAtOnceDoesNotCount() {
    append(new Change.Replace(RUN, segments("a", "b"), segments("a")));
    assertThat(state.segments()).containsExactlyElementsOf(segments("b"));
    assertThat(state.isCondemned(name("a"))).isTrue();
  }

  /** R11. */
  @Test
  void aMarkHasNoEffectWhileAnotherIsOpen() {
    long first = mark(packs(P));
    long second = mark(packs(Q));
    assertThat(state.openMark().orElseThrow().number()).isEqualTo(first);
    assertThat(state.isMarked(Q)).isFalse();
    condemn(second, packs(Q));
    assertThat(state.condemned()).isEmpty();
    assertThat(state.openMark()).isPresent();
  }

  /** R12. */
  @Test
  void aCondemnOfAMarkThatIsNotOpenHasNoEffectAndNoneTakesMoreThanItsMarkHas() {
    condemn(7, packs(P));
    assertThat(state.condemned()).isEmpty();
    long released = mark(packs(P), "s");
    condemn(released, PackSet.EMPTY);
    long open = mark(packs(P), "s");
    condemn(released, packs(P), "s");
    assertThat(state.condemned()).as("a condemn that comes too late").isEmpty();
    assertThat(state.openMark().orElseThrow().number()).isEqualTo(open);
    condemn(open, packs(P, Q), "s", "t");
    assertThat(state.isCondemned(P)).isTrue();
    assertThat(state.isCondemned(Q)).isFalse();
    assertThat(state.isCondemned(name("t"))).isFalse();
  }

  @Test
  void aMarkedSegmentThatWasNamedMeanwhileCountsAndIsPassedOver() {
    long mark = mark(PackSet.EMPTY, "named", "orphan");
    add("named");
    condemn(mark, PackSet.EMPTY, "named", "orphan");
    assertThat(state.segments()).containsExactlyElementsOf(segments("named"));
    assertThat(state.isCondemned(name("named"))).isFalse();
    assertThat(state.isCondemned(name("orphan"))).isTrue();
  }

  /** R6. */
  @Test
  void whatWasCondemnedSinceTheFoldBeganIsRememberedAcrossSwept() {
    long early = condemn(mark(packs(P)), packs(P));
    LogState begun = state;
    long mark = mark(packs(Q), "orphan");
    long late = condemn(mark, packs(Q), "orphan");
    long replaced = append(new Change.Replace(RUN, List.of(), segments("dropped")));
    append(new Change.Swept(replaced));
    assertThat(state.condemned()).isEmpty();
    List<Condemned> since =
        List.of(
            new Condemned(late, packs(Q), Set.of(name("orphan"))),
            new Condemned(replaced, PackSet.EMPTY, Set.of(name("dropped"))));
    assertThat(state.condemnedSince(early)).isEqualTo(since);
    assertThat(bench.log().advance(begun).condemnedSince(begun.number())).isEqualTo(since);
    assertThat(state.condemnedSince(0)).hasSize(3);
    assertThat(state.condemnedSince(replaced)).isEmpty();
  }

  @Test
  void aFoldThatBeganAtACheckpointDoesNotPretendToKnowWhatWasBefore() {
    condemn(mark(packs(P)), packs(P));
    append(new Change.Swept(2));
    bench.append("s", 70);
    LogState loaded = bench.log().load();
    assertThat(loaded.began()).isEqualTo(64);
    assertThat(loaded.condemnedSince(64)).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> loaded.condemnedSince(63))
        .withMessageContaining("63")
        .withMessageContaining("64");
    assertThat(bench.log().replay().condemnedSince(0)).hasSize(1);
    assertThat(bench.log().replay().began()).isZero();
  }

  @Test
  void aRunHoldsUntilItCommitsOrUntilAMarkThatTakesEffect() {
    long first = append(new Change.Hold(RUN));
    append(new Change.Hold(OTHER_RUN));
    long again = append(new Change.Hold(RUN));
    assertThat(state.holds()).containsEntry(RUN, again).hasSize(2);
    assertThat(first).isLessThan(again);
    append(new Change.Commit(RUN, List.of(), new byte[] {1}));
    assertThat(state.holds()).containsOnlyKeys(OTHER_RUN);
    mark(packs(P));
    assertThat(state.holds()).isEmpty();
    append(new Change.Hold(RUN));
    mark(packs(Q));
    assertThat(state.holds()).as("the second mark has no effect").containsOnlyKeys(RUN);
  }

  @Test
  void aRunIsUnfinishedFromItsFirstAddToItsCommitOrReplace() {
    add("a");
    long second = add("b");
    assertThat(state.unfinished()).isEqualTo(Map.of(RUN, second));
    long other = append(new Change.Add(OTHER_RUN, segments("c")));
    append(new Change.Commit(RUN, List.of(), new byte[] {1}));
    assertThat(state.unfinished()).isEqualTo(Map.of(OTHER_RUN, other));
    append(new Change.Replace(OTHER_RUN, List.of(), List.of()));
    assertThat(state.unfinished()).isEmpty();
  }

  /** R7. */
  @Test
  void aCheckpointHoldsAllOfIt() {
    add("a");
    condemn(mark(packs(Q), "x", "y"), packs(Q), "x", "y");
    append(new Change.Replace(RUN, List.of(), segments("a")));
    mark(packs(P, pack("r"), BlobKey.of("packs/" + OTHER_RUN + "/" + name("p"))), "z");
    append(new Change.Hold(RUN));
    append(new Change.Hold(OTHER_RUN));
    bench.append("s", 64);
    LogState expected = bench.log().replay();
    assertThat(verify()).isEmpty();
    for (int number = 1; number <= 64; number++) {
      bench.delete(Log.entryKey(number));
    }
    LogState loaded = bench.log().load();
    assertThat(loaded.began()).isEqualTo(64);
    assertThat(loaded.openMark()).isPresent().isEqualTo(expected.openMark());
    assertThat(loaded.condemned()).hasSize(2).isEqualTo(expected.condemned());
    assertThat(loaded.holds()).hasSize(2).isEqualTo(expected.holds());
    assertThat(loaded.unfinished()).hasSize(1).isEqualTo(expected.unfinished());
    assertThat(loaded.isMarked(P)).isTrue();
    assertThat(loaded.isCondemned(Q)).isTrue();
  }

  private List<LogDamage> verify() {
    List<LogDamage> found = new ArrayList<>();
    bench.log().verify(found::add);
    return found;
  }

  /** R7. */
  @Test
  void aCheckpointThatLeavesPartOfItOutIsFound() {
    condemn(mark(packs(Q)), packs(Q));
    long mark = mark(packs(P), "z");
    append(new Change.Hold(RUN));
    bench.append("s", 64);
    LogState honest = upTo(64);
    List<Consumer<Fold>> lies =
        List.of(
            fold -> fold.apply(new Change.Condemn(mark, PackSet.EMPTY, List.of())),
            fold -> fold.apply(new Change.Swept(63)),
            fold -> fold.pruning = lying(fold, List.of()),
            fold -> fold.pruning = fold.pruning.committed(RUN),
            fold -> fold.pruning = fold.pruning.finished("0".repeat(32)),
            fold -> fold.pruning = fold.pruning.holding(RUN, 1));
    for (Consumer<Fold> lie : lies) {
      Fold forged = honest.resume();
      lie.accept(forged);
      bench.replace(LogBench.checkpoint(64), bench.checkpointOf(forged.state()));
      assertThat(verify())
          .singleElement()
          .extracting(LogDamage::message)
          .asString()
          .contains("contradicts");
    }
    bench.replace(LogBench.checkpoint(64), bench.checkpointOf(honest));
    assertThat(verify()).isEmpty();
  }

  private static Pruning lying(Fold fold, List<Condemned> condemned) {
    Pruning said = fold.pruning;
    return new Pruning(said.mark(), condemned, said.holds(), said.unfinished());
  }

  private LogState upTo(long number) {
    List<byte[]> later = new ArrayList<>();
    for (long n = number + 1; n <= bench.log().load().number(); n++) {
      later.add(bench.blob(Log.entryKey(n)));
      bench.delete(Log.entryKey(n));
    }
    LogState found = bench.log().replay();
    for (int i = 0; i < later.size(); i++) {
      bench.put(Log.entryKey(number + 1 + i), later.get(i));
    }
    return found;
  }

  @Test
  void theLargestMarkFitsIntoAnEntryAndOneMoreIsRefused() {
    SplittableRandom random = new SplittableRandom(3);
    List<BlobKey> many = new ArrayList<>();
    byte[] run = new byte[16];
    byte[] hash = new byte[32];
    for (int i = 0; i < Change.Mark.MOST_PACKS; i++) {
      random.nextBytes(run);
      random.nextBytes(hash);
      HexFormat hex = HexFormat.of();
      // Each of another run: the longest form.
      many.add(BlobKey.of("packs/" + hex.formatHex(run) + "/" + hex.formatHex(hash)));
    }
    List<String> segments = new ArrayList<>();
    for (int i = 0; i < Change.Mark.MOST_SEGMENTS; i++) {
      segments.add("%064x".formatted(i));
    }
    PackSet packs = PackSet.of(many);
    LogState marked = bench.log().append(state, new Change.Mark(packs, segments), ALWAYS);
    assertThat(bench.blob(Log.entryKey(1)).length).isLessThan((int) BlobLimit.LOG_ENTRY.bytes());
    OpenMark read = bench.log().load().openMark().orElseThrow();
    assertThat(read).isEqualTo(marked.openMark().orElseThrow());
    assertThat(read.packs().contains(many.get(many.size() / 2))).isTrue();

    many.add(P);
    PackSet more = PackSet.of(many);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Change.Mark(more, List.of()))
        .withMessageContaining("250001");
    assertThatIllegalArgumentException().isThrownBy(() -> new Change.Condemn(1, more, List.of()));
    segments.add(name("one more"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Change.Mark(PackSet.EMPTY, segments))
        .withMessageContaining("50001");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Change.Replace(RUN, List.of(), segments));
  }

  @Test
  void anEntryOfAnotherFormIsVoid() {
    append(new Change.Hold(RUN));
    List<byte[]> statements = new ArrayList<>();
    malformed().forEach(change -> statements.add(change.toByteArray()));
    statements.add(withEndlessArray());
    for (byte[] statement : statements) {
      StoreProbe.put(bench.store(), Log.entryKey(2).value(), bench.entrySignedByAuthor(statement));
      LogState read = bench.log().load();
      assertThat(read.damage())
          .as(HexFormat.of().formatHex(statement))
          .extracting(LogDamage::object)
          .containsExactly(Log.entryKey(2).value());
      assertThat(read.openMark()).isEmpty();
      assertThat(read.holds()).containsOnlyKeys(RUN);
      bench.delete(Log.entryKey(2));
    }
  }

  /** Names more runs than any heap could hold. */
  private byte[] withEndlessArray() {
    byte[] form = statement(5).writeArray(2).writeArray(0).writeArray(0).toByteArray();
    byte[] endless = Arrays.copyOf(form, form.length + 3);
    ByteBuffer.wrap(endless, form.length - 2, 5).put((byte) 0x9a).putInt(Integer.MAX_VALUE);
    return endless;
  }

  private List<CborWriter> malformed() {
    byte[] low = new byte[16];
    byte[] high = HexFormat.of().parseHex(RUN);
    byte[] one = new byte[32];
    byte[] descending = new byte[64];
    descending[0] = 1;
    CborWriter runTwice = statement(5).writeArray(2).writeArray(2);
    runTwice.writeArray(2).writeBytes(high).writeBytes(one);
    runTwice.writeArray(2).writeBytes(high).writeBytes(one).writeArray(0);
    CborWriter runsDescending = statement(5).writeArray(2).writeArray(2);
    runsDescending.writeArray(2).writeBytes(high).writeBytes(one);
    runsDescending.writeArray(2).writeBytes(low).writeBytes(one).writeArray(0);
    CborWriter namesDescending = statement(5).writeArray(2).writeArray(1);
    namesDescending.writeArray(2).writeBytes(low).writeBytes(descending).writeArray(0);
    CborWriter nameTwice = statement(5).writeArray(2).writeArray(1);
    nameTwice.writeArray(2).writeBytes(low).writeBytes(new byte[64]).writeArray(0);
    CborWriter halfName = statement(5).writeArray(2).writeArray(1);
    halfName.writeArray(2).writeBytes(low).writeBytes(new byte[33]).writeArray(0);
    CborWriter noNames = statement(5).writeArray(2).writeArray(1);
    noNames.writeArray(2).writeBytes(low).writeBytes(new byte[0]).writeArray(0);
    CborWriter noSegments = statement(5).writeArray(1).writeArray(0);
    CborWriter tooManySegments = statement(5).writeArray(2).writeArray(0);
    tooManySegments.writeArray(Change.Mark.MOST_SEGMENTS + 1);
    for (int i = 0; i <= Change.Mark.MOST_SEGMENTS; i++) {
      tooManySegments.writeBytes(one);
    }
    CborWriter noMark = statement(6).writeArray(2).writeArray(0).writeArray(0);
    CborWriter sweptItself = statement(7).writeArray(1).writeUnsigned(2);
    CborWriter shortRun = statement(8).writeArray(1).writeBytes(new byte[15]);
    CborWriter nothingDropped = statement(4).writeArray(2).writeBytes(low).writeArray(0);
    return List.of(
        runTwice,
        runsDescending,
        namesDescending,
        nameTwice,
        halfName,
        noNames,
        noSegments,
        tooManySegments,
        noMark,
        sweptItself,
        shortRun,
        nothingDropped);
  }

  private CborWriter statement(int type) {
    CborWriter cbor = new CborWriter();
    cbor.writeArray(5).writeUnsigned(2).writeBytes(HexFormat.of().parseHex(state.hash()));
    return cbor.writeInteger(0).writeUnsigned(type);
  }

  @Test
  void aGapIsRememberedButAVoidEntryIsNone() {
    bench.append("s", 5);
    assertThat(bench.log().load().lastGap()).isZero();
    bench.replace(Log.entryKey(4), new byte[10]);
    assertThat(bench.log().load().lastGap()).isZero();
    assertThat(bench.log().load().incomplete()).isTrue();
    bench.delete(Log.entryKey(2));
    assertThat(bench.log().load().lastGap()).isEqualTo(2);
  }
}
