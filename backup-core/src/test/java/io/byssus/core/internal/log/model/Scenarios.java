package io.byssus.core.internal.log.model;

/** The scenarios: each is small, and together they hold all that may meet. */
final class Scenarios {
  private static final int A = 1;
  private static final int B = 2;

  private Scenarios() {}

  static Scenario unchangedFiles() {
    return new Scenario("a backup of unchanged files while their parent is forgotten and pruned")
        .snapshot(A, B)
        .writer(A | B)
        .pruner()
        .forgets(1);
  }

  static Scenario runInParts() {
    return new Scenario("a run that adds what it stored, crashes and resumes, beside a pruner")
        .snapshot(A)
        .addingWriter(A | B)
        .pruner()
        .crashes(1)
        .forgets(1);
  }

  static Scenario lostAnswers() {
    return new Scenario("lost answers while segments are merged")
        .snapshot(A)
        .addingWriter(A | B)
        .pruner(Habit.MERGES)
        .losses(1)
        .forgets(1);
  }

  static Scenario releasedMarks() {
    return new Scenario("two pruners that may release marks")
        .snapshot(A)
        .writer(A)
        .pruner(Habit.GIVES_UP)
        .pruner(Habit.GIVES_UP)
        .forgets(1);
  }

  static Scenario racingWriters() {
    return new Scenario("two writers of the same new chunk, and a pruner")
        .snapshot(A)
        .writer(A | B)
        .writer(A | B)
        .pruner()
        .forgets(1);
  }

  static Scenario twoCopies() {
    return new Scenario("two pruners, a reader, and two copies of a chunk")
        .snapshot(A)
        .added(A)
        .reader()
        .prunerOfRounds(2)
        .pruner();
  }

  static Scenario repack() {
    return new Scenario("a repack under a reader").snapshot(A).copier(A).reader().pruner();
  }

  static Scenario repair() {
    return new Scenario("a pack is damaged, and a pruner chooses the copy that stands in for it")
        .snapshot(A)
        .added(A)
        .repairer()
        .pruner();
  }

  /** A repair marks though a run holds, but once. So there is no pruner beside the two. */
  static Scenario repairUnderWriter() {
    return new Scenario("a pack is damaged that a backup relies on")
        .snapshot(A)
        .added(A)
        .writer(A | B)
        .repairer()
        .crashes(1)
        .forgets(1);
  }

  static Scenario repairs() {
    return new Scenario("two repairs beside a pruner")
        .snapshot(A)
        .added(A)
        .repairer()
        .repairer()
        .pruner();
  }

  static Scenario amendment() {
    return new Scenario("a snapshot is amended while others are forgotten and pruned")
        .snapshot(A)
        .snapshot(A, B)
        .amender(B)
        .pruner()
        .forgets(1);
  }

  static Scenario lateDeletion() {
    return new Scenario("a deletion that arrives twice")
        .snapshot(A)
        .writer(A)
        .pruner()
        .losses(1)
        .forgets(1);
  }

  static Scenario twoMerges() {
    return new Scenario("two pruners that merge segments while a snapshot is forgotten")
        .snapshot(A)
        .snapshot(B)
        .pruner(Habit.MERGES)
        .pruner(Habit.MERGES)
        .forgets(1);
  }

  static Scenario sweptTooEarly() {
    return new Scenario("SWEPT before the deletions have arrived")
        .snapshot(A)
        .writer(A)
        .pruner(Habit.DOES_NOT_WAIT)
        .crashes(1)
        .forgets(1);
  }

  static Scenario uncountedCopy() {
    return new Scenario("a copy that no entry names yet")
        .snapshot(A)
        .copier(A)
        .writer(A)
        .pruner()
        .forgets(1);
  }

  static Scenario gracePeriod() {
    return new Scenario("marks while what was condemned is still there")
        .snapshot(A)
        .added(A)
        .writer(A)
        .prunerOfRounds(2, Habit.MARKS_EARLY)
        .forgets(1);
  }

  static Scenario anyMark() {
    return new Scenario("marks of anything, live packs too")
        .snapshot(A, B)
        .added(A)
        .writer(A)
        .pruner(Habit.MARKS_ANYTHING, Habit.LEAVES_SWEEPING)
        .forgets(1);
  }

  static Scenario everybody() {
    return new Scenario("two writers and two pruners")
        .snapshot(A)
        .writer(A)
        .writer(A)
        .pruner(Habit.LEAVES_SWEEPING)
        .pruner(Habit.LEAVES_SWEEPING)
        .forgets(1);
  }

  static Scenario everybodyCrashes() {
    return new Scenario("two writers and two pruners, of whom one dies and comes back")
        .snapshot(A)
        .writer(A)
        .writer(A)
        .pruner()
        .pruner()
        .crashes(1)
        .forgets(1);
  }

  /** Too large to be seen whole: for walks by chance. */
  static Scenario everything() {
    return new Scenario("everything at once")
        .snapshot(A)
        .snapshot(A, B)
        .added(B)
        .addingWriter(A | B)
        .addingWriter(A)
        .copier(B)
        .reader()
        .prunerOfRounds(2, Habit.MARKS_EARLY, Habit.GIVES_UP, Habit.MARKS_ANYTHING)
        .prunerOfRounds(1, Habit.MERGES)
        .crashes(2)
        .losses(2)
        .forgets(2);
  }
}
