package io.byssus.core.internal.log;

import static io.byssus.core.internal.log.LogBench.ALWAYS;
import static io.byssus.core.internal.log.LogBench.add;
import static io.byssus.core.internal.log.LogBench.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.store.BlobKey;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.cbor.CborWriter;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreProbe;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a store, or a stranger with access to it, does to a log is found, and the rest holds. */
class LogDamageTest {
  private final LogBench bench = new LogBench();

  private static Set<String> names(String... segments) {
    Set<String> names = new LinkedHashSet<>();
    for (String segment : segments) {
      names.add(name(segment));
    }
    return names;
  }

  private static List<String> damaged(LogState state) {
    return state.damage().stream().map(LogDamage::object).distinct().toList();
  }

  private static String key(int number) {
    return Log.entryKey(number).value();
  }

  private void assertDamage(Set<String> segments, int number, String... objects) {
    for (LogState state : List.of(bench.log().load(), bench.log().replay())) {
      assertThat(damaged(state)).containsExactly(objects);
      assertThat(state.damage()).noneMatch(LogDamage::rebuilt);
      assertThat(state.segments()).isEqualTo(segments);
      assertThat(state.number()).isEqualTo(number);
    }
  }

  @Test
  void aDeletedEntryIsMissedAndTheRestHolds() {
    bench.append("a", "b", "c", "d", "e");
    bench.delete(Log.entryKey(3));
    assertDamage(names("a", "b", "d", "e"), 5, key(3), key(4));
  }

  @Test
  void theFirstEntryIsMissed() {
    bench.append("a", "b", "c");
    bench.delete(Log.entryKey(1));
    assertDamage(names("b", "c"), 3, key(1), key(2));
  }

  @Test
  void aHundredDeletedEntriesAreMissed() {
    bench.append("s", 60);
    LogState state = bench.append("t", 60);
    bench.delete(LogBench.checkpoint(64));
    for (int number = 2; number <= 101; number++) {
      bench.delete(Log.entryKey(number));
    }
    LogState replayed = bench.log().replay();
    assertThat(replayed.number()).isEqualTo(state.number());
    assertThat(replayed.segments()).hasSize(20);
    assertThat(damaged(replayed)).hasSize(101).startsWith(key(2)).endsWith(key(102));
  }

  @Test
  void aGapThatNoListingOfTheNextEntriesWouldShowIsMissed() {
    bench.append("a", "b", "c");
    byte[] entry = StoreProbe.content(bench.store(), key(3));
    StoreProbe.put(bench.store(), key(900), entry);
    for (LogState state : new LogState[] {bench.log().load(), bench.log().replay()}) {
      assertThat(state.number()).isEqualTo(900);
      assertThat(damaged(state)).containsExactly(key(4), key(900));
      assertThat(state.segments()).hasSize(3);
    }
  }

  @Test
  void whatIsAppendedBehindDamageIsWhole() {
    bench.append("a", "b", "c");
    bench.delete(Log.entryKey(2));
    bench.append("d");
    assertDamage(names("a", "c", "d"), 4, key(2), key(3));
  }

  @Test
  void anEntryOfWhichAnyByteIsChangedHasNoEffect() {
    bench.append("a", "b");
    int length = bench.blob(Log.entryKey(1)).length;
    for (int i = 0; i < length; i++) {
      int bit = 8 * i + i % 8;
      bench.flip(Log.entryKey(1), bit);
      LogState state = bench.log().replay();
      assertThat(state.segments()).as("bit %d", bit).isEqualTo(names("b"));
      assertThat(damaged(state)).containsExactly(key(1), key(2));
      bench.flip(Log.entryKey(1), bit);
    }
    assertThat(bench.log().replay().damage()).isEmpty();
  }

  @Test
  void theLastEntryOfWhichABitIsChangedHasNoEffect() {
    bench.append("a", "b");
    bench.flip(Log.entryKey(2), 1_000);
    assertDamage(names("a"), 2, key(2));
  }

  @Test
  void anEntryThatIsEmptyOrCutHasNoEffect() {
    bench.append("a", "b", "c");
    byte[] second = bench.blob(Log.entryKey(2));
    for (int length : new int[] {0, 1, 63, 96, second.length - 1}) {
      bench.replace(Log.entryKey(2), Arrays.copyOf(second, length));
      assertDamage(names("a", "c"), 3, key(2), key(3));
    }
  }

  @Test
  void swappedEntriesAreFoundAndHaveNoEffect() {
    bench.append("a", "b", "c", "d");
    byte[] second = bench.blob(Log.entryKey(2));
    bench.replace(Log.entryKey(2), bench.blob(Log.entryKey(3)));
    bench.replace(Log.entryKey(3), second);
    assertDamage(names("a", "d"), 4, key(2), key(3), key(4));
  }

