package io.byssus.core.internal.log.model;

/**
 * Where a rule is seen to be needed.
 *
 * @param scenario what goes wrong without it
 * @param violation a part of what is then said
 */
record RuleCase(Scenario scenario, String violation) {
  private static final String LOST = "no live pack has them";
  private static final String STARVED = Fault.STARVED.name();
  private static final String CONDEMNED = "relies on condemned packs";
  private static final String UNLISTED = "count and are not stored";

  static RuleCase of(Rule rule) {
    return switch (rule) {
      case FRESH_NAMES -> new RuleCase(Scenarios.lateDeletion(), CONDEMNED);
      case STORED_BEFORE_NAMED -> new RuleCase(Scenarios.runInParts(), LOST);
      case CREATED_IF_ABSENT -> new RuleCase(Scenarios.racingWriters(), Fault.OVERWRITTEN.name());
      case OWN_ENTRY_RECOGNISED -> new RuleCase(Scenarios.lateDeletion(), "committed twice");
      case CONDEMNED_NEVER_COUNTS -> new RuleCase(Scenarios.unchangedFiles(), CONDEMNED);
      case CHECKED_AGAIN,
          EVERY_ENTRY_SEEN,
          CHECKPOINT_COMPLETE,
          REUSED_PACKS_CHECKED,
          MARKED_CHECKED,
          CONDEMNED_CHECKED,
          WALKED_UP_TO_MARK,
          COPY_OUTSIDE_MARK,
          DROPPED_BEFORE_SWEPT ->
          new RuleCase(Scenarios.unchangedFiles(), LOST);
      case DROPPED_BEFORE_DELETED -> new RuleCase(Scenarios.unchangedFiles(), UNLISTED);
      case MARKED_NOT_CHOSEN -> new RuleCase(Scenarios.unchangedFiles(), STARVED);
      case STAND_INS_CHECKED -> new RuleCase(Scenarios.repair(), LOST);
      case AMENDED_CHECKED -> new RuleCase(Scenarios.amendment(), LOST);
      case ONE_MARK, COPY_NOT_CONDEMNED -> new RuleCase(Scenarios.twoCopies(), LOST);
      case CONDEMN_NEEDS_OPEN_MARK, DELETED_WHEN_CONDEMNED ->
          new RuleCase(Scenarios.releasedMarks(), LOST);
      case OWN_PACKS_CHECKED, LISTED_CHECKED -> new RuleCase(Scenarios.runInParts(), LOST);
      case SEGMENTS_CHECKED, ORPHAN_PACKS_MARKED, REPLACED_KEEPS_PACKS ->
          new RuleCase(Scenarios.lostAnswers(), LOST);
      case ORPHAN_SEGMENTS_MARKED -> new RuleCase(Scenarios.lostAnswers(), UNLISTED);
      case COPY_COUNTS -> new RuleCase(Scenarios.uncountedCopy(), LOST);
      case ANYBODY_FINISHES -> new RuleCase(Scenarios.runInParts(), "a mark is open at the end");
      case HOLD_RESPECTED -> new RuleCase(Scenarios.releasedMarks(), STARVED);
      case READERS_FOLD_AGAIN -> new RuleCase(Scenarios.repack(), Fault.UNREADABLE.name());
    };
  }
}
