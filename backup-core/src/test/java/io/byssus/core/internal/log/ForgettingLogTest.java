package io.byssus.core.internal.log;

import static io.byssus.core.internal.log.LogBench.ALWAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.SnapshotId;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.crypto.cbor.CborWriter;
import io.byssus.testkit.store.StoreProbe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What FORGET, PIN and UNPIN say of the snapshots. */
class ForgettingLogTest {
  private final LogBench bench = new LogBench();
  private LogState state = bench.log().load();

  private SnapshotId commit(int number) {
    byte[] container = {(byte) number, (byte) (number >> 8), 7};
    Change.Commit commit = new Change.Commit("0".repeat(32), List.of(), container);
    append(commit);
    return commit.snapshotId();
  }

  private void append(Change change) {
    state = bench.log().append(state, change, ALWAYS);
  }

  /** Returns the snapshots and their pins, which whoever appends and whoever reads agree upon. */
  private Map<SnapshotId, String> snapshots() {
    Map<SnapshotId, String> pins = pins(state);
    assertThat(pins(bench.log().load())).isEqualTo(pins);
    assertThat(pins(bench.log().replay())).isEqualTo(pins);
    assertThat(bench.log().replay().damage()).isEmpty();
    return pins;
  }

  private static Map<SnapshotId, String> pins(LogState state) {
    return state.snapshots().values().stream()
        .collect(
            Collectors.toMap(
                StoredSnapshot::id, stored -> Objects.requireNonNullElse(stored.pin(), "")));
  }

  @Test
  void whatIsForgottenIsThereNoMoreUnlessItIsPinned() {
    SnapshotId first = commit(1);
    SnapshotId second = commit(2);
    SnapshotId third = commit(3);
    append(new Change.Pin(second, "for the auditors ✓"));
    append(new Change.Forget(List.of(first, second)));
    assertThat(snapshots()).isEqualTo(Map.of(second, "for the auditors ✓", third, ""));

    append(new Change.Unpin(second));
    assertThat(snapshots()).isEqualTo(Map.of(second, "", third, ""));
    append(new Change.Forget(List.of(second)));
    assertThat(snapshots()).containsOnlyKeys(third);
  }

  @Test
  void whatIsSaidOfASnapshotThatIsNotThereHasNoEffect() {
    SnapshotId first = commit(1);
    append(new Change.Forget(List.of(first)));
    append(new Change.Pin(first, "too late"));
    append(new Change.Unpin(first));
    append(new Change.Forget(List.of(first)));
    assertThat(snapshots()).isEmpty();
  }

