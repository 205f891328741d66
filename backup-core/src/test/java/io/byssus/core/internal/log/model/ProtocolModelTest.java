package io.byssus.core.internal.log.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Explores the protocol of {@code docs/protocol.md}: with all its rules nothing is lost and nothing
 * is left over, and without any one of them something goes wrong.
 */
class ProtocolModelTest {
  /** Another one is given by {@code -Dbyssus.seed=…}. */
  private static final long SEED = Long.getLong("byssus.seed", 20261120L);

  /** For scenarios that are seen whole: more than any of them has. */
  private static final int ALL_WORLDS = 9_000_000;

  /** For scenarios that are not: what a second or two have time for. */
  private static final int SOME_WORLDS = 150_000;

  /** What a heap of 2 GiB has room for. */
  private static final int MANY_WORLDS = 6_000_000;

  private static final int FEW_WALKS = 2_000;
  private static final int MANY_WALKS = 40_000;

  private static Exploration explore(Scenario scenario, Rules rules, int most) {
    Exploration found = new Explorer(scenario, rules, most).explore();
    System.out.println(scenario + ": " + found);
    return found;
  }

  private static void assertHarmless(Exploration found) {
    assertThat(found.violation()).as(found::toString).isNull();
  }

  private static void assertHarmlessInAll(Scenario scenario) {
    Exploration found = explore(scenario, Rules.all(), ALL_WORLDS);
    assertHarmless(found);
    assertThat(found.whole()).as(found::toString).isTrue();
    assertThat(found.cut()).as(found::toString).isZero();
    assertThat(found.ended()).as(found::toString).isPositive();
  }

  static Stream<Scenario> smallScenarios() {
    return Stream.of(
        Scenarios.unchangedFiles(),
        Scenarios.lostAnswers(),
        Scenarios.twoCopies(),
        Scenarios.repack(),
        Scenarios.lateDeletion(),
        Scenarios.sweptTooEarly(),
        Scenarios.twoMerges(),
        Scenarios.gracePeriod(),
        Scenarios.repair(),
        Scenarios.repairUnderWriter(),
        Scenarios.amendment(),
        Scenarios.anyMark());
  }

  @ParameterizedTest
  @MethodSource("smallScenarios")
  void noOrderOfStepsLosesOrLeavesAnything(Scenario scenario) {
    assertHarmlessInAll(scenario);
  }

  static Stream<Scenario> largeScenarios() {
    return Stream.of(
        Scenarios.runInParts(),
        Scenarios.releasedMarks(),
        Scenarios.uncountedCopy(),
        Scenarios.repairs());
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("largeScenarios")
  void noOrderOfManyStepsLosesOrLeavesAnything(Scenario scenario) {
    assertHarmlessInAll(scenario);
  }

  static Stream<Scenario> hugeScenarios() {
    return Stream.of(
        Scenarios.racingWriters(),
        Scenarios.everybody(),
        Scenarios.everybodyCrashes(),
        Scenarios.everything());
  }

  @ParameterizedTest
  @MethodSource("hugeScenarios")
  void theFirstStepsOfTwoWritersAndTwoPrunersLoseNothing(Scenario scenario) {
    assertHarmless(explore(scenario, Rules.all(), SOME_WORLDS));
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("hugeScenarios")
  void manyStepsOfTwoWritersAndTwoPrunersLoseNothing(Scenario scenario) {
    assertHarmless(explore(scenario, Rules.all(), MANY_WORLDS));
  }

  /** Those that the explorer sees the beginning of, to their ends. */
  private static void assertWalksHarmless(int walks) {
    hugeScenarios()
        .forEach(
            scenario -> {
              Exploration found = new RandomWalks(scenario, Rules.all(), SEED).walk(walks);
              System.out.println("seed " + SEED + ", " + scenario + ": " + found);
              assertHarmless(found);
              assertThat(found.ended()).as(found::toString).isPositive();
            });
  }

  @Test
  void nothingIsLostOrLeftAtTheEndOfWalksByChance() {
    assertWalksHarmless(FEW_WALKS);
  }

  @Tag("thorough")
  @Test
  void nothingIsLostOrLeftAtTheEndOfManyWalksByChance() {
    assertWalksHarmless(MANY_WALKS);
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void withoutARuleSomethingGoesWrong(Rule rule) {
    RuleCase wrong = RuleCase.of(rule);
    System.out.println("Without " + rule);
    Exploration found = explore(wrong.scenario(), Rules.without(rule), ALL_WORLDS);
    assertThat(found.violation()).as(rule.toString()).contains(wrong.violation());
    assertThat(found.trace()).isNotEmpty();
  }
}
