package io.byssus.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.core.BackupRepository;
import io.byssus.core.snapshot.Snapshot;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsExampleTest {
  @Test
  void snapshotsAreFoundByOriginAndTagAndLookedInto(@TempDir Path directory) throws Exception {
    Shop shop = Shop.in(directory);
    try (BackupRepository repository = shop.backedUp()) {
      List<Snapshot> nightly = SnapshotsExample.nightly(repository);

      assertThat(nightly).hasSize(1);
      assertThat(SnapshotsExample.contents(repository, nightly.get(0).id().abbreviated()))
          .contains(shop.directory() + "/orders.csv", shop.directory() + "/notes.txt")
          .doesNotContain(shop.directory() + "/upload.tmp");
    }
  }
}
