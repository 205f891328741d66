package io.byssus.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.key.Secret;
import io.byssus.api.store.BlobKey;
import io.byssus.core.source.FileSource;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomStoreExampleTest {
  @Test
  void aRepositoryLivesInAStoreOfTheApplication(@TempDir Path directory) throws Exception {
    ConcurrentSkipListMap<BlobKey, byte[]> blobs = new ConcurrentSkipListMap<>();
    try (Secret passphrase = Shop.passphrase()) {
      CustomStoreExample.backUpInto(
          new MapStore(blobs), passphrase, FileSource.of(Shop.in(directory).directory()));
    }

    assertThat(blobs).containsKey(BlobKey.of("config"));
    assertThat(blobs.keySet()).anyMatch(key -> key.value().startsWith("packs/"));
  }
}
