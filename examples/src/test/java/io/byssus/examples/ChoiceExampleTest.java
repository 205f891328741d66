package io.byssus.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.source.Source;
import io.byssus.core.BackupRepository;
import io.byssus.core.backup.BackupPlan;
import io.byssus.core.backup.BackupStrategy;
import io.byssus.core.source.FileSource;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChoiceExampleTest {
  @Test
  void aPlanSaysWhatWouldBeRead(@TempDir Path directory) throws Exception {
    Shop shop = Shop.in(directory);
    try (BackupRepository repository = shop.backedUp()) {
      Files.writeString(shop.directory().resolve("new.csv"), "new");

      BackupPlan plan = ChoiceExample.planned(repository, shop.directory());

      assertThat(plan.filesNew()).isEqualTo(1);
      assertThat(plan.excluded()).isEqualTo(1);
      assertThat(repository.snapshots().list()).hasSize(1);
    }
  }

  @Test
  void aDumpIsBackedUp(@TempDir Path directory) throws Exception {
    try (BackupRepository repository = Shop.in(directory).backedUp()) {
      assertThat(
              ChoiceExample.dump(
                      repository, () -> new ByteArrayInputStream("dumped".getBytes(UTF_8)))
                  .bytesProcessed()
                  .bytes())
          .isEqualTo(6);
    }
  }

  @Test
  void anApplicationRestsAndGoesOn(@TempDir Path directory) throws Exception {
    Shop shop = Shop.in(directory);
    Source source = FileSource.of(shop.directory());
    List<String> calls = new ArrayList<>();
    try (BackupRepository repository = shop.backedUp()) {
      ChoiceExample.atRest(repository, source, () -> calls.add("lock"), () -> calls.add("unlock"));
    }
    assertThat(calls).containsExactly("lock", "unlock");
  }

  @Test
  void aRecommendationIsFollowed(@TempDir Path directory) throws Exception {
    Shop shop = Shop.in(directory);
    Source source = FileSource.of(shop.directory());
    try (BackupRepository repository = shop.backedUp()) {
      assertThat(ChoiceExample.asRecommended(repository, source).strategy())
          .isEqualTo(BackupStrategy.INCREMENTAL);
    }
  }
}
