package io.byssus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1, 1 B",
    "1023, 1023 B",
    "1024, 1.00 KiB",
    "1536, 1.50 KiB",
    "10240, 10.0 KiB",
    "1048576, 1.00 MiB",
    "1610612736, 1.50 GiB",
    "1099511627776, 1.00 TiB",
    "1125899906842624, 1.00 PiB",
    "9223372036854775807, 8.00 EiB"
  })
  void aSizeIsPrintedInTheLargestUnitThatFits(long bytes, String text) {
    assertThat(DataSize.ofBytes(bytes)).hasToString(text);
  }

  @Test
  void printingDoesNotDependOnTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(DataSize.ofBytes(1536)).hasToString("1.50 KiB");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void unitsAreBinary() {
    assertThat(DataSize.ofKibibytes(3).bytes()).isEqualTo(3_072);
    assertThat(DataSize.ofMebibytes(3).bytes()).isEqualTo(3_145_728);
    assertThat(DataSize.ZERO).isEqualTo(DataSize.ofBytes(0));
  }

  @Test
  void sizesAreAddedAndCompared() {
    assertThat(DataSize.ofKibibytes(1).plus(DataSize.ofBytes(1))).isEqualTo(new DataSize(1_025));
    assertThat(DataSize.ofBytes(1_025)).isGreaterThan(DataSize.ofKibibytes(1));
    assertThat(DataSize.ofMebibytes(1)).isEqualByComparingTo(DataSize.ofKibibytes(1_024));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DataSize.ofBytes(-1))
        .withMessageContaining("-1");
    assertThatIllegalArgumentException().isThrownBy(() -> DataSize.ofKibibytes(-1));
    DataSize greatest = DataSize.ofBytes(Long.MAX_VALUE);
    assertThatThrownBy(() -> DataSize.ofMebibytes(1L << 44))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> greatest.plus(DataSize.ofBytes(1)))
        .isInstanceOf(ArithmeticException.class);
  }
}
