package io.byssus.core.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Period;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {
  @Test
  void isReadAsResticWritesIt() {
    assertThat(Span.parse("2y5m7d3h")).isEqualTo(new Span(Period.of(2, 5, 7), Duration.ofHours(3)));
    assertThat(Span.parse("30d")).isEqualTo(new Span(Period.ofDays(30), Duration.ZERO));
    assertThat(Span.parse("1y1h")).isEqualTo(new Span(Period.ofYears(1), Duration.ofHours(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2y5m7d3h", "30d", "12h", "18m", "1y1h"})
  void isWrittenAsItIsRead(String text) {
    assertThat(Span.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "d", "30", "3h2d", "-3d", "1.5d", "3w", "9999999d", "3d ", "PT1H"})
  void refusesWhatIsNotOfItsForm(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Span.parse(text))
        .withMessageContaining("such as 30d")
        .withMessageContaining("'" + text + "'");
  }

  @Test
  void hasNoNegativeParts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Span(Period.ofDays(-1), Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Span(Period.ZERO, Duration.ofHours(-1)));
  }

  @Test
  void daysAreThoseOfTheCalendarAndHoursAreNot() {
    ZonedDateTime behindTheLostHour = ZonedDateTime.parse("2026-03-29T12:00+02:00[Europe/Berlin]");
    assertThat(behindTheLostHour.minus(Span.parse("1d")))
        .hasToString("2026-03-28T12:00+01:00[Europe/Berlin]");
    assertThat(behindTheLostHour.minus(Span.parse("24h")))
        .hasToString("2026-03-28T11:00+01:00[Europe/Berlin]");
    assertThat(ZonedDateTime.parse("2024-02-29T12:00Z").minus(Span.parse("1y")))
        .hasToString("2023-02-28T12:00Z");
    assertThat(ZonedDateTime.parse("2024-02-29T12:00Z").plus(Span.parse("1m1h")))
        .hasToString("2024-03-29T13:00Z");
  }
}
