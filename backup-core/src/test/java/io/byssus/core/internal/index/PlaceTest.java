package io.byssus.core.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.byssus.crypto.DirectoryEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceTest {
  private static final int MOST_RECORDS = (1 << 28) - 1;
  private static final int LONGEST = DirectoryEntry.MAX_PLAIN_LENGTH;

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "268435455, 67108863, 67108863",
    "1, 0, 67108863",
    "134217728, 65536, 1",
    "134217727, 65535, 33554432",
    "5, 131071, 8388608"
  })
  void keepsRecordOffsetAndLength(int record, int offset, int length) {
    long place = Place.of(record, offset, length);
    long tail = 0xfedc_ba98_7654_0000L | Place.offsetLow(offset);
    assertThat(Place.record(place)).isEqualTo(record);
    assertThat(Place.offset(place, tail)).isEqualTo(offset);
    assertThat(Place.length(place)).isEqualTo(length);
  }

  @Test
  void aPlaceIsMovedByRecordsAlone() {
    long moved = Place.moved(Place.of(MOST_RECORDS, LONGEST, LONGEST), MOST_RECORDS - 7);
    assertThat(moved).isEqualTo(Place.of(7, LONGEST, LONGEST));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatIllegalStateException().isThrownBy(() -> Place.of(MOST_RECORDS + 1, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Place.of(0, LONGEST + 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Place.of(0, 0, LONGEST + 1));
  }
}
