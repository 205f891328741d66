package io.byssus.core.internal.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GraceTest {
  private static final Instant NOW = Instant.parse("2026-01-10T00:00:00Z");
  private static final Grace DAY = new Grace(Duration.ofDays(1), NOW);

  private static boolean over(Grace grace, String time) {
    return grace.isOver(Optional.of(Instant.parse(time)));
  }

  @Test
  void isOverWhenSomethingIsAsOldAsThePeriod() {
    assertThat(over(DAY, "2026-01-09T00:00:00Z")).isTrue();
    assertThat(over(DAY, "2026-01-09T00:00:01Z")).isFalse();
  }

  @Test
  void endsForWhatIsDatedFarInTheFuture() {
    assertThat(over(DAY, "2026-01-10T12:00:00Z")).isFalse();
    assertThat(over(DAY, "2036-01-01T00:00:00Z")).isTrue();
  }

  @Test
  void whatHasNoDateIsNew() {
    assertThat(DAY.isOver(Optional.empty())).isFalse();
  }

  @Test
  void withoutAPeriodNothingIsLeftAlone() {
    Grace none = new Grace(Duration.ZERO, NOW);
    assertThat(none.isOver(Optional.empty())).isTrue();
    assertThat(over(none, "2026-01-10T00:00:00Z")).isTrue();
  }
}
