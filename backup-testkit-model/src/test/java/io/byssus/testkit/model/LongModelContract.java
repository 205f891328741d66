package io.byssus.testkit.model;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same for longer. */
abstract class LongModelContract extends RepositoryModelContract {
  private static final int MANY_STEPS = 150;

  static LongStream manySeeds() {
    return seeds(20);
  }

  @Tag("thorough")
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("manySeeds")
  void holdsWhatItShouldForLong(long seed) {
    run(seed, MANY_STEPS);
  }
}
