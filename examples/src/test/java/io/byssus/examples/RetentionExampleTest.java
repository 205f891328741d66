package io.byssus.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.DataSize;
import io.byssus.core.BackupRepository;
import io.byssus.core.retention.ForgetReport;
import io.byssus.core.retention.RetentionPlan;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.source.FileSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionExampleTest {
  @Test
  void onlyTheLastOfADayStaysAndOnlyIfThePlanIsAgreedTo(@TempDir Path directory) throws Exception {
    Shop shop = Shop.in(directory);
    try (BackupRepository repository = shop.backedUp()) {
      backUpAgain(repository, shop, "nightly");
      Snapshot pinned = backUpAgain(repository, shop, "nightly");
      Snapshot last = backUpAgain(repository, shop, "nightly");
      RetentionExample.keepForTheAuditors(repository, pinned);

      List<RetentionPlan> shown = new ArrayList<>();
      assertThat(
              RetentionExample.forget(
                  repository,
                  plan -> {
                    shown.add(plan);
                    return false;
                  }))
          .isFalse();
      assertThat(repository.snapshots().list()).hasSize(4);
      assertThat(shown.get(0).toString()).contains("daily 20", "pinned: books of 2026");

      assertThat(RetentionExample.forget(repository, plan -> true)).isTrue();
      // What was stored within a day is left alone.
      assertThat(RetentionExample.giveSpaceBack(repository)).isEqualTo(DataSize.ZERO);
      // More than two if a day ended meanwhile.
      assertThat(repository.snapshots().list())
          .contains(pinned, last)
          .isEqualTo(shown.get(0).kept());
    }
  }

  @Test
  void aClassOfDataHasAPolicyOfItsOwn(@TempDir Path directory) throws Exception {
    Shop shop = Shop.in(directory);
    try (BackupRepository repository = shop.backedUp()) {
      backUpAgain(repository, shop, "nightly");
      Snapshot first = backUpAgain(repository, shop, "logs");
      Snapshot second = backUpAgain(repository, shop, "logs");

      ForgetReport report = RetentionExample.forgetLogs(repository);

      assertThat(report.forgotten()).isSubsetOf(first.id());
      assertThat(repository.snapshots().tag("nightly").list()).hasSize(2);
      assertThat(repository.snapshots().tag("logs").list()).contains(second);
    }
  }

  private static Snapshot backUpAgain(BackupRepository repository, Shop shop, String tag) {
    repository.backup(FileSource.of(shop.directory())).origin("shop").tag(tag).run();
    return repository.snapshots().latest().orElseThrow();
  }
}
