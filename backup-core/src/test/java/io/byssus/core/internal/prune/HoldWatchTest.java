package io.byssus.core.internal.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HoldWatchTest {
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final AtomicLong nanos = new AtomicLong(-5);
  private final HoldWatch watch = new HoldWatch(PATIENCE, nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void nobodyHoldsNothingIsForbidden() {
    assertThat(watch.forbidsMarks(Map.of(), 9)).isFalse();
  }

  @Test
  void aRunThatHoldsIsRespectedUntilPatienceIsOver() {
    assertThat(watch.forbidsMarks(Map.of("run", 7L), 9)).isTrue();
    pass(PATIENCE.minusSeconds(1));
    assertThat(watch.forbidsMarks(Map.of("run", 7L), 9)).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(watch.forbidsMarks(Map.of("run", 7L), 9)).isFalse();
  }

  @Test
  void aRunThatRenewsItsHoldIsRespectedForLonger() {
    assertThat(watch.forbidsMarks(Map.of("run", 7L), 9)).isTrue();
    pass(PATIENCE.minusSeconds(1));
    assertThat(watch.forbidsMarks(Map.of("run", 11L), 12)).isTrue();
    pass(PATIENCE.minusSeconds(1));
    assertThat(watch.forbidsMarks(Map.of("run", 11L), 12)).isTrue();
  }

  @Test
  void oneThatHoldsIsEnoughAndAnEndedHoldIsForgotten() {
    assertThat(watch.forbidsMarks(Map.of("dead", 7L), 9)).isTrue();
    pass(PATIENCE);
    assertThat(watch.forbidsMarks(Map.of("dead", 7L, "other", 10L), 10)).isTrue();
    assertThat(watch.forbidsMarks(Map.of("dead", 7L), 11)).isFalse();
    assertThat(watch.forbidsMarks(Map.of(), 12)).isFalse();
    assertThat(watch.forbidsMarks(Map.of("other", 13L), 13)).isTrue();
  }

  @Test
  void aRunIsTakenForDeadWhenManyEntriesFollowItsLast() {
    assertThat(watch.forbidsMarks(Map.of("run", 7L), 262)).isTrue();
    assertThat(watch.forbidsMarks(Map.of("run", 7L), 263)).isFalse();
  }

  @Test
  void withoutPatienceNobodyIsWaitedFor() {
    HoldWatch impatient = new HoldWatch(Duration.ZERO, nanos::get);
    assertThat(impatient.forbidsMarks(Map.of("run", 7L), 9)).isFalse();
  }
}
