package io.byssus.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.DataSize;
import io.byssus.api.SnapshotId;
import io.byssus.core.internal.log.StoredSnapshot;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import io.byssus.crypto.WriterRun;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final SnapshotId ID = new SnapshotId("0".repeat(64));
  private static final SnapshotId PARENT = new SnapshotId("f".repeat(64));
  private static final ChunkId TREE = new ChunkId(1, 2, 3, 4);

  private static Manifest manifest(@Nullable SnapshotId parent) {
    Snapshot snapshot =
        Snapshot.builder(ID)
            .time(Instant.ofEpochSecond(-3, 999_999_999))
            .of("shop", "höst", List.of("/srv/shop", "/etc"))
            .tagged(List.of("nightly", ""), "words")
            .made("full", parent)
            .holds(7, DataSize.ofBytes(1L << 40))
            .build();
    return new Manifest(snapshot, TREE);
  }

  @Test
  void everyFieldComesBack() {
    for (SnapshotId parent : new SnapshotId[] {null, PARENT}) {
      Manifest read = Manifest.decode(ID, manifest(parent).encode());
      assertThat(read.tree()).isEqualTo(TREE);
      assertThat(read.snapshot()).usingRecursiveComparison().isEqualTo(manifest(parent).snapshot());
    }
  }

  @Test
  void aChangedBitIsNoticedInTheSealedManifest() {
    RepositoryKeys keys = RepositoryKeys.generate();
    byte[] container;
    try (WriterRun run = keys.startRun(Suite.AES_256_GCM)) {
      container = Manifests.seal(run, manifest(PARENT));
    }
    Manifests manifests = new Manifests(domain -> keys);
    assertThat(manifests.open(new StoredSnapshot(ID, 1, container, null)).tree()).isEqualTo(TREE);
    for (int i = 0; i < container.length; i++) {
      byte[] changed = container.clone();
      changed[i] ^= (byte) (1 << (i % Byte.SIZE));
      assertThatThrownBy(() -> manifests.open(new StoredSnapshot(ID, 1, changed, null)))
          .isInstanceOf(DamagedRepositoryException.class);
    }
  }

  @Test
  void whatIsNoManifestIsRefusedWhateverItIs() {
    byte[] encoded = manifest(PARENT).encode();
    for (int i = 0; i < encoded.length; i++) {
      byte[] cut = java.util.Arrays.copyOf(encoded, i);
      assertThatThrownBy(() -> Manifest.decode(ID, cut)).isInstanceOf(ByssusException.class);
    }
  }
}
