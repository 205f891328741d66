package io.byssus.examples;

import io.byssus.api.DataSize;
import io.byssus.api.Fraction;
import io.byssus.core.BackupRepository;
import io.byssus.core.prune.PruneReport;
import io.byssus.core.retention.ForgetReport;
import io.byssus.core.retention.RetentionPlan;
import io.byssus.core.retention.RetentionPolicy;
import io.byssus.core.snapshot.Snapshot;
import java.util.function.Predicate;

/** Says which snapshots stay, and forgets the others. */
public final class RetentionExample {
  private RetentionExample() {}

  /**
   * Forgets what a policy does not keep, if whoever looks at the plan agrees.
   *
   * @param agreed is shown the plan: what stays, by which rule, and what goes
   */
  public static boolean forget(
      BackupRepository repository, Predicate<? super RetentionPlan> agreed) {
    RetentionPolicy policy =
        RetentionPolicy.builder().daily(30).weekly(12).monthly(12).yearly(7).build();
    RetentionPlan plan = repository.retention(policy).plan(); // printable; nothing goes yet
    if (agreed.test(plan)) {
      plan.run();
      return true;
    }
    return false;
  }

  /** Applies another policy to each class of data, which its backups name by a tag. */
  public static ForgetReport forgetLogs(BackupRepository repository) {
    return repository
        .retention(RetentionPolicy.logs())
        .of(repository.snapshots().tag("logs"))
        .plan()
        .run();
  }

  /** Gives the space back of what was forgotten, and returns how much. */
  public static DataSize giveSpaceBack(BackupRepository repository) {
    PruneReport report = repository.prune().maxUnused(Fraction.percent(5)).run();
    return report.bytesDeleted();
  }

  /** Keeps a snapshot, whatever policies say, until it is unpinned. */
  public static void keepForTheAuditors(BackupRepository repository, Snapshot snapshot) {
    repository.pin(snapshot.id(), "books of 2026, for the auditors");
  }
}
