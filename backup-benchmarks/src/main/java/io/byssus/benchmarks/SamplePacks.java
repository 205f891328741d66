package io.byssus.benchmarks;

import io.byssus.api.ChunkId;
import io.byssus.core.internal.index.PackContents;
import io.byssus.core.internal.index.PackKind;
import io.byssus.core.internal.index.PackName;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.ContainerSealer;
import io.byssus.crypto.Directory;
import io.byssus.crypto.DirectoryEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Packs that are nowhere stored, of chunks of a mebibyte with random names. */
final class SamplePacks {
  /** How many chunks of a mebibyte fit into a pack. */
  static final int CHUNKS = 16;

  private static final int CHUNK_LENGTH = 1 << 20;
  private static final int RUN_ID_BYTES = 16;
  private static final int SHA256_BYTES = 32;

  private final Random random;
  private final byte[] run;

  SamplePacks(Random random) {
    this.random = random;
    this.run = bytes(RUN_ID_BYTES);
  }

  ChunkId id() {
    return ChunkId.of(bytes(ChunkId.BYTES), 0);
  }

  PackContents pack(ChunkId... ids) {
    List<DirectoryEntry> records = new ArrayList<>();
    for (ChunkId id : ids) {
      records.add(new DirectoryEntry.Chunk(CHUNK_LENGTH, CHUNK_LENGTH, id));
    }
    int header = ContainerKind.DATA_PACK.headerLength();
    int length = header + records.size() * ContainerSealer.sealedLength(CHUNK_LENGTH);
    return new PackContents(
        PackName.of(run, bytes(SHA256_BYTES)),
        PackKind.DATA,
        length,
        header,
        new Directory(records));
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
