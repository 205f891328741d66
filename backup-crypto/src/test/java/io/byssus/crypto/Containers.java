package io.byssus.crypto;

import io.byssus.api.ByssusException;
import io.byssus.api.ChunkId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Containers for tests, made of payloads. */
final class Containers {
  private Containers() {}

  static byte[] payload(long seed, int length) {
    byte[] payload = new byte[length];
    new Random(seed).nextBytes(payload);
    return payload;
  }

  /** Seals documents and the directory of them. */
  static byte[] seal(ContainerSealer sealer, List<byte[]> payloads) {
    List<DirectoryEntry> entries = new ArrayList<>();
    for (byte[] payload : payloads) {
      int length = payload.length;
      sealer.sealRecord(RecordType.DOCUMENT, RecordHeader.NO_CODEC, payload, 0, length, length);
      entries.add(new DirectoryEntry.Document(length, length));
    }
    int length = sealer.finish(new Directory(entries).encode());
    return Arrays.copyOf(sealer.array(), length);
  }

  static byte[] seal(
      RepositoryKeys keys, WriterRun run, ContainerKind kind, Suite suite, List<byte[]> payloads) {
    byte[] buffer = new byte[4096 + payloads.stream().mapToInt(p -> p.length + 1024).sum()];
    return seal(
        kind.isContent() ? run.seal(kind, buffer) : keys.seal(kind, suite, buffer), payloads);
  }

  static ContainerContents open(RepositoryKeys keys, ContainerKind kind, byte[] container) {
    return keys.open(kind, container, 0, container.length)
        .readAll(new Aead(), container, 0, container.length);
  }

  /** Returns whether a container is refused by an exception of Byssus. */
  static boolean refused(RepositoryKeys keys, ContainerKind kind, byte[] container) {
    try {
      open(keys, kind, container);
      return false;
    } catch (ByssusException e) {
      return true;
    }
  }

  static ChunkId id(int number) {
    return new ChunkId(number, 1, 2, 3);
  }
}
