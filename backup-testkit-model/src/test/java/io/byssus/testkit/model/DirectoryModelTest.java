package io.byssus.testkit.model;

import io.byssus.api.store.BlobStore;
import io.byssus.store.fs.FileSystemStore;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class DirectoryModelTest extends RepositoryModelContract {
  private final Path root;

  DirectoryModelTest(@TempDir Path directory) {
    this.root = directory.resolve("store");
  }

  @Override
  protected BlobStore openStore() {
    return FileSystemStore.at(root);
  }

  @Override
  protected Optional<BlobStore> openAfterCrash(long seed) {
    return Optional.of(FileSystemStore.at(root));
  }
}
