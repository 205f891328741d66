package io.byssus.core;

import io.byssus.api.key.KeyProvider;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.PageToken;
import io.byssus.core.check.CheckReport;
import io.byssus.store.fs.FileSystemStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Repositories that open without a slow key derivation, and what lies in their stores. */
final class Repositories {
  static final KeyProvider KEYS = new WrappingProvider("test", 1);

  private Repositories() {}

  static BackupRepository create(BlobStore store) {
    return BackupRepository.on(store).keys(KEYS).withoutRecoveryKey().create();
  }

  static BackupRepository open(BlobStore store) {
    return BackupRepository.on(store).keys(KEYS).open();
  }

  static BackupRepository create(Path directory) {
    return create(FileSystemStore.at(directory));
  }

  static BackupRepository open(Path directory) {
    return open(FileSystemStore.at(directory));
  }

  /** Opens a repository with a clock that is wrong by some time. */
  static BackupRepository open(Path directory, Duration ahead) {
    return BackupRepository.on(FileSystemStore.at(directory))
        .keys(KEYS)
        .clock(() -> Instant.now().plus(ahead))
        .open();
  }

  /** Reads and verifies everything. */
  static CheckReport checkAll(BackupRepository repository) {
    return repository.check().readData(io.byssus.api.Fraction.ALL).run();
  }

  /** Returns the keys of all blobs that start with a prefix, in order. */
  static List<BlobKey> keys(BlobStore store, String prefix) {
    List<BlobKey> keys = new ArrayList<>();
    @Nullable PageToken after = null;
    do {
      var page = store.list(prefix, after);
      page.blobs().forEach(info -> keys.add(info.key()));
      after = page.next().orElse(null);
    } while (after != null);
    return keys;
  }

  static byte[] read(BlobStore store, BlobKey key) {
    byte[] bytes = new byte[(int) store.stat(key).orElseThrow().length()];
    store.read(key, 0, ByteBuffer.wrap(bytes));
    return bytes;
  }
}
