package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.SnapshotId;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.log.StoredSnapshot;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.WriterRun;
import java.time.DateTimeException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the manifests of snapshots, each once. Safe for use by many threads. */
final class Manifests {
  private static final Logger log = LoggerFactory.getLogger(Manifests.class);

  private final LongFunction<RepositoryKeys> keys;
  private final Map<SnapshotId, Manifest> opened = new ConcurrentHashMap<>();

  /**
   * Creates an opener of manifests.
   *
   * @param keys gives the keys of a domain
   */
  Manifests(LongFunction<RepositoryKeys> keys) {
    this.keys = keys;
  }

  /** Returns a snapshot's manifest, or nothing if it can't be read: the others still count. */
  Optional<Manifest> read(@Nullable StoredSnapshot stored) {
    if (stored == null) {
      return Optional.empty();
    }
    Manifest known = opened.get(stored.id());
    if (known != null) {
      return Optional.of(known);
    }
    try {
      Manifest manifest = open(stored);
      opened.put(stored.id(), manifest);
      return Optional.of(manifest);
    } catch (DamagedRepositoryException e) {
      log.warn("Snapshot {} can't be read: {}", stored.id().abbreviated(), e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Opens a snapshot's manifest.
   *
   * @throws DamagedRepositoryException if it is not what was sealed
   */
  Manifest open(StoredSnapshot stored) {
    byte[] document =
        SealedDocument.open(
            keys.apply(stored.domain()), ContainerKind.SNAPSHOT, stored.container());
    try {
      return Manifest.decode(stored.id(), document);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new DamagedRepositoryException("not a snapshot: " + e.getMessage(), e);
    }
  }

  /** Seals a manifest as part of a run. */
  static byte[] seal(WriterRun run, Manifest manifest) {
    return SealedDocument.seal(
        ContainerKind.SNAPSHOT,
        manifest.encode(),
        buffer -> run.seal(ContainerKind.SNAPSHOT, buffer));
  }
}
