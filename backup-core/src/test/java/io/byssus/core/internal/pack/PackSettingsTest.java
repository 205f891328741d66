package io.byssus.core.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackSettingsTest {
  private static final long MIB = 1 << 20;

  @ParameterizedTest
  @CsvSource({"1, 64", "2, 64", "2, 256", "2, 6000", "32, 64", "32, 1024", "128, 32000"})
  void buffersTakeAtMostHalfOfTheHeapAndHoldTheLargestChunk(int processors, long heapMib) {
    PackSettings settings = PackSettings.forHeap(processors, heapMib * MIB);
    assertThat(settings.packSize()).isGreaterThanOrEqualTo(PackSettings.MIN_PACK_SIZE);
    assertThat(settings.openPacks()).isBetween(1, Math.max(1, processors));
    assertThat(settings.uploads()).isPositive();
    assertThat((long) settings.buffers() * settings.packSize())
        .isLessThanOrEqualTo(heapMib * MIB / 2);
  }
}
