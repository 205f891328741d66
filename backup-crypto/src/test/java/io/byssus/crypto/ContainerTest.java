package io.byssus.crypto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.WrongKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContainerTest {
  private static final int[] LENGTHS = {0, 1, 65_535, 65_536, 65_537, 200_000, 131_072};

  private final RepositoryKeys keys = RepositoryKeys.generate();

  private static List<byte[]> payloads() {
    List<byte[]> payloads = new ArrayList<>();
    for (int length : LENGTHS) {
      payloads.add(Containers.payload(length, length));
    }
    return payloads;
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void everyKindOpensToWhatWasSealed(Suite suite) {
    try (WriterRun run = keys.startRun(suite)) {
      for (ContainerKind kind : ContainerKind.values()) {
        if (!kind.hasEpoch()) {
          continue;
        }
        byte[] container = Containers.seal(keys, run, kind, suite, payloads());
        ContainerContents contents = Containers.open(keys, kind, container);
        assertThat(contents.records()).hasSize(LENGTHS.length);
        for (int i = 0; i < LENGTHS.length; i++) {
          assertThat(contents.records().get(i).payload()).isEqualTo(payloads().get(i));
        }
        ContainerOpener opener = keys.open(kind, container, 0, kind.headerLength());
        assertThat(opener.kind()).isEqualTo(kind);
        assertThat(opener.suite()).isEqualTo(suite);
        assertThat(opener.epoch()).isEqualTo(1);
        assertThat(opener.domain()).isEqualTo(kind.hasDomain() ? 1 : 0);
      }
    }
  }

  @Test
  void recordsOfAnOffsetInAnArrayOpenOneByOne() {
    byte[] payload = Containers.payload(5, 70_000);
    byte[] buffer = new byte[200_000];
    ContainerSealer sealer = keys.seal(ContainerKind.INDEX, Suite.AES_256_GCM, buffer);
    int first = sealer.sealRecord(RecordType.CHUNK, "zstd", payload, 10, 66_000, 400_000);
    int second = sealer.sealRecord(RecordType.BUNDLE, "my-c0de", payload, 0, 20, 30);
    assertThat(first).isEqualTo(ContainerKind.INDEX.headerLength());
    assertThat(second).isEqualTo(first + ContainerSealer.sealedLength(66_000));
    assertThat(sealer.length()).isEqualTo(second + ContainerSealer.sealedLength(20));
    assertThat(sealer.remaining()).isEqualTo(buffer.length - sealer.length());

    ContainerOpener opener = keys.open(ContainerKind.INDEX, buffer, 0, 128);
    RecordHeader header = new RecordHeader(RecordType.CHUNK, "zstd", 66_000, 400_000);
    assertThat(opener.recordHeader(first, buffer, first)).isEqualTo(header);
    byte[] destination = new byte[66_003];
    int sealedLength = ContainerSealer.sealedLength(66_000);
    byte[] elsewhere = new byte[7 + sealedLength];
    System.arraycopy(buffer, first, elsewhere, 7, sealedLength);
    RecordHeader opened =
        opener.openRecord(new Aead(), first, elsewhere, 7, sealedLength, destination, 3);
    assertThat(opened).isEqualTo(header);
    assertThat(Arrays.copyOfRange(destination, 3, 66_003))
        .isEqualTo(Arrays.copyOfRange(payload, 10, 66_010));
    assertThat(opener.recordHeader(second, buffer, second).codec()).isEqualTo("my-c0de");
  }

  @Test
  void directoryKnowsChunksBundlesAndDocuments() {
    Directory directory =
        new Directory(
            List.of(
                new DirectoryEntry.Chunk(100, 200, Containers.id(1)),
                new DirectoryEntry.Bundle(
                    50,
                    12 + 30,
                    List.of(
                        new DirectoryEntry.BundledChunk(Containers.id(2), 10),
                        new DirectoryEntry.BundledChunk(Containers.id(3), 20))),
                new DirectoryEntry.Document(70_000, 0)));
    byte[] encoded = directory.encode();
    assertThat(Directory.decode(encoded, 0, encoded.length)).isEqualTo(directory);
    assertThat(directory.end(96)).isEqualTo(96 + 132 + 82 + 70_000 + 16 + 32);
    for (int bit = 0; bit < 8 * encoded.length; bit++) {
      byte[] changed = encoded.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertThat(Directory.decode(changed, 0, changed.length)).isNotEqualTo(directory);
      } catch (DamagedRepositoryException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new DirectoryEntry.Bundle(
                    5, 8 + 6, List.of(new DirectoryEntry.BundledChunk(Containers.id(2), 5))));
  }

  @Test
  void whatDoesNotFitIsRefusedAndNothingIsWritten() {
    byte[] payload = new byte[100];
    int room = ContainerKind.CONFIG.headerLength() + ContainerSealer.sealedLength(50);
    byte[] buffer = new byte[room];
    ContainerSealer sealer = keys.seal(ContainerKind.CONFIG, Suite.AES_256_GCM, buffer);
    byte[] before = buffer.clone();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sealer.sealRecord(RecordType.DOCUMENT, "none", payload, 0, 51, 51));
    assertThatIllegalArgumentException().isThrownBy(() -> sealer.finish(new byte[50]));
    assertThat(buffer).isEqualTo(before);
    sealer.sealRecord(RecordType.DOCUMENT, "none", payload, 0, 50, 50);
    assertThat(sealer.remaining()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys.seal(ContainerKind.CONFIG, Suite.AES_256_GCM, new byte[95]));
  }

  @Test
  void valuesThatNoRecordHasAreRefused() {
    byte[] payload = new byte[10];
    ContainerSealer sealer = keys.seal(ContainerKind.CONFIG, Suite.AES_256_GCM, new byte[1000]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sealer.sealRecord(RecordType.DIRECTORY, "none", payload, 0, 10, 10));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sealer.sealRecord(RecordType.CHUNK, "none", payload, 0, 10, 11));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sealer.sealRecord(RecordType.CHUNK, "toolong8", payload, 0, 10, 11));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sealer.sealRecord(RecordType.CHUNK, "", payload, 0, 10, 11));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sealer.sealRecord(RecordType.CHUNK, "Zstd", payload, 0, 10, 11));
    assertThatIllegalArgumentException().isThrownBy(() -> ContainerSealer.sealedLength(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContainerSealer.sealedLength(Integer.MAX_VALUE));
    assertThat(sealer.length()).isEqualTo(96);
  }

  @Test
  void aFinishedContainerTakesNoMore() {
    ContainerSealer sealer = keys.seal(ContainerKind.CONFIG, Suite.AES_256_GCM, new byte[1000]);
    byte[] directory = new Directory(List.of()).encode();
    sealer.finish(directory);
    assertThatIllegalStateException()
        .isThrownBy(() -> sealer.sealRecord(RecordType.CHUNK, "none", new byte[1], 0, 1, 1));
    assertThatIllegalStateException().isThrownBy(() -> sealer.finish(directory));
  }

  @Test
  void headersOfNewerFormatsAreUnsupported() {
    byte[] container =
        Containers.seal(
            keys.seal(ContainerKind.CONFIG, Suite.AES_256_GCM, new byte[500]), List.of());
    int[][] changes = {{7, 2}, {7, 0}, {8, 3}, {8, 0}, {9, 99}, {9, 0}, {11, 32}, {24, 1}, {31, 1}};
    for (int[] change : changes) {
      byte[] newer = container.clone();
      newer[change[0]] = (byte) change[1];
      assertThatThrownBy(() -> Containers.open(keys, ContainerKind.CONFIG, newer))
          .as("byte %d is %d", change[0], change[1])
          .isInstanceOf(UnsupportedFormatException.class);
    }
  }

  @Test
  void anotherKindEpochDomainOrRepositoryIsRefused() {
    try (WriterRun run = keys.startRun(Suite.AES_256_GCM);
        RepositoryKeys others = RepositoryKeys.generate()) {
      byte[] pack = Containers.seal(run.seal(ContainerKind.DATA_PACK, new byte[500]), List.of());
      assertThatThrownBy(() -> Containers.open(keys, ContainerKind.TREE_PACK, pack))
          .isInstanceOf(DamagedRepositoryException.class)
          .hasMessageContaining("DATA_PACK instead of TREE_PACK");
      assertThatThrownBy(() -> Containers.open(others, ContainerKind.DATA_PACK, pack))
          .isInstanceOf(DamagedRepositoryException.class);
      byte[] laterEpoch = pack.clone();
      laterEpoch[15] = 2;
      assertThatThrownBy(() -> Containers.open(keys, ContainerKind.DATA_PACK, laterEpoch))
          .isInstanceOf(WrongKeyException.class)
          .hasMessageContaining("epoch 2");
      byte[] otherDomain = pack.clone();
      otherDomain[23] = 2;
      assertThatThrownBy(() -> Containers.open(keys, ContainerKind.DATA_PACK, otherDomain))
          .isInstanceOf(WrongKeyException.class)
          .hasMessageContaining("domain 2");
      byte[] lowOrder = pack.clone();
      Arrays.fill(lowOrder, 64, 96, (byte) 0);
      assertThatThrownBy(() -> Containers.open(keys, ContainerKind.DATA_PACK, lowOrder))
          .isInstanceOf(DamagedRepositoryException.class)
          .hasMessageContaining("agreement");
    }
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void contentIsNowhereInTheClear(Suite suite) {
    byte[] secret = "what nobody else may read".getBytes(UTF_8);
    try (WriterRun run = keys.startRun(suite)) {
      for (ContainerKind kind : ContainerKind.values()) {
        if (kind.hasEpoch()) {
          byte[] container = Containers.seal(keys, run, kind, suite, List.of(secret));
          assertThat(new String(container, ISO_8859_1))
              .as(kind.name())
              .doesNotContain("what", "nobody", "read");
        }
      }
    }
  }
}
