package io.byssus.core.internal.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.ContainerSealer;
import io.byssus.crypto.Directory;
import io.byssus.crypto.DirectoryEntry;
import io.byssus.crypto.RecordHeader;
import io.byssus.crypto.RecordType;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import io.byssus.crypto.WriterRun;
import io.byssus.testkit.store.StoreProbe;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealedDocumentTest {
  private static final RepositoryKeys KEYS = RepositoryKeys.generate();

  private static byte[] seal(ContainerKind kind, Suite suite, byte[] payload) {
    return SealedDocument.seal(kind, payload, buffer -> KEYS.seal(kind, suite, buffer));
  }

  private static byte[] seal(byte[] payload) {
    return seal(ContainerKind.LOG_ENTRY, Suite.AES_256_GCM, payload);
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void aDocumentComesBackWhateverItsLength(Suite suite) {
    for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 300_000}) {
      byte[] payload = StoreProbe.randomBytes(length, length);
      byte[] container = seal(ContainerKind.CHECKPOINT, suite, payload);
      assertThat(SealedDocument.open(KEYS, ContainerKind.CHECKPOINT, container)).isEqualTo(payload);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFIG", "INDEX", "LOG_ENTRY", "CHECKPOINT"})
  void everyKindOfDocumentIsOpenedAsWhatItIsAndAsNothingElse(ContainerKind kind) {
    byte[] container = seal(kind, Suite.AES_256_GCM, new byte[10]);
    assertThat(SealedDocument.open(KEYS, kind, container)).isEqualTo(new byte[10]);
    for (ContainerKind other : ContainerKind.values()) {
      if (other != kind && other != ContainerKind.KEY) {
        assertThatThrownBy(() -> SealedDocument.open(KEYS, other, container))
            .as("%s", other)
            .isInstanceOf(DamagedRepositoryException.class);
      }
    }
  }

  @Test
  void aSnapshotIsSealedByARun() {
    try (WriterRun run = KEYS.startRun(Suite.AES_256_GCM)) {
      byte[] container =
          SealedDocument.seal(
              ContainerKind.SNAPSHOT,
              new byte[] {1, 2, 3},
              buffer -> run.seal(ContainerKind.SNAPSHOT, buffer));
      assertThat(SealedDocument.open(KEYS, ContainerKind.SNAPSHOT, container))
          .containsExactly(1, 2, 3);
    }
  }

  @Test
  void equalDocumentsHaveDifferentContainers() {
    assertThat(seal(new byte[100])).isNotEqualTo(seal(new byte[100]));
  }

  @Test
  void whatWasSealedUnderOtherKeysIsDamage() {
    byte[] container = seal(new byte[10]);
    try (RepositoryKeys others = RepositoryKeys.generate()) {
      assertThatThrownBy(() -> SealedDocument.open(others, ContainerKind.LOG_ENTRY, container))
          .isInstanceOf(DamagedRepositoryException.class);
    }
  }

  @Test
  void everyChangedBitIsDamage() {
    byte[] container = seal(new byte[] {'d', 'o', 'c'});
    for (int bit = 0; bit < 8 * container.length; bit++) {
      byte[] changed = container.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> SealedDocument.open(KEYS, ContainerKind.LOG_ENTRY, changed))
          .as("bit %d", bit)
          .isInstanceOf(DamagedRepositoryException.class);
    }
  }

  @Test
  void aContainerThatIsCutOrGoesOnIsDamage() {
    byte[] container = seal(new byte[] {'d', 'o', 'c'});
    for (int length = 0; length <= container.length + 1; length++) {
      byte[] other = Arrays.copyOf(container, length);
      if (length != container.length) {
        assertThatThrownBy(() -> SealedDocument.open(KEYS, ContainerKind.LOG_ENTRY, other))
            .as("%d bytes", length)
            .isInstanceOf(DamagedRepositoryException.class);
      }
    }
  }

  private static byte[] container(List<DirectoryEntry> entries, String codec) {
    byte[] buffer = new byte[2_000];
    ContainerSealer sealer = KEYS.seal(ContainerKind.LOG_ENTRY, Suite.AES_256_GCM, buffer);
    for (DirectoryEntry entry : entries) {
      sealer.sealRecord(entry.type(), codec, new byte[4], 0, 4, 4);
    }
    sealer.finish(new Directory(entries).encode());
    return Arrays.copyOf(buffer, sealer.length());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void anythingButOneDocumentIsDamage(int count) {
    DirectoryEntry document = new DirectoryEntry.Document(4, 4);
    byte[] container = container(Collections.nCopies(count, document), RecordHeader.NO_CODEC);
    assertThatThrownBy(() -> SealedDocument.open(KEYS, ContainerKind.LOG_ENTRY, container))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("single document");
  }

  @Test
  void aChunkOrACompressedDocumentIsDamage() {
    DirectoryEntry chunk = new DirectoryEntry.Chunk(4, 4, new ChunkId(1, 2, 3, 4));
    DirectoryEntry document = new DirectoryEntry.Document(4, 4);
    assertThat(chunk.type()).isEqualTo(RecordType.CHUNK);
    for (byte[] container :
        List.of(
            container(List.of(chunk), RecordHeader.NO_CODEC),
            container(List.of(document), "zstd"))) {
      assertThatThrownBy(() -> SealedDocument.open(KEYS, ContainerKind.LOG_ENTRY, container))
          .isInstanceOf(DamagedRepositoryException.class);
    }
  }
}
