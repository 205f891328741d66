package io.byssus.testkit.compression;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Data of the kinds that codecs treat differently; the same bytes for the same arguments. */
public final class CodecSamples {
  private static final String[] WORDS = {
    "mussel ", "rock ", "the ", "thread ", "holds ", "storm ", "of ", "byssus ", "tide ", "and\n"
  };

  private CodecSamples() {}

  /** Returns words in a random order. */
  public static byte[] text(int length, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(length + 16);
    while (text.length() < length) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(100)).append(' ');
    }
    return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), length);
  }

  /** Returns random bytes, which no codec can shorten. */
  public static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Returns runs of text, zeros and random bytes of many lengths. */
  public static byte[] mixed(int length, long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[length];
    int position = 0;
    while (position < length) {
      int run = Math.min(length - position, 1 + random.nextInt(1 << random.nextInt(17)));
      switch (random.nextInt(3)) {
        case 0 -> System.arraycopy(text(run, random.nextLong()), 0, bytes, position, run);
        case 1 -> System.arraycopy(random(run, random.nextLong()), 0, bytes, position, run);
        default -> Arrays.fill(bytes, position, position + run, (byte) 0);
      }
      position += run;
    }
    return bytes;
  }

  /** Returns pieces from empty to 256 KiB, by what they are. */
  static Map<String, byte[]> pieces() {
    Map<String, byte[]> pieces = new LinkedHashMap<>();
    pieces.put("nothing", new byte[0]);
    pieces.put("one byte", new byte[] {'x'});
    for (int length : new int[] {2, 12, 13, 255, 256, 257, 4096, 65_535, 65_536, 65_537, 1 << 18}) {
      pieces.put(length + " bytes of text", text(length, 1));
      pieces.put(length + " zeros", new byte[length]);
      pieces.put(length + " random bytes", random(length, 2));
      pieces.put(length + " mixed bytes", mixed(length, 3));
    }
    return pieces;
  }
}