  @Test
  void committingAgainWhatIsThereNeitherMovesItNorLosesItsPin() {
    SnapshotId first = commit(1);
    commit(2);
    append(new Change.Pin(first, "reason"));
    assertThat(commit(1)).isEqualTo(first);
    append(new Change.Forget(List.of(first)));
    assertThat(snapshots()).containsEntry(first, "reason");
    assertThat(bench.log().replay().snapshots().values())
        .extracting(StoredSnapshot::entry)
        .containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void anEntryNamesOneToAThousandSnapshots() {
    List<SnapshotId> ids = new ArrayList<>();
    for (int i = 0; i < Change.Forget.MOST; i++) {
      ids.add(new SnapshotId("%064x".formatted(i)));
    }
    append(new Change.Forget(ids));
    assertThat(bench.blob(Log.entryKey(1))).hasSizeLessThan(36_000);
    assertThat(snapshots()).isEmpty();
    ids.add(new SnapshotId("f".repeat(64)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Change.Forget(ids))
        .withMessageContaining("1001");
    assertThatIllegalArgumentException().isThrownBy(() -> new Change.Forget(List.of()));
  }

  @Test
  void anEntryOfAnotherFormIsVoid() {
    SnapshotId first = commit(1);
    for (CborWriter change : malformed(first)) {
      byte[] statement = change.toByteArray();
      StoreProbe.put(bench.store(), Log.entryKey(2).value(), bench.entrySignedByAuthor(statement));
      LogState read = bench.log().load();
      assertThat(read.damage()).extracting(LogDamage::object).containsExactly("log/" + digits(2));
      assertThat(read.snapshots()).containsOnlyKeys(first);
      bench.delete(Log.entryKey(2));
    }
  }

  private List<CborWriter> malformed(SnapshotId id) {
    CborWriter empty = statement(3);
    empty.writeArray(1).writeArray(0);
    CborWriter tooMany = statement(3);
    tooMany.writeArray(1).writeArray(1_001);
    for (int i = 0; i < 1_001; i++) {
      tooMany.writeBytes(id.bytes());
    }
    CborWriter shortId = statement(3);
    shortId.writeArray(1).writeArray(1).writeBytes(new byte[31]);
    CborWriter without = statement(11);
    without.writeArray(1).writeBytes(id.bytes());
    CborWriter noText = statement(11);
    noText.writeArray(2).writeBytes(id.bytes()).writeBytes(new byte[] {65});
    CborWriter more = statement(12);
    more.writeArray(2).writeBytes(id.bytes()).writeText("reason");
    return List.of(empty, tooMany, shortId, without, noText, more);
  }

  private CborWriter statement(int type) {
    CborWriter cbor = new CborWriter();
    cbor.writeArray(5).writeUnsigned(2).writeBytes(HexFormat.of().parseHex(state.hash()));
    return cbor.writeInteger(0).writeUnsigned(type);
  }

  private static String digits(int number) {
    return "%016d".formatted(number);
  }

  @Test
  void typesThatAreNotKnownAreRefused() {
    commit(1);
    for (int type : new int[] {0, 19, 20}) {
      CborWriter cbor = statement(type);
      cbor.writeArray(0);
      StoreProbe.put(
          bench.store(), Log.entryKey(2).value(), bench.entrySignedByAuthor(cbor.toByteArray()));
      assertThatThrownBy(() -> bench.log().load())
          .isInstanceOf(UnsupportedFormatException.class)
          .hasMessageContaining(" " + type);
      bench.delete(Log.entryKey(2));
    }
  }

  @Test
  void aCheckpointSaysTheSameAsTheLog() {
    SplittableRandom random = new SplittableRandom(7);
    List<SnapshotId> known = new ArrayList<>();
    Map<SnapshotId, String> expected = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      SnapshotId one = known.isEmpty() ? null : known.get(random.nextInt(known.size()));
      int what = random.nextInt(6);
      if (one == null || what < 3) {
        SnapshotId committed = commit(i);
        known.add(committed);
        expected.put(committed, "");
      } else if (what == 3) {
        append(new Change.Forget(List.of(one)));
        expected.remove(one, "");
      } else if (what == 4) {
        append(new Change.Pin(one, "pin " + i));
        expected.replace(one, "pin " + i);
      } else {
        append(new Change.Unpin(one));
        expected.replace(one, "");
      }
    }
    assertThat(snapshots()).isEqualTo(expected);
    Set<String> checkpoints = new HashSet<>(StoreProbe.keys(bench.store(), Log.CHECKPOINTS));
    assertThat(checkpoints).hasSize(4);
    List<LogDamage> found = new ArrayList<>();
    bench.log().verify(found::add);
    assertThat(found).isEmpty();
    for (int number = 1; number <= 256; number++) {
      bench.delete(Log.entryKey(number));
    }
    assertThat(pins(bench.log().load())).as("from the checkpoint").isEqualTo(expected);
  }

  @Test
  void aCheckpointThatLeavesAPinOutIsFound() {
    SnapshotId first = commit(1);
    append(new Change.Pin(first, "reason"));
    bench.append("s", 62);
    LogState honest = bench.log().replay();
    Fold forged = honest.resume();
    forged.apply(new Change.Unpin(first));
    bench.replace(LogBench.checkpoint(64), bench.checkpointOf(forged.state()));
    List<LogDamage> found = new ArrayList<>();
    bench.log().verify(found::add);
    assertThat(found)
        .singleElement()
        .matches(damage -> !damage.rebuilt())
        .extracting(LogDamage::message)
        .asString()
        .contains("contradicts");
  }
}
