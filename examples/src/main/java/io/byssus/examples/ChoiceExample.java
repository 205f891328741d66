package io.byssus.examples;

import io.byssus.api.DataSize;
import io.byssus.api.source.Source;
import io.byssus.core.BackupRepository;
import io.byssus.core.backup.BackupPlan;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.backup.Quiesce;
import io.byssus.core.backup.StrategyRecommendation;
import io.byssus.core.source.FileSource;
import java.nio.file.Path;
import java.time.Duration;

/** Chooses what is backed up, when, and how. */
public final class ChoiceExample {
  private ChoiceExample() {}

  /** Leaves out what can be had again; says what would be read, and reads nothing. */
  public static BackupPlan planned(BackupRepository repository, Path shop) {
    FileSource source =
        FileSource.of(shop)
            .exclude("*.tmp", "!keep.tmp", "node_modules/")
            .honourIgnoreFiles(".gitignore")
            .excludeCaches()
            .excludeLargerThan(DataSize.ofMebibytes(500));
    BackupPlan plan = repository.backup(source).origin("shop").plan(); // printable
    return plan;
  }

  /** Backs up a dump as it is made. If it breaks, there is no snapshot. */
  public static BackupReport dump(BackupRepository repository, Source.StreamOpener dump) {
    return repository.backup(Source.stream("shop.sql", dump)).origin("shop-database").run();
  }

  /** Backs up while the application is at rest; it goes on as soon as all has been read. */
  public static BackupReport atRest(
      BackupRepository repository, Source source, Quiesce.Step lock, Quiesce.Step unlock) {
    return repository
        .backup(source)
        .quiesce(Quiesce.before(lock).after(unlock).timeout(Duration.ofSeconds(30)))
        .run();
  }

  /** Backs up with the strategy that is recommended for the shop. */
  public static BackupReport asRecommended(BackupRepository repository, Source source) {
    StrategyRecommendation advice = repository.recommendStrategy("shop"); // says why
    return repository.backup(source).origin("shop").strategy(advice.strategy()).run();
  }
}
