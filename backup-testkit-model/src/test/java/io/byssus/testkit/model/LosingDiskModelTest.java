package io.byssus.testkit.model;

import io.byssus.api.store.BlobStore;
import io.byssus.store.fs.FileSystemStore;
import io.byssus.testkit.crash.CrashFileSystem;
import java.util.Optional;

/** Each crash is one of the machine, and what was not synced may be lost. */
class LosingDiskModelTest extends LongModelContract {
  private CrashFileSystem disk = CrashFileSystem.create();

  @Override
  protected BlobStore openStore() {
    disk = CrashFileSystem.create();
    return client();
  }

  @Override
  protected Optional<BlobStore> openAfterCrash(long seed) {
    disk = disk.recording().crashNow(seed).fileSystem();
    return Optional.of(client());
  }

  private BlobStore client() {
    return FileSystemStore.at(disk.getPath("/store"));
  }
}
