package io.byssus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FractionTest {
  @Test
  void aPercentageIsSoManyHundredths() {
    assertThat(Fraction.percent(10).value()).isEqualTo(0.1);
    assertThat(Fraction.percent(0).value()).isZero();
    assertThat(Fraction.percent(100)).isEqualTo(Fraction.ALL);
    assertThat(Fraction.percent(0.5)).isEqualTo(new Fraction(0.005));
  }

  @Test
  void itIsPrintedAsAPercentage() {
    assertThat(Fraction.percent(10)).hasToString("10.0 %");
    assertThat(Fraction.ALL).hasToString("100.0 %");
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {-0.001, 1.001, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNoPartOfAWholeIsRefusedWithItsValue(double value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Fraction(value))
        .withMessageContaining(String.valueOf(value));
    assertThatIllegalArgumentException().isThrownBy(() -> Fraction.percent(100 * value));
  }
}
