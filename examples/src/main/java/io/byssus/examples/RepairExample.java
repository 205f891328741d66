package io.byssus.examples;

import io.byssus.core.BackupRepository;
import io.byssus.core.repair.RepairReport;
import io.byssus.core.repair.RepairStep;
import java.util.function.Consumer;

/** Repairs a damaged repository, as far as what is stored allows. */
public final class RepairExample {
  private RepairExample() {}

  /**
   * Says what a repair will do, and does it. What a copy of the repository still has should be put
   * back before.
   */
  public static RepairReport repair(BackupRepository repository, Consumer<String> log) {
    for (RepairStep step : repository.repair().plan().steps()) {
      log.accept(step.kind() + " " + step.object() + ": " + step.message());
    }
    return repository.repair().run();
  }
}
