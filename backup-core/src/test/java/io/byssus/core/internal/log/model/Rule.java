package io.byssus.core.internal.log.model;

/** The rules of {@code docs/protocol.md} that the model can do without, one at a time. */
enum Rule {
  FRESH_NAMES("R1", "the name of a pack or segment is never created a second time"),
  STORED_BEFORE_NAMED("R2", "what an entry names, and what that names, is stored before"),
  CREATED_IF_ABSENT("R3", "an entry is created only if its number is free"),
  OWN_ENTRY_RECOGNISED("R4", "an author without an answer looks whether the entry is its own"),
  CHECKED_AGAIN("R5", "whoever lost the race for a number folds on and checks again"),
  EVERY_ENTRY_SEEN("R6", "a run folds every entry since it began"),
  CHECKPOINT_COMPLETE("R7", "a checkpoint has all of the fold, the open mark too"),
  CONDEMNED_NEVER_COUNTS("R10", "a condemned pack counts nowhere, whatever segment lists it"),
  ONE_MARK("R11", "a MARK behind an open mark has no effect"),
  CONDEMN_NEEDS_OPEN_MARK("R12", "a CONDEMN of a mark that is not open has no effect"),
  MARKED_NOT_CHOSEN("R20", "a run chooses no copy in a marked pack"),
  REUSED_PACKS_CHECKED("R21", "a run relies on packs of others, those of unchanged files too"),
  OWN_PACKS_CHECKED("R21", "a run relies on its own packs"),
  MARKED_CHECKED("R22", "a commit relies on no marked pack"),
  CONDEMNED_CHECKED("R22", "a commit relies on no pack that was condemned since its run began"),
  SEGMENTS_CHECKED("R23", "nobody names a condemned or dropped segment"),
  LISTED_CHECKED("R24", "nobody names a segment that lists a condemned pack"),
  ORPHAN_PACKS_MARKED("R30", "packs that no entry knows are marked before they go"),
  ORPHAN_SEGMENTS_MARKED("R30", "segments that no entry knows are marked before they go"),
  WALKED_UP_TO_MARK("R31", "the walk has every snapshot up to the mark"),
  COPY_OUTSIDE_MARK("R32", "a copy in a marked pack satisfies no reference"),
  COPY_NOT_CONDEMNED("R32", "a copy in a condemned pack satisfies no reference"),
  COPY_COUNTS("R32", "a copy in a pack that no counting segment lists satisfies no reference"),
  DELETED_WHEN_CONDEMNED("R33", "a pack is deleted only when an entry condemned it"),
  REPLACED_KEEPS_PACKS("R34", "a REPLACE lists all of what it drops that is not condemned"),
  DROPPED_BEFORE_DELETED("R35", "a segment that counted is deleted only when an entry dropped it"),
  DROPPED_BEFORE_SWEPT("R36", "what is swept is in no counting segment"),
  ANYBODY_FINISHES("R37", "any pruner finishes the mark of another"),
  STAND_INS_CHECKED("R60", "a repair condemns only if what stands in for a pack was not condemned"),
  AMENDED_CHECKED("R61", "an AMEND is checked as a COMMIT is"),
  HOLD_RESPECTED("R40", "nobody marks while a run holds"),
  READERS_FOLD_AGAIN("R50", "a reader that misses a pack folds again");

  private final String number;
  private final String text;

  Rule(String number, String text) {
    this.number = number;
    this.text = text;
  }

  @Override
  public String toString() {
    return number + " " + name() + ": " + text;
  }
}
