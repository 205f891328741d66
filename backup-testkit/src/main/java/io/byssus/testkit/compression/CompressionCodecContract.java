package io.byssus.testkit.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.compression.CompressionCodec;
import io.byssus.api.compression.CompressionCodec.Compressor;
import io.byssus.api.compression.CompressionCodec.Decompressor;
import io.byssus.api.compression.CompressionLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link CompressionCodec} must do, as tests: subclass it and return the codec.
 *
 * <p>Above all, that input which is wrong, or made by an enemy, is refused with a {@link
 * DamagedRepositoryException} and never written outside the destination.
 */
public abstract class CompressionCodecContract {
  private static final int LARGE = 8 << 20;
  private static final int HOSTILE_INPUTS = 3000;
  private static final long HOSTILE_SEED = 20_261_120;

  /** Creates the suite. */
  protected CompressionCodecContract() {}

  /** Returns the codec to test. */
  protected abstract CompressionCodec codec();

  @Test
  public final void nameFitsIntoARecordHeader() {
    assertThat(codec().name()).matches("[a-z0-9-]{1,7}").isNotEqualTo("none");
  }

  @TestFactory
  public final Stream<DynamicTest> givesBackWhatWasCompressed() {
    return forEachLevel(
        level -> CodecSamples.pieces().forEach((what, piece) -> roundTrip(level, what, piece)));
  }

  @TestFactory
  public final Stream<DynamicTest> givesBackTheLargestChunk() {
    return Stream.of(CompressionLevel.FAST, CompressionLevel.STANDARD)
        .map(level -> dynamicTest(level.name(), () -> roundTrip(level, "large", large())));
  }

  @Test
  @Tag("thorough")
  public final void givesBackTheLargestChunkAtMaximum() {
    roundTrip(CompressionLevel.MAXIMUM, "large", large());
  }

  @TestFactory
  public final Stream<DynamicTest> keepsNothingBetweenPieces() {
    return forEachLevel(
        level -> {
          byte[] first = CodecSamples.text(5000, 1);
          byte[] other = CodecSamples.mixed(70_000, 2);
          try (Compressor compressor = codec().compressor(level)) {
            byte[] once = compress(compressor, first);
            compress(compressor, other);
            assertThat(compress(compressor, first)).isEqualTo(once);
          }
        });
  }

  @TestFactory
  public final Stream<DynamicTest> shortensText() {
    return forEachLevel(
        level -> {
          byte[] text = CodecSamples.text(1 << 16, 1);
          try (Compressor compressor = codec().compressor(level)) {
            assertThat(compress(compressor, text)).hasSizeLessThan(text.length * 2 / 3);
          }
        });
  }

  @TestFactory
  public final Stream<DynamicTest> saysWhenTheResultDoesNotFit() {
    return forEachLevel(
        level -> {
          try (Compressor compressor = codec().compressor(level);
              Decompressor decompressor = codec().decompressor()) {
            for (byte[] plain :
                List.of(new byte[0], CodecSamples.text(3000, 1), CodecSamples.random(3000, 1))) {
              byte[] compressed = compress(compressor, plain);
              for (int room = 0; room < compressed.length; room += 1 + room / 20) {
                byte[] destination = new byte[room + 7];
                assertThat(compressor.compress(plain, 0, plain.length, destination, 7))
                    .as("%d bytes into %d, needing %d", plain.length, room, compressed.length)
                    .isEqualTo(-1);
                assertThat(Arrays.copyOf(destination, 7)).containsOnly(0);
              }
              // And it goes on working.
              assertThat(
                      CodecPiece.decompress(
                          decompressor, compress(compressor, plain), plain.length))
                  .isEqualTo(plain);
            }
          }
        });
  }

  @TestFactory
  public final Stream<DynamicTest> refusesAWrongPlainLength() {
    return forEachLevel(
        level -> {
          byte[] plain = CodecSamples.text(2000, 1);
          byte[] compressed = compressed(level, plain);
          try (Decompressor decompressor = codec().decompressor()) {
            for (int wrong : new int[] {0, 1, 1000, 1999, 2001, 2002, 4000, 100_000}) {
              assertThatThrownBy(() -> CodecPiece.decompress(decompressor, compressed, wrong))
                  .as("plain length %d", wrong)
                  .isInstanceOf(DamagedRepositoryException.class);
            }
            assertThat(CodecPiece.decompress(decompressor, compressed, 2000)).isEqualTo(plain);
          }
        });
  }

  @TestFactory
  public final Stream<DynamicTest> refusesATruncatedInput() {
    return forEachLevel(
        level -> {
          for (byte[] plain : List.of(new byte[0], CodecSamples.text(500, 1), new byte[5000])) {
            byte[] compressed = compressed(level, plain);
            try (Decompressor decompressor = codec().decompressor()) {
              for (int length = 0; length < compressed.length; length++) {
                byte[] truncated = Arrays.copyOf(compressed, length);
                assertThatThrownBy(
                        () -> CodecPiece.decompress(decompressor, truncated, plain.length))
                    .as("%d of %d bytes", length, compressed.length)
                    .isInstanceOf(DamagedRepositoryException.class);
              }
            }
          }
        });
  }

