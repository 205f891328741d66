package io.byssus.core.internal.index;

import io.byssus.api.ChunkId;
import io.byssus.crypto.ContainerSealer;
import io.byssus.crypto.Directory;
import io.byssus.crypto.DirectoryEntry;
import io.byssus.crypto.DirectoryEntry.Bundle;
import io.byssus.crypto.DirectoryEntry.BundledChunk;
import io.byssus.crypto.DirectoryEntry.Chunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes index segments of random packs, and knows where each chunk of them lies. */
final class IndexSample {
  static final int HEADER = 128;

  private final SplittableRandom random;
  private final Map<ChunkId, ChunkLocation> locations = new HashMap<>();

  IndexSample(long seed) {
    random = new SplittableRandom(seed);
  }

  ChunkId id() {
    return new ChunkId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }

  /** Returns where every chunk of every segment lies. */
  Map<ChunkId, ChunkLocation> locations() {
    return locations;
  }

  /** Returns the payload of a segment of packs with so many records each. */
  byte[] segment(int packs, int records) {
    IndexSegmentWriter writer = new IndexSegmentWriter();
    for (int i = 0; i < packs; i++) {
      writer.add(pack(i % 2 == 0 ? PackKind.DATA : PackKind.TREE, records));
    }
    return writer.payload();
  }

  /** Returns a pack whose records are chunks and bundles of up to ten chunks, by turns. */
  PackContents pack(PackKind kind, int records) {
    byte[] run = new byte[16];
    byte[] sha256 = new byte[32];
    random.nextBytes(run);
    random.nextBytes(sha256);
    PackName name = PackName.of(run, sha256);
    List<DirectoryEntry> entries = new ArrayList<>();
    int at = HEADER;
    for (int i = 0; i < records; i++) {
      DirectoryEntry entry = i % 2 == 0 ? chunk() : bundle();
      int sealed = ContainerSealer.sealedLength(entry.payloadLength());
      locate(entry, name, kind, at, sealed);
      entries.add(entry);
      at += sealed;
    }
    return new PackContents(name, kind, at + 100, HEADER, new Directory(entries));
  }

  private Chunk chunk() {
    return new Chunk(random.nextInt(100_000), random.nextInt(100_000), id());
  }

  private Bundle bundle() {
    int count = random.nextInt(1, 11);
    List<BundledChunk> chunks = new ArrayList<>();
    int plain = Bundle.tableLength(count);
    for (int i = 0; i < count; i++) {
      chunks.add(new BundledChunk(id(), random.nextInt(2_000)));
      plain += chunks.get(i).length();
    }
    return new Bundle(random.nextInt(10_000), plain, chunks);
  }

  private void locate(DirectoryEntry entry, PackName name, PackKind kind, int at, int sealed) {
    if (entry instanceof Chunk chunk) {
      locations.put(chunk.id(), new ChunkLocation(name, kind, at, sealed, 0, chunk.plainLength()));
    } else if (entry instanceof Bundle bundle) {
      int offset = Bundle.tableLength(bundle.chunks().size());
      for (BundledChunk chunk : bundle.chunks()) {
        locations.put(
            chunk.id(), new ChunkLocation(name, kind, at, sealed, offset, chunk.length()));
        offset += chunk.length();
      }
    }
  }
}
