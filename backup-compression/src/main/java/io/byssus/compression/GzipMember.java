package io.byssus.compression;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The framing of a member without optional fields: RFC 1952, sections 2.2 and 2.3. */
final class GzipMember {
  static final int HEADER_LENGTH = 10;
  static final int TRAILER_LENGTH = 8;

  private static final byte MAGIC_1 = 0x1f;
  private static final byte MAGIC_2 = (byte) 0x8b;
  private static final byte DEFLATE = 8;
  private static final byte NO_OPTIONAL_FIELDS = 0;
  private static final byte UNKNOWN_SYSTEM = (byte) 255;
  private static final int SYSTEM_OFFSET = 9;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private GzipMember() {}

  static void writeHeader(byte[] destination, int offset) {
    destination[offset] = MAGIC_1;
    destination[offset + 1] = MAGIC_2;
    destination[offset + 2] = DEFLATE;
    destination[offset + 3] = NO_OPTIONAL_FIELDS;
    // No time and no statement about the level, so that equal data gives equal bytes.
    for (int i = 4; i < SYSTEM_OFFSET; i++) {
      destination[offset + i] = 0;
    }
    destination[offset + SYSTEM_OFFSET] = UNKNOWN_SYSTEM;
  }

  /** Returns whether a header stands there; its time, hints and system are of no interest. */
  static boolean isHeader(byte[] source, int offset) {
    return source[offset] == MAGIC_1
        && source[offset + 1] == MAGIC_2
        && source[offset + 2] == DEFLATE
        && source[offset + 3] == NO_OPTIONAL_FIELDS;
  }

  static void writeTrailer(byte[] destination, int offset, int crc, int plainLength) {
    INT.set(destination, offset, crc);
    INT.set(destination, offset + Integer.BYTES, plainLength);
  }

  static boolean isTrailer(byte[] source, int offset, int crc, int plainLength) {
    return (int) INT.get(source, offset) == crc
        && (int) INT.get(source, offset + Integer.BYTES) == plainLength;
  }
}
