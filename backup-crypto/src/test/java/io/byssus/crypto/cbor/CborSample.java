package io.byssus.crypto.cbor;

import java.util.Random;

/** Random items, and a copy of an item through reader and writer. */
final class CborSample {
  private CborSample() {}

  static void write(Random random, CborWriter writer, int depth) {
    int kinds = depth == 0 ? 6 : 8;
    switch (random.nextInt(kinds)) {
      case 0 -> writer.writeUnsigned(random.nextLong() >>> (1 + random.nextInt(63)));
      case 1 -> writer.writeInteger(random.nextLong() >> random.nextInt(64));
      case 2 -> writer.writeBytes(bytes(random));
      case 3 -> writer.writeText(text(random));
      case 4 -> writer.writeBoolean(random.nextBoolean());
      case 5 -> writer.writeNull();
      case 6 -> {
        int count = random.nextInt(5);
        writer.writeArray(count);
        for (int i = 0; i < count; i++) {
          write(random, writer, depth - 1);
        }
      }
      default -> {
        int count = random.nextInt(5);
        writer.writeMap(count);
        for (int i = 0; i < count; i++) {
          writer.writeUnsigned(300L * i + random.nextInt(300));
          write(random, writer, depth - 1);
        }
      }
    }
  }

  static void copy(CborReader reader, CborWriter writer) {
    switch (reader.peek()) {
      case UNSIGNED -> writer.writeUnsigned(reader.readUnsigned());
      case NEGATIVE -> writer.writeInteger(reader.readInteger());
      case BYTES -> writer.writeBytes(reader.readBytes());
      case TEXT -> writer.writeText(reader.readText());
      case BOOLEAN -> writer.writeBoolean(reader.readBoolean());
      case NULL -> {
        reader.readNull();
        writer.writeNull();
      }
      case ARRAY -> {
        int count = reader.readArray();
        writer.writeArray(count);
        for (int i = 0; i < count; i++) {
          copy(reader, writer);
        }
      }
      case MAP -> {
        int count = reader.readMap();
        writer.writeMap(count);
        for (int i = 0; i < 2 * count; i++) {
          copy(reader, writer);
        }
      }
    }
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(1 << random.nextInt(10))];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      int point = random.nextInt(0x10ffff);
      text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 'x' : point);
    }
    return text.toString();
  }
}
