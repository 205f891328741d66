package io.byssus.core.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuffersTest {
  @Test
  void keepsWhatIsLargeEnough() {
    byte[] buffer = new byte[10];
    assertThat(Buffers.withRoomFor(10, buffer)).isSameAs(buffer);
    assertThat(Buffers.withRoomFor(0, new byte[0])).isEmpty();
  }

  @Test
  void hasRoomForEveryLengthAndLittleMore() {
    for (int length = 1; length < 100_000; length += length < 5_000 ? 1 : 331) {
      int room = Buffers.withRoomFor(length, new byte[0]).length;
      assertThat(room).isBetween(length, length + length / 4);
      byte[] again = Buffers.withRoomFor(room, new byte[0]);
      assertThat(again).as("a length that it returned, %s", room).hasSize(room);
    }
  }

  @Test
  void givesPacksOfAlmostEqualLengthOneSize() {
    assertThat(Buffers.withRoomFor(16_279_048, new byte[0])).hasSize(16 << 20);
    assertThat(Buffers.withRoomFor(16 << 20, new byte[0])).hasSize(16 << 20);
  }
}
