package io.byssus.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobBodyTest {
  /** Takes a few bytes at each call, as a channel may. */
  private static final class SlowChannel implements WritableByteChannel {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Override
    public int write(ByteBuffer source) {
      int count = Math.min(source.remaining(), 1_000);
      byte[] taken = new byte[count];
      source.get(taken);
      written.writeBytes(taken);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  /** A body as a plugin would write it, with what the interface does by itself. */
  private static BlobBody withDefaults(byte[] bytes) {
    BlobBody array = BlobBody.of(bytes);
    return new BlobBody() {
      @Override
      public long length() {
        return array.length();
      }

      @Override
      public int crc32c() {
        return array.crc32c();
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 65_537, 262_144, 700_001})
  void allBytesAreWrittenHoweverFewAChannelTakesAtOnce(int length) throws IOException {
    byte[] bytes = random(length);
    for (BlobBody body : new BlobBody[] {BlobBody.of(bytes), withDefaults(bytes)}) {
      SlowChannel channel = new SlowChannel();
      body.writeTo(channel);
      assertThat(channel.written.toByteArray()).isEqualTo(bytes);
    }
  }

  @Test
  void itIsReadFromItsStartAtEachCall() throws IOException {
    byte[] bytes = random(100);
    BlobBody body = BlobBody.of(bytes, 10, 50);
    assertThat(body.length()).isEqualTo(50);
    for (int i = 0; i < 2; i++) {
      try (InputStream in = body.open()) {
        assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 10, 60));
      }
    }
    SlowChannel channel = new SlowChannel();
    body.writeTo(channel);
    assertThat(channel.written.toByteArray()).isEqualTo(Arrays.copyOfRange(bytes, 10, 60));
  }

  @Test
  void theChecksumIsCrc32c() {
    byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(BlobBody.of(check).crc32c()).isEqualTo(0xE3069283);
    // RFC 3720, B.4: 32 bytes of zeros.
    assertThat(BlobBody.of(new byte[40], 4, 32).crc32c()).isEqualTo(0x8A9136AA);
    assertThat(BlobBody.of(new byte[0]).crc32c()).isZero();
  }

  @Test
  void aPartOutsideOfTheArrayIsRefused() {
    for (int[] part : new int[][] {{-1, 1}, {0, 11}, {10, 1}, {5, -1}, {1, Integer.MAX_VALUE}}) {
      assertThatThrownBy(() -> BlobBody.of(new byte[10], part[0], part[1]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void itIsPrintedWithoutItsBytes() {
    assertThat(BlobBody.of(new byte[17])).hasToString("BlobBody[17 bytes]");
  }
}
