package io.byssus.examples;

import io.byssus.api.Fraction;
import io.byssus.core.BackupRepository;
import io.byssus.core.check.CheckReport;
import io.byssus.core.check.Finding;
import java.util.function.Consumer;

/** Checks that a repository is whole. Damage is in the report, with the files that it touches. */
public final class CheckExample {
  private CheckExample() {}

  /**
   * Compares the repository's parts with each other, and reads a tenth of the stored data.
   *
   * @return whether no damage was found
   */
  public static boolean check(BackupRepository repository, Consumer<String> alarm) {
    CheckReport report = repository.check().readData(Fraction.percent(10)).run();
    for (Finding damage : report.errors()) {
      alarm.accept(damage.object() + ": " + damage.message() + ", affects " + damage.affected());
    }
    return report.healthy();
  }
}