  @Test
  void anEntryFromAnotherCourseOfTheSameLogIsFound() {
    bench.append("a");
    InMemoryStore fork = InMemoryStore.create();
    StoreProbe.put(fork, key(1), bench.blob(Log.entryKey(1)));
    Log forked = bench.log(fork);
    LogState state = forked.append(forked.load(), add("forked"), ALWAYS);
    forked.append(state, add("forked too"), ALWAYS);
    bench.append("b", "c");

    bench.replace(Log.entryKey(3), StoreProbe.content(fork, key(3)));
    assertThat(damaged(bench.log().replay())).containsExactly(key(3));
  }

  @Test
  void aLogWhoseTailWasTakenBackIsFoundByTheNextEntry() {
    LogState seen = bench.append("a", "b", "c");
    bench.delete(Log.entryKey(3));
    Log log = bench.log();
    log.append(seen, add("d"), ALWAYS);
    assertDamage(names("a", "b", "d"), 4, key(3), key(4));
  }

  @Test
  void aStrangersEntryHasNoEffectAndStopsNobody() {
    bench.append("a");
    try (RepositoryKeys stranger = RepositoryKeys.generate()) {
      Log log = LogBench.log(bench.store().sameBlobs(), stranger);
      LogState state = log.append(log.load(), add("evil"), ALWAYS);
      Holder intruder = new Holder(name("intruder"), 1, "intruder", 0, "e".repeat(64));
      log.append(state, new Change.HolderAdded(intruder), ALWAYS);
    }
    assertDamage(names("a"), 3, key(2), key(3));
    bench.append("b");
    assertDamage(names("a", "b"), 4, key(2), key(3));
    assertThat(bench.log().load().holders()).containsOnlyKeys(LogBench.FOUNDER.id());
  }

  private byte[] statement(Change change) {
    LogState tail = bench.log().load();
    return new Entry(tail.number() + 1, tail.hash(), 0, change).encode();
  }

  @Test
  void onlyTheRootDecidesWhoHoldsKeys() {
    Holder intruder = new Holder(name("intruder"), 1, "intruder", 0, "e".repeat(64));
    bench.put(
        Log.entryKey(1), bench.entrySignedByAuthor(statement(new Change.HolderAdded(intruder))));
    bench.put(
        Log.entryKey(2),
        bench.entrySignedByAuthor(statement(new Change.HolderRemoved(LogBench.FOUNDER.id()))));
    LogState state = bench.log().load();
    assertThat(state.holders()).containsOnlyKeys(LogBench.FOUNDER.id());
    assertThat(damaged(state)).containsExactly(key(1), key(2));

    bench.put(
        Log.entryKey(3), bench.entrySignedByRoot(statement(new Change.HolderAdded(intruder))));
    assertThat(bench.log().load().holders()).hasSize(2);
  }

  @Test
  void whatTheAuthorDecidesIsNotTakenFromTheRoot() {
    bench.put(Log.entryKey(1), bench.entrySignedByRoot(statement(add("a"))));
    assertDamage(Set.of(), 1, key(1));
  }

  @Test
  void anEntryOfALaterVersionIsNotPassedOver() {
    byte[] unknown =
        new CborWriter()
            .writeArray(5)
            .writeUnsigned(1)
            .writeBytes(HexFormat.of().parseHex(LogBench.CONFIG_HASH))
            .writeInteger(0)
            .writeUnsigned(99)
            .writeArray(0)
            .toByteArray();
    bench.put(Log.entryKey(1), bench.entrySignedByAuthor(unknown));
    assertThatThrownBy(() -> bench.log().load())
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("type that this version does not know: 99");
  }

  @Test
  void anEntryWhoseFormIsWrongIsDamage() {
    byte[] whole = statement(add("a"));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      bench.put(Log.entryKey(1), bench.entrySignedByAuthor(cut));
      assertThat(damaged(bench.log().load())).containsExactly(key(1));
      bench.delete(Log.entryKey(1));
    }
  }

  @Test
  void blobsThatAreNoEntriesAreNotTakenForSome() {
    bench.append("a");
    for (String other : List.of("2", "000000000000000x", "0000000000000002.tmp", "readme")) {
      bench.put(BlobKey.of(Log.PREFIX + other), new byte[3]);
    }
    bench.put(BlobKey.of(Log.CHECKPOINTS + "latest"), new byte[3]);
    bench.append("b");
    LogState state = bench.log().load();
    assertThat(state.damage()).isEmpty();
    assertThat(state.number()).isEqualTo(2);
  }
}
