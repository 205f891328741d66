package io.byssus.core.internal.engine;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.IndexedPack;
import io.byssus.core.internal.pack.RecordDecoder;
import io.byssus.crypto.ChunkHasher;
import io.byssus.crypto.ContainerOpener;
import io.byssus.crypto.ContainerSealer;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.Directory;
import io.byssus.crypto.DirectoryEntry;
import io.byssus.crypto.DirectoryEntry.Bundle;
import io.byssus.crypto.DirectoryEntry.BundledChunk;
import io.byssus.crypto.DirectoryEntry.Chunk;
import io.byssus.crypto.RecordHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads whole packs and verifies every byte: the name, each record, each chunk against its id, and
 * that the index says the same. One for each thread.
 */
final class PackVerifier implements AutoCloseable {
  private final OpenRepository repository;
  private final ChunkIndex index;
  private final Findings findings;
  private final RecordDecoder decoder;
  private final ChunkHasher hasher;
  private byte[] bytes = {};

  PackVerifier(OpenRepository repository, ChunkIndex index, Findings findings) {
    this.repository = repository;
    this.index = index;
    this.findings = findings;
    this.decoder = new RecordDecoder(repository.codecs());
    this.hasher = repository.keys().chunkHasher();
  }

  /** Verifies a pack; damage goes to the findings, damaged chunks to the list. */
  void verify(IndexedPack pack, int number, DamagedPacks damaged) {
    String name = pack.name().toString();
    int length = (int) pack.length();
    if (bytes.length < length) {
      bytes = new byte[length];
    }
    try {
      repository.store().read(pack.name().key(), 0, ByteBuffer.wrap(bytes, 0, length));
      String hash = DigestAlgorithm.SHA_256.hex(bytes, 0, length);
      boolean intact = hash.equals(pack.name().sha256());
      List<ChunkId> bad = new ArrayList<>();
      String problem = contents(pack, length, bad);
      for (ChunkId chunk : bad) {
        damaged.chunk(chunk, number);
      }
      if (!problem.isEmpty()) {
        findings.error(name, problem);
      } else if (!intact) {
        // Another sound pack stands in for it: what the index says of this one does not hold.
        damaged.whole(number);
        findings.error(name, "the pack's bytes are not those that it is named by");
      }
    } catch (DamagedRepositoryException
        | UnsupportedFormatException
        | WrongKeyException
        | BlobNotFoundException e) {
      damaged.whole(number);
      findings.error(name, "the pack is damaged: " + e.getMessage());
    }
  }

  private String contents(IndexedPack pack, int length, List<ChunkId> bad) {
    ContainerOpener opener = repository.keys().open(pack.kind().container(), bytes, 0, length);
    int trailer = length - ContainerSealer.TRAILER_BYTES;
    int directoryAt = (int) opener.directoryOffset(bytes, trailer, length);
    Directory directory =
        opener.openDirectory(
            decoder.aead(), directoryAt, bytes, directoryAt, trailer - directoryAt);
    int records = 0;
    int at = opener.headerLength();
    for (DirectoryEntry entry : directory.entries()) {
      int sealed = ContainerSealer.sealedLength(entry.payloadLength());
      if (!record(opener, entry, at, sealed, bad)) {
        records++;
      }
      at += sealed;
    }
    return records == 0
        ? ""
        : records + " of " + directory.entries().size() + " records are damaged";
  }

  private boolean record(
      ContainerOpener opener, DirectoryEntry entry, int at, int sealed, List<ChunkId> bad) {
    List<BundledChunk> chunks = chunks(entry);
    boolean bundle = entry instanceof Bundle;
    try {
      RecordHeader header = decoder.decode(opener, at, bytes, at, sealed);
      boolean whole = entry.describes(header);
      int offset = bundle ? DirectoryEntry.Bundle.tableLength(chunks.size()) : 0;
      whole &= !bundle || tableMatches(chunks);
      for (BundledChunk chunk : chunks) {
        ChunkId id = hasher.hash(decoder.plain(), offset, chunk.length());
        if (!id.equals(chunk.id()) || !index.contains(id)) {
          bad.add(chunk.id());
          whole = false;
        }
        offset += chunk.length();
      }
      return whole;
    } catch (DamagedRepositoryException | UnsupportedFormatException e) {
      chunks.forEach(chunk -> bad.add(chunk.id()));
      return false;
    }
  }

  private boolean tableMatches(List<BundledChunk> chunks) {
    ByteBuffer table = ByteBuffer.wrap(decoder.plain());
    boolean matches = table.getInt() == chunks.size();
    for (int i = 0; matches && i < chunks.size(); i++) {
      matches = table.getInt() == chunks.get(i).length();
    }
    return matches;
  }

  private static List<BundledChunk> chunks(DirectoryEntry entry) {
    if (entry instanceof Bundle bundle) {
      return bundle.chunks();
    }
    return entry instanceof Chunk chunk
        ? List.of(new BundledChunk(chunk.id(), chunk.plainLength()))
        : List.of();
  }

  @Override
  public void close() {
    decoder.close();
  }
}
