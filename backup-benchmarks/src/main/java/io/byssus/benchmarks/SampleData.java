package io.byssus.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;

/** Content of known kinds, the same at every run. */
final class SampleData {
  private static final long SEED = 20_261_120;
  private static final int WORDS = 4_096;
  private static final int LONGEST_WORD = 12;
  private static final int LETTERS = 26;

  private SampleData() {}

  /** Returns bytes that no codec makes smaller. */
  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(SEED).nextBytes(bytes);
    return bytes;
  }

  /** Returns words from a small vocabulary, the frequent ones more often, as text has them. */
  static byte[] text(int length) {
    Random random = new Random(SEED);
    byte[][] words = new byte[WORDS][];
    for (int i = 0; i < WORDS; i++) {
      StringBuilder word = new StringBuilder();
      int letters = 1 + random.nextInt(LONGEST_WORD);
      for (int l = 0; l < letters; l++) {
        word.append((char) ('a' + random.nextInt(LETTERS)));
      }
      words[i] = word.append(' ').toString().getBytes(UTF_8);
    }
    byte[] bytes = new byte[length];
    for (int at = 0; at < length; ) {
      double frequent = random.nextDouble();
      byte[] word = words[(int) (frequent * frequent * frequent * WORDS)];
      int part = Math.min(word.length, length - at);
      System.arraycopy(word, 0, bytes, at, part);
      at += part;
    }
    return bytes;
  }
}
