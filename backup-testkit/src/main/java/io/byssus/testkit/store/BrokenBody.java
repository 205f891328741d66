package io.byssus.testkit.store;

import io.byssus.api.store.BlobBody;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.function.Supplier;

/** A body whose announced length and checksum need not be those of its bytes. */
final class BrokenBody implements BlobBody {
  private final long length;
  private final int crc32c;
  private final Supplier<InputStream> bytes;

  private BrokenBody(long length, int crc32c, Supplier<InputStream> bytes) {
    this.length = length;
    this.crc32c = crc32c;
    this.bytes = bytes;
  }

  /** Returns a body that announces another one's length and checksum. */
  static BrokenBody announcing(BlobBody announced, Supplier<InputStream> bytes) {
    return new BrokenBody(announced.length(), announced.crc32c(), bytes);
  }

  /** Returns a stream that runs something once its first half has been read. */
  static InputStream halfThen(byte[] bytes, Interlude interlude) {
    int half = bytes.length / 2;
    InputStream second =
        new FilterInputStream(new ByteArrayInputStream(bytes, half, bytes.length - half)) {
          private boolean begun;

          @Override
          public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            if (!begun) {
              begun = true;
              interlude.run();
            }
            return super.read(target, offset, length);
          }
        };
    return new SequenceInputStream(new ByteArrayInputStream(bytes, 0, half), second);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int crc32c() {
    return crc32c;
  }

  @Override
  public InputStream open() {
    return bytes.get();
  }

  /** What happens in the middle of a body. */
  interface Interlude {
    void run() throws IOException;
  }
}
