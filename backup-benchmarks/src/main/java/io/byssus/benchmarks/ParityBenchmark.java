package io.byssus.benchmarks;

import io.byssus.core.internal.parity.ParityBlob;
import io.byssus.core.internal.parity.ParityCorrection;
import io.byssus.core.internal.parity.ParityEncoder;
import io.byssus.core.internal.parity.ParityStrength;
import io.byssus.crypto.DigestAlgorithm;
import java.util.Locale;
import java.util.Random;

/**
 * What parity costs and what it corrects, for packs of 16 MiB: size, speed of making it, speed of
 * correcting contiguous damage, the longest contiguous damage that was corrected at each of some
 * random places, and the most scattered bit flips of which nine of ten packs were corrected.
 *
 * <pre>
 * java -cp backup-benchmarks/target/benchmarks.jar io.byssus.benchmarks.ParityBenchmark
 * </pre>
 */
public final class ParityBenchmark {
  private static final int PACK = 16 << 20;
  private static final int[] STRENGTHS = {10, 30, 50, 100, 200, 500};
  private static final int ROUNDS = 10;
  private static final int NEEDED = 9;
  private static final double HUNDRED = 100;
  private static final double NANOS = 1e9;

  private final Random random = new Random(1);
  private final byte[] pack = new byte[PACK];
  private final String name;

  private ParityBenchmark() {
    random.nextBytes(pack);
    name = DigestAlgorithm.SHA_256.hex(pack, 0, PACK);
  }

  /** Measures and prints a table. */
  public static void main(String[] arguments) {
    ParityBenchmark benchmark = new ParityBenchmark();
    System.out.println(
        "strength    size   make MB/s   correct MB/s   longest damage   scattered flips");
    for (int thousandths : STRENGTHS) {
      benchmark.measure(new ParityStrength(thousandths));
    }
  }

  private void measure(ParityStrength strength) {
    ParityEncoder encoder = new ParityEncoder(strength);
    byte[] parity = encoder.encode(pack, PACK, name);
    long started = System.nanoTime();
    for (int i = 0; i < ROUNDS; i++) {
      parity = encoder.encode(pack, PACK, name);
    }
    double making = speed(System.nanoTime() - started);
    ParityBlob blob = ParityBlob.of(parity, name, PACK);
    started = System.nanoTime();
    for (int i = 0; i < ROUNDS; i++) {
      if (!corrects(blob, contiguous(PACK / 100))) {
        throw new IllegalStateException("one hundredth was not corrected with " + strength);
      }
    }
    double correcting = speed(System.nanoTime() - started);
    int longest = most(PACK, bytes -> correctsAll(blob, () -> contiguous(bytes), ROUNDS));
    int flips = most(1 << 14, count -> correctsAll(blob, () -> scattered(count), NEEDED));
    System.out.printf(
        Locale.ROOT,
        "%8s %6.2f%% %11.0f %14.0f %15.2f%% %17d%n",
        strength,
        HUNDRED * parity.length / PACK,
        making,
        correcting,
        HUNDRED * longest / PACK,
        flips);
  }

  private static double speed(long nanos) {
    return ROUNDS * (double) PACK / 1e6 / (nanos / NANOS);
  }

  private interface Trial {
    boolean succeeds(int amount);
  }

  private interface Damage {
    byte[] make();
  }

  /** Returns the greatest amount with which a trial succeeds, to one part in a hundred. */
  private static int most(int limit, Trial trial) {
    int sure = 0;
    int doubtful = limit;
    while (doubtful - sure > Math.max(1, doubtful / 100)) {
      int middle = (sure + doubtful) >>> 1;
      if (trial.succeeds(middle)) {
        sure = middle;
      } else {
        doubtful = middle;
      }
    }
    return sure;
  }

  private static boolean correctsAll(ParityBlob blob, Damage damage, int needed) {
    int corrected = 0;
    for (int i = 0; i < ROUNDS; i++) {
      if (corrects(blob, damage.make())) {
        corrected++;
      }
    }
    return corrected >= needed;
  }

  private static boolean corrects(ParityBlob blob, byte[] damaged) {
    return ParityCorrection.of(blob, damaged).whole();
  }

  private byte[] contiguous(int length) {
    byte[] damaged = pack.clone();
    int at = random.nextInt(PACK - length + 1);
    for (int i = at; i < at + length; i++) {
      damaged[i] ^= 0x5a;
    }
    return damaged;
  }

  private byte[] scattered(int count) {
    byte[] damaged = pack.clone();
    for (int i = 0; i < count; i++) {
      damaged[random.nextInt(PACK)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return damaged;
  }
}
