package io.byssus.core.internal.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FastCdcTest {
  /** In the proportions of the default, but small, so that a few megabytes are many chunks. */
  private static final ChunkSizes SIZES = new ChunkSizes(4 << 10, 8 << 10, 64 << 10);

  private static final int LENGTH = 8 << 20;

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  private static FastCdc chunker(long gearSeed) {
    return new FastCdc(SIZES, new SplittableRandom(gearSeed).longs(256).toArray());
  }

  /** Returns the lengths of all chunks, the last one included. */
  private static List<Integer> lengths(FastCdc chunker, byte[] bytes, int start) {
    List<Integer> lengths = new ArrayList<>();
    int from = start;
    while (from < bytes.length) {
      int length = chunker.cut(bytes, from, bytes.length);
      length = length == FastCdc.NONE ? bytes.length - from : length;
      lengths.add(length);
      from += length;
    }
    return lengths;
  }

  /** Returns how far each boundary is from the end of the content. */
  private static Set<Integer> boundariesFromTheEnd(FastCdc chunker, byte[] bytes) {
    Set<Integer> boundaries = new HashSet<>();
    int left = bytes.length;
    for (int length : lengths(chunker, bytes, 0)) {
      left -= length;
      boundaries.add(left);
    }
    return boundaries;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void boundariesDoNotDependOnHowTheContentArrives(long seed) {
    byte[] content = random(seed, LENGTH / 4);
    FastCdc chunker = chunker(seed);
    List<Integer> whole = lengths(chunker, content, 0);

    SplittableRandom blocks = new SplittableRandom(seed + 100);
    List<Integer> inBlocks = new ArrayList<>();
    int from = 0;
    int arrived = 0;
    while (from < content.length) {
      int length = chunker.cut(content, from, arrived);
      if (length == FastCdc.NONE && arrived < content.length) {
        arrived = Math.min(content.length, arrived + blocks.nextInt(1, 3 * SIZES.average()));
        continue;
      }
      inBlocks.add(length == FastCdc.NONE ? content.length - from : length);
      from += inBlocks.get(inBlocks.size() - 1);
    }
    assertThat(inBlocks).isEqualTo(whole).hasSizeGreaterThan(100);
  }

  @Test
  void whereContentLiesInTheArrayDoesNotMatter() {
    byte[] content = random(7, LENGTH / 8);
    byte[] shifted = new byte[content.length + 1_234];
    System.arraycopy(content, 0, shifted, 1_234, content.length);
    assertThat(lengths(chunker(7), shifted, 1_234)).isEqualTo(lengths(chunker(7), content, 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void sizesStayWithinTheBoundsAndGatherAroundTheAverage(long seed) {
    List<Integer> lengths = lengths(chunker(seed), random(-seed, LENGTH), 0);
    List<Integer> allButLast = lengths.subList(0, lengths.size() - 1);
    assertThat(allButLast)
        .allSatisfy(length -> assertThat(length).isBetween(SIZES.minimum(), SIZES.maximum()));
    double mean = allButLast.stream().mapToInt(Integer::intValue).average().orElseThrow();
    assertThat(mean).isBetween(1.0 * SIZES.average(), 1.4 * SIZES.average());
    // Normalised: without it half of the chunks would be outside of this range.
    long near =
        allButLast.stream()
            .filter(length -> length > SIZES.average() / 2 && length < 2 * SIZES.average())
            .count();
    assertThat((double) near / allButLast.size()).isGreaterThan(0.95);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25})
  void anInsertedByteMovesOnlyTheBoundariesBesideIt(long seed) {
    byte[] content = random(seed, LENGTH);
    SplittableRandom positions = new SplittableRandom(seed);
    FastCdc chunker = chunker(seed);
    Set<Integer> before = boundariesFromTheEnd(chunker, content);
    for (int at : new int[] {0, positions.nextInt(LENGTH)}) {
      byte[] changed = new byte[content.length + 1];
      System.arraycopy(content, 0, changed, 0, at);
      System.arraycopy(content, at, changed, at + 1, content.length - at);
      Set<Integer> lost = new TreeSet<>(before);
      lost.removeAll(boundariesFromTheEnd(chunker, changed));
      assertThat(before).hasSizeGreaterThan(500);
      // Boundaries in front of the insertion are the same counted from the start.
      int behind = content.length - at;
      long moved = lost.stream().filter(boundary -> boundary <= behind).count();
      assertThat(moved).as("boundaries moved by a byte at %d", at).isLessThan(20);
    }
  }

  @Test
  void anotherGearTableCutsElsewhere() {
    byte[] content = random(31, LENGTH);
    Set<Integer> mine = boundariesFromTheEnd(chunker(31), content);
    Set<Integer> shared = new HashSet<>(mine);
    shared.retainAll(boundariesFromTheEnd(chunker(32), content));
    assertThat(shared).hasSizeLessThan(mine.size() / 50).contains(0);
  }

  @Test
  void theSameGearTableCutsInTheSamePlaces() {
    byte[] content = random(33, LENGTH / 8);
    assertThat(lengths(chunker(33), content, 0)).isEqualTo(lengths(chunker(33), content, 0));
  }

  @Test
  void contentWithoutABoundaryIsCutAtTheMaximum() {
    byte[] zeros = new byte[3 * SIZES.maximum() + 100];
    assertThat(lengths(chunker(41), zeros, 0))
        .containsExactly(SIZES.maximum(), SIZES.maximum(), SIZES.maximum(), 100);
  }

  @Test
  void contentThatHasNotReachedABoundaryWaitsForMore() {
    byte[] zeros = new byte[2 * SIZES.maximum()];
    FastCdc chunker = chunker(42);
    assertThat(chunker.cut(zeros, 0, 0)).isEqualTo(FastCdc.NONE);
    assertThat(chunker.cut(zeros, 0, 1)).isEqualTo(FastCdc.NONE);
    assertThat(chunker.cut(zeros, 5, SIZES.maximum() + 4)).isEqualTo(FastCdc.NONE);
    assertThat(chunker.cut(zeros, 5, SIZES.maximum() + 5)).isEqualTo(SIZES.maximum());
    assertThat(chunker.cut(zeros, 5, SIZES.maximum() + 6)).isEqualTo(SIZES.maximum());
    assertThat(chunker.cut(random(42, SIZES.minimum()), 0, SIZES.minimum()))
        .isEqualTo(FastCdc.NONE);
  }

  @Test
  void theGearTableIsCopiedAndHasOneNumberForEachByte() {
    long[] gear = new SplittableRandom(51).longs(256).toArray();
    FastCdc chunker = new FastCdc(SIZES, gear);
    byte[] content = random(51, LENGTH / 16);
    List<Integer> before = lengths(chunker, content, 0);
    gear[3] = 0;
    assertThat(lengths(chunker, content, 0)).isEqualTo(before);
    assertThat(chunker.sizes()).isEqualTo(SIZES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FastCdc(SIZES, new long[255]))
        .withMessageContaining("255");
  }
}
