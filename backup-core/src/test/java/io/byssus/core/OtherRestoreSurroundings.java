package io.byssus.core;

import io.byssus.core.restore.Overwrite;
import io.byssus.core.restore.RestoreReport;
import java.nio.file.Path;

/** Restores in a JVM that a test starts with another locale, or without native calls. */
final class OtherRestoreSurroundings {
  private OtherRestoreSurroundings() {}

  /**
   * Restores the latest snapshot, and says what was taken back before, what was not kept and how
   * many problems there were. Files that seem to be the same are not read: without native calls
   * that would take long, as nobody knows where their holes are.
   *
   * @param arguments the repository, the path in the snapshot, and the target
   */
  public static void main(String[] arguments) {
    try (BackupRepository repository = Repositories.open(Path.of(arguments[0]))) {
      RestoreReport report =
          repository
              .restore(repository.snapshots().latest().orElseThrow().id())
              .from(arguments[1])
              .to(Path.of(arguments[2]))
              .overwrite(Overwrite.IF_CHANGED)
              .run();
      report.takenBack().forEach(step -> System.out.println("taken back: " + step));
      report
          .notKept()
          .forEach(
              omission -> System.out.println("not kept: " + omission + " " + omission.first()));
      System.out.println(report.problems().size() + " problems");
    }
  }
}
