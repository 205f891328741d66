package io.byssus.core;

import io.byssus.api.SnapshotId;
import io.byssus.api.source.Source;
import io.byssus.api.store.BlobStore;
import io.byssus.core.snapshot.Snapshot;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Makes small backups on days of one's choice. */
final class DatedBackups {
  private Instant now = Instant.parse("2026-01-01T02:00:00Z");

  BackupRepository create(BlobStore store) {
    return BackupRepository.on(store).keys(Repositories.KEYS).clock(this::now).create();
  }

  BackupRepository open(BlobStore store) {
    return BackupRepository.on(store).keys(Repositories.KEYS).clock(this::now).open();
  }

  Instant now() {
    return now;
  }

  /** Sets every clock. */
  void at(String time) {
    now = Instant.parse(time);
  }

  /** Backs up on each of some days, of which the first is the current one. */
  List<SnapshotId> daily(BackupRepository repository, String origin, int days) {
    return IntStream.range(0, days)
        .mapToObj(
            day -> {
              SnapshotId snapshot = backUp(repository, origin);
              now = now.plusSeconds(86_400);
              return snapshot;
            })
        .toList();
  }

  SnapshotId backUp(BackupRepository repository, String origin, String... tags) {
    byte[] content = ("of " + now).getBytes(StandardCharsets.UTF_8);
    var backup =
        repository
            .backup(Source.stream("orders", () -> new ByteArrayInputStream(content)))
            .origin(origin);
    for (String tag : tags) {
      backup.tag(tag);
    }
    return backup.run().snapshot();
  }

  static List<SnapshotId> ids(BackupRepository repository) {
    return repository.snapshots().list().stream().map(Snapshot::id).toList();
  }
}
