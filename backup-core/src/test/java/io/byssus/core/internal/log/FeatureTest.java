package io.byssus.core.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.UnsupportedFormatException;
import org.junit.jupiter.api.Test;

/** What a program has to know since an entry of the log says so. */
class FeatureTest {
  private final LogBench bench = new LogBench();

  private byte[] requiring(String feature) {
    LogState tail = bench.log().load();
    Change change = new Change.Required(feature);
    return bench.entrySignedByRoot(new Entry(tail.number() + 1, tail.hash(), 0, change).encode());
  }

  @Test
  void aFeatureOfTheLogThatIsNotKnownIsRefusedByItsName() {
    bench.put(Log.entryKey(1), requiring("time-travel"));
    assertThatThrownBy(() -> bench.log().load())
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("feature 'time-travel'");
  }

  @Test
  void aFeatureThatIsKnownIsInTheCheckpointsBehindIt() {
    bench.put(Log.entryKey(1), requiring(Features.WRITE_ONLY));
    LogState state = bench.log().load();
    for (int i = 0; i < 70; i++) {
      state = bench.append("segment" + i);
    }
    assertThat(bench.log().load().began()).isPositive();
    assertThat(bench.log().load().features()).containsExactly("write-only");
    assertThat(state.features()).containsExactly("write-only");
  }

  @Test
  void onlyTheRootRequiresAFeature() {
    LogState tail = bench.log().load();
    Change change = new Change.Required(Features.WRITE_ONLY);
    bench.put(
        Log.entryKey(1),
        bench.entrySignedByAuthor(new Entry(tail.number() + 1, tail.hash(), 0, change).encode()));
    assertThat(bench.log().load().features()).isEmpty();
    assertThat(bench.log().load().incomplete()).isTrue();
  }
}
