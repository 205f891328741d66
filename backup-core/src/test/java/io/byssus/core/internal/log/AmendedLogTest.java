package io.byssus.core.internal.log;

import static io.byssus.core.internal.log.LogBench.ALWAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.SnapshotId;
import io.byssus.core.internal.parity.ParityStrength;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PARITY and AMEND say. */
class AmendedLogTest {
  private static final String RUN = "0".repeat(32);
  private static final int CHECKPOINT_BEHIND = 64;

  private final LogBench bench = new LogBench();
  private LogState state = bench.log().load();

  private void append(Change change) {
    state = bench.log().append(state, change, ALWAYS);
  }

  private static byte[] container(int number) {
    return new byte[] {(byte) number, 9};
  }

  private SnapshotId commit(int number) {
    Change.Commit commit = new Change.Commit(RUN, List.of(), container(number));
    append(commit);
    return commit.snapshotId();
  }

  private void passCheckpoint() {
    while (state.number() % CHECKPOINT_BEHIND != 1) {
      append(new Change.Forget(List.of(new SnapshotId("0".repeat(64)))));
    }
  }

  @Test
  void theStrengthOfParityIsTheOneThatWasSetLast() {
    assertThat(state.parity()).isEmpty();
    Optional<ParityStrength> strength = Optional.of(new ParityStrength(30));
    append(new Change.SetParity(Optional.of(new ParityStrength(500))));
    append(new Change.SetParity(strength));
    assertThat(bench.log().load().parity()).isEqualTo(strength);
    passCheckpoint();
    assertThat(bench.log().load().parity()).isEqualTo(strength);
    assertVerified();

    append(new Change.SetParity(Optional.empty()));
    assertThat(bench.log().load().parity()).isEmpty();
    passCheckpoint();
    assertThat(bench.log().load().parity()).isEmpty();
    assertVerified();
  }

  private void assertVerified() {
    List<LogDamage> found = new ArrayList<>();
    bench.log().verify(found::add);
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 9, 501, 1000, Long.MAX_VALUE})
  void aStrengthThatNoWriterChoosesIsDamage(long thousandths) {
    byte[] written = new CborWriter().writeUnsigned(thousandths).toByteArray();
    assertThatThrownBy(() -> Parts.readParity(new CborReader(written)))
        .isInstanceOf(DamagedRepositoryException.class);
  }

  @Test
  void anAmendedSnapshotHasThePlaceAndThePinOfTheOneBefore() {
    SnapshotId first = commit(1);
    append(new Change.Pin(first, "audit"));
    SnapshotId second = commit(2);
    Change.Amend amend = new Change.Amend(RUN, List.of("a".repeat(64)), first, container(3));
    append(amend);

    for (LogState seen : List.of(state, bench.log().load(), bench.log().replay())) {
      assertThat(seen.snapshots()).containsOnlyKeys(second, amend.snapshotId());
      StoredSnapshot amended = Objects.requireNonNull(seen.snapshots().get(amend.snapshotId()));
      assertThat(amended.entry()).isEqualTo(1);
      assertThat(amended.pin()).isEqualTo("audit");
      assertThat(seen.segments()).containsExactly("a".repeat(64));
      assertThat(seen.damage()).isEmpty();
    }
    passCheckpoint();
    assertVerified();
  }

  @Test
  void whatIsNotThereIsNotAmended() {
    SnapshotId first = commit(1);
    append(new Change.Forget(List.of(first)));
    append(new Change.Amend(RUN, List.of("a".repeat(64)), first, container(2)));
    assertThat(bench.log().replay().snapshots()).isEmpty();
    assertThat(state.segments()).containsExactly("a".repeat(64));
  }
}
