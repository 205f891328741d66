package io.byssus.core;

import io.byssus.core.backup.BackupReport;
import io.byssus.core.source.FileSource;
import java.nio.file.Path;

/** Backs up in a JVM that a test starts with another locale, or without native calls. */
final class OtherSurroundings {
  private OtherSurroundings() {}

  /**
   * Runs twice, and says what was not kept, each time, how many problems there were, and how many
   * files the second backup read because they had changed.
   *
   * @param arguments the repository, which is created, and the source
   */
  public static void main(String[] arguments) {
    try (BackupRepository repository = Repositories.create(Path.of(arguments[0]))) {
      FileSource source = FileSource.of(Path.of(arguments[1]));
      BackupReport report = repository.backup(source).allowIncomplete().run();
      BackupReport second = repository.backup(source).allowIncomplete().run();
      report.notKept().forEach(omission -> System.out.println("not kept: " + omission));
      second.notKept().forEach(omission -> System.out.println("again not kept: " + omission));
      System.out.println(report.problems().size() + " problems, " + second.filesChanged());
    }
  }
}
