package io.byssus.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TamperTest {
  private final RepositoryKeys keys = RepositoryKeys.generate();

  @ParameterizedTest
  @EnumSource(
      value = ContainerKind.class,
      names = {"CONFIG", "INDEX", "DATA_PACK"})
  void everyChangedBitIsFound(ContainerKind kind) {
    for (Suite suite : Suite.values()) {
      try (WriterRun run = keys.startRun(suite)) {
        byte[] container =
            Containers.seal(
                keys, run, kind, suite, List.of(new byte[0], Containers.payload(1, 33)));
        for (int bit = 0; bit < 8 * container.length; bit++) {
          byte[] changed = container.clone();
          changed[bit / 8] ^= (byte) (1 << bit % 8);
          assertThat(Containers.refused(keys, kind, changed))
              .as("%s, %s: byte %d, bit %d", kind, suite, bit / 8, bit % 8)
              .isTrue();
        }
        assertThat(Containers.refused(keys, kind, container)).isFalse();
      }
    }
  }

  @Test
  void changedBytesOfLargeRecordsAreFound() {
    byte[] container =
        Containers.seal(
            keys.seal(ContainerKind.INDEX, Suite.AES_256_GCM, new byte[300_000]),
            List.of(Containers.payload(2, 200_000)));
    ContainerOpener opener = keys.open(ContainerKind.INDEX, container, 0, container.length);
    Aead aead = new Aead();
    for (int at = 0; at < container.length; at += 101) {
      container[at] ^= 0x10;
      assertThatThrownBy(() -> opener.readAll(aead, container, 0, container.length))
          .as("byte %d", at)
          .isInstanceOf(DamagedRepositoryException.class);
      container[at] ^= 0x10;
    }
    assertThat(opener.readAll(aead, container, 0, container.length).records()).hasSize(1);
  }

  @Test
  void everyTruncationAndExtensionIsFound() {
    byte[] container =
        Containers.seal(
            keys.seal(ContainerKind.CONFIG, Suite.AES_256_GCM, new byte[500]),
            List.of(new byte[20], new byte[0]));
    for (int length = 0; length < container.length; length++) {
      assertThat(Containers.refused(keys, ContainerKind.CONFIG, Arrays.copyOf(container, length)))
          .as("cut to %d bytes", length)
          .isTrue();
    }
    assertThat(
            Containers.refused(
                keys, ContainerKind.CONFIG, Arrays.copyOf(container, container.length + 1)))
        .isTrue();
  }

  @Test
  void recordsCannotBeMovedWithinTheirContainer() {
    List<byte[]> twins = List.of(Containers.payload(3, 40), Containers.payload(4, 40));
    byte[] container =
        Containers.seal(keys.seal(ContainerKind.CONFIG, Suite.AES_256_GCM, new byte[600]), twins);
    int start = ContainerKind.CONFIG.headerLength();
    int record = ContainerSealer.sealedLength(40);
    byte[] swapped = container.clone();
    System.arraycopy(container, start, swapped, start + record, record);
    System.arraycopy(container, start + record, swapped, start, record);
    assertThat(Containers.refused(keys, ContainerKind.CONFIG, swapped)).isTrue();

    ContainerOpener opener = keys.open(ContainerKind.CONFIG, container, 0, container.length);
    byte[] opened = new byte[40];
    assertThatThrownBy(
            () ->
                opener.openRecord(new Aead(), start + record, container, start, record, opened, 0))
        .isInstanceOf(DamagedRepositoryException.class);
  }

  @Test
  void recordsCannotBeTakenFromAnotherContainer() {
    List<byte[]> payloads = List.of(Containers.payload(3, 40));
    byte[] one =
        Containers.seal(
            keys.seal(ContainerKind.CONFIG, Suite.AES_256_GCM, new byte[500]), payloads);
    byte[] other =
        Containers.seal(
            keys.seal(ContainerKind.CONFIG, Suite.AES_256_GCM, new byte[500]), payloads);
    byte[] mixed = one.clone();
    int start = ContainerKind.CONFIG.headerLength();
    System.arraycopy(other, start, mixed, start, other.length - start);
    assertThat(Containers.refused(keys, ContainerKind.CONFIG, mixed)).isTrue();
    ContainerOpener opener = keys.open(ContainerKind.CONFIG, one, 0, one.length);
    assertThatThrownBy(() -> opener.readAll(new Aead(), other, 0, other.length))
        .isInstanceOf(DamagedRepositoryException.class);
  }

  @Test
  void segmentsCannotBeSwappedOrDropped() {
    byte[] container =
        Containers.seal(
            keys.seal(ContainerKind.INDEX, Suite.AES_256_GCM, new byte[300_000]),
            List.of(new byte[4 * Segments.PLAIN_BYTES]));
    int first = ContainerKind.INDEX.headerLength() + RecordHeader.BYTES;
    byte[] swapped = container.clone();
    System.arraycopy(container, first, swapped, first + Segments.SEALED_BYTES, 65_552);
    System.arraycopy(container, first + Segments.SEALED_BYTES, swapped, first, 65_552);
    assertThat(Containers.refused(keys, ContainerKind.INDEX, swapped)).isTrue();

    ContainerOpener opener = keys.open(ContainerKind.INDEX, container, 0, container.length);
    int dropped = ContainerSealer.sealedLength(4 * Segments.PLAIN_BYTES) - Segments.SEALED_BYTES;
    assertThatThrownBy(
            () ->
                opener.openRecord(
                    new Aead(), 96, container, 96, dropped, new byte[4 * Segments.PLAIN_BYTES], 0))
        .isInstanceOf(DamagedRepositoryException.class);
  }

  @Test
  void aRecordThatDoesNotOpenLeavesNothingBehind() {
    byte[] payload = new byte[2 * Segments.PLAIN_BYTES];
    Arrays.fill(payload, (byte) 7);
    byte[] container =
        Containers.seal(
            keys.seal(ContainerKind.INDEX, Suite.AES_256_GCM, new byte[200_000]), List.of(payload));
    int length = ContainerSealer.sealedLength(payload.length);
    container[96 + length - 1] ^= 1;
    ContainerOpener opener = keys.open(ContainerKind.INDEX, container, 0, container.length);
    byte[] destination = new byte[payload.length];
    assertThatThrownBy(
            () -> opener.openRecord(new Aead(), 96, container, 96, length, destination, 0))
        .isInstanceOf(DamagedRepositoryException.class);
    assertThat(destination).containsOnly(0);
  }

  @Test
  void aContainerDoesNotOpenUnderTwoKeys() {
    byte[] secret = Containers.payload(8, 32);
    ContainerHeader header =
        ContainerHeader.fresh(ContainerKind.CONFIG, Suite.AES_256_GCM, 0, 0, new byte[0]);
    byte[] container =
        Containers.seal(
            new ContainerSealer(header, secret, new byte[1], new byte[500]), List.of(new byte[9]));
    assertThat(matches(header, secret, new byte[1], container)).isTrue();
    assertThat(matches(header, Containers.payload(9, 32), new byte[1], container)).isFalse();
    assertThat(matches(header, secret, new byte[2], container)).isFalse();
  }

  private static boolean matches(
      ContainerHeader header, byte[] secret, byte[] context, byte[] container) {
    return ContainerKeys.derive(header, secret, context).matches(header, container, 0);
  }
}