  @TestFactory
  public final Stream<DynamicTest> survivesEveryFlippedBit() {
    return forEachLevel(
        level -> {
          for (byte[] plain :
              List.of(
                  new byte[0],
                  CodecSamples.text(400, 1),
                  CodecSamples.random(100, 1),
                  new byte[3000])) {
            byte[] compressed = compressed(level, plain);
            try (Decompressor decompressor = codec().decompressor()) {
              for (int bit = 0; bit < compressed.length * 8; bit++) {
                byte[] flipped = compressed.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                CodecPiece.decompressHostile(decompressor, flipped, plain.length);
              }
              assertThat(CodecPiece.decompress(decompressor, compressed, plain.length))
                  .isEqualTo(plain);
            }
          }
        });
  }

  @Test
  public final void survivesRandomInput() {
    Random random = new Random(HOSTILE_SEED);
    try (Decompressor decompressor = codec().decompressor()) {
      for (int i = 0; i < HOSTILE_INPUTS; i++) {
        byte[] input = CodecSamples.random(random.nextInt(300), random.nextLong());
        CodecPiece.decompressHostile(decompressor, input, random.nextInt(2000));
      }
    }
  }

  @Test
  public final void survivesShuffledInput() {
    Random random = new Random(HOSTILE_SEED);
    byte[] compressed = compressed(CompressionLevel.STANDARD, CodecSamples.mixed(20_000, 1));
    try (Decompressor decompressor = codec().decompressor()) {
      for (int i = 0; i < HOSTILE_INPUTS / 10; i++) {
        byte[] input = compressed.clone();
        int run = 1 + random.nextInt(200);
        System.arraycopy(
            compressed,
            random.nextInt(compressed.length - run),
            input,
            random.nextInt(compressed.length - run),
            run);
        CodecPiece.decompressHostile(decompressor, input, 20_000);
      }
    }
  }

  @Test
  public final void refusesRangesOutsideTheArrays() {
    int[][] ranges = {{-1, 1}, {0, -1}, {0, 11}, {10, 1}, {11, 0}, {Integer.MAX_VALUE, 2}};
    byte[] ten = new byte[10];
    byte[] room = new byte[1000];
    try (Compressor compressor = codec().compressor(CompressionLevel.FAST);
        Decompressor decompressor = codec().decompressor()) {
      for (int[] range : ranges) {
        assertOutOfBounds(() -> compressor.compress(ten, range[0], range[1], room, 0));
        assertOutOfBounds(() -> decompressor.decompress(ten, range[0], range[1], room, 0, 10));
        assertOutOfBounds(() -> decompressor.decompress(ten, 0, 10, ten, range[0], range[1]));
      }
      assertOutOfBounds(() -> compressor.compress(ten, 0, 10, room, -1));
      assertOutOfBounds(() -> compressor.compress(ten, 0, 10, room, 1001));
    }
  }

  @Test
  public final void worksInSeveralThreadsAtOnce() throws Exception {
    int threads = 4;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CompressionCodec shared = codec();
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < threads * 2; i++) {
        int seed = i;
        tasks.add(
            () -> {
              try (Compressor compressor = shared.compressor(CompressionLevel.FAST);
                  Decompressor decompressor = shared.decompressor()) {
                for (int j = 0; j < 20; j++) {
                  byte[] plain = CodecSamples.mixed(30_000, 100L * seed + j);
                  byte[] compressed = compress(compressor, plain);
                  assertThat(CodecPiece.decompress(decompressor, compressed, plain.length))
                      .isEqualTo(plain);
                }
              }
              return null;
            });
      }
      for (Future<Void> task : executor.invokeAll(tasks, 1, TimeUnit.MINUTES)) {
        task.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @TestFactory
  @SuppressWarnings("resource") // closing by hand, twice, is what is tested
  public final Stream<DynamicTest> closesTwice() {
    return forEachLevel(
        level -> {
          Compressor compressor = codec().compressor(level);
          compressor.close();
          compressor.close();
          Decompressor decompressor = codec().decompressor();
          decompressor.close();
          decompressor.close();
        });
  }

  private void roundTrip(CompressionLevel level, String what, byte[] plain) {
    byte[] compressed = compressed(level, plain);
    try (Decompressor decompressor = codec().decompressor()) {
      assertThat(CodecPiece.decompress(decompressor, compressed, plain.length))
          .as(what)
          .isEqualTo(plain);
    }
  }

  private byte[] compressed(CompressionLevel level, byte[] plain) {
    try (Compressor compressor = codec().compressor(level)) {
      return compress(compressor, plain);
    }
  }

  private byte[] compress(Compressor compressor, byte[] plain) {
    return CodecPiece.compress(compressor, plain, codec().maxCompressedLength(plain.length));
  }

  private static byte[] large() {
    return CodecSamples.mixed(LARGE, 1);
  }

  private static Stream<DynamicTest> forEachLevel(Consumer<CompressionLevel> test) {
    return Arrays.stream(CompressionLevel.values())
        .map(level -> dynamicTest(level.name(), () -> test.accept(level)));
  }

  private static void assertOutOfBounds(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
