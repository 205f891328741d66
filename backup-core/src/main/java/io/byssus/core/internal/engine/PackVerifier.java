package io.byssus.core.internal.engine;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.ChunkLocation;
import io.byssus.core.internal.index.IndexedPack;
import io.byssus.core.internal.pack.Buffers;
import io.byssus.core.internal.pack.MissingCodecException;
import io.byssus.core.internal.pack.RecordDecoder;
import io.byssus.core.internal.parity.ParityBlob;
import io.byssus.core.internal.parity.ParityCorrection;
import io.byssus.crypto.ChunkHasher;
import io.byssus.crypto.ContainerOpener;
import io.byssus.crypto.ContainerSealer;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.Directory;
import io.byssus.crypto.DirectoryEntry;
import io.byssus.crypto.DirectoryEntry.Bundle;
import io.byssus.crypto.DirectoryEntry.BundledChunk;
import io.byssus.crypto.DirectoryEntry.Chunk;
import io.byssus.crypto.Domain;
import io.byssus.crypto.RecordHeader;
import io.byssus.crypto.RepositoryKeys;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads whole packs and verifies every byte: the name, each record, each chunk against its id, and
 * that the index says the same. One for each thread.
 */
final class PackVerifier implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PackVerifier.class);
  private static final String NOT_NAMED_SO = "the pack's bytes are not those that it is named by";

  private final OpenRepository repository;
  private final ChunkIndex index;
  private final StoredParity parity;
  private final Findings findings;
  private final RecordDecoder decoder;
  private final Map<Long, ChunkHasher> hashers = new HashMap<>();
  private byte[] bytes = {};
  private @Nullable String missingCodec;

  PackVerifier(
      OpenRepository repository, ChunkIndex index, StoredParity parity, Findings findings) {
    this.repository = repository;
    this.index = index;
    this.parity = parity;
    this.findings = findings;
    this.decoder = new RecordDecoder(repository.codecs());
  }

  /**
   * Verifies a pack; damage goes to the findings, damaged chunks to the list.
   *
   * @return whether it is sound, and the index right about it
   */
  boolean verify(IndexedPack pack, int number, DamagedPacks damaged) {
    String name = pack.name().toString();
    missingCodec = null;
    int length = (int) pack.length();
    bytes = Buffers.withRoomFor(length, bytes);
    try {
      repository.store().read(pack.name().key(), 0, ByteBuffer.wrap(bytes, 0, length));
      if (pack.domain() != Domain.FULL && Domain.of(bytes) != pack.domain()) {
        damaged.whole(number); // for who listed it; whose it is has its own listing
        findings.warning(name, "a write-only host lists this pack, which is not of its own");
        return false;
      }
      String hash = DigestAlgorithm.SHA_256.hex(bytes, 0, length);
      boolean intact = hash.equals(pack.name().sha256());
      List<ChunkId> bad = new ArrayList<>();
      String problem = contents(pack, number, length, bad, damaged);
      for (ChunkId chunk : bad) {
        damaged.chunk(chunk, number);
      }
      if (missingCodec != null) {
        findings.error(name, "the pack can't be verified here: " + missingCodec);
      }
      if (!problem.isEmpty()) {
        findings.error(
            name, intact ? problem : NOT_NAMED_SO + "; " + problem + byParity(pack, length));
      } else if (!intact) {
        // Another sound pack stands in for it: what the index says of this one does not hold.
        damaged.whole(number);
        findings.error(name, NOT_NAMED_SO + byParity(pack, length));
      } else {
        verifyParity(pack);
        return missingCodec == null;
      }
      return false;
    } catch (DamagedRepositoryException
        | UnsupportedFormatException
        | WrongKeyException
        | BlobNotFoundException e) {
      damaged.whole(number);
      findings.error(name, "the pack is damaged: " + e.getMessage() + byParity(pack, length));
      return false;
    }
  }

  /** What follows a message on a damaged pack. */
  private String byParity(IndexedPack pack, int length) {
    if (!parity.has(pack.name())) {
      return "";
    }
    try {
      ParityBlob blob =
          ParityBlob.of(parity.read(pack.name(), length), pack.name().sha256(), length);
      return ParityCorrection.of(blob, bytes).whole()
          ? "; its parity corrects it all: run a repair"
          : "; that is more than its parity corrects";
    } catch (DamagedRepositoryException | BlobNotFoundException e) {
      return "; and " + e.getMessage();
    }
  }

  private void verifyParity(IndexedPack pack) {
    if (!parity.has(pack.name())) {
      return;
    }
    try {
      byte[] stored = parity.read(pack.name(), pack.length());
      if (!ParityBlob.of(stored, pack.name().sha256(), pack.length()).isOf(bytes, stored)) {
        findings.warning(
            pack.name().parityKey().value(),
            "the parity is damaged; its pack is whole, and a repair makes it anew");
      }
    } catch (DamagedRepositoryException e) {
      findings.warning(
          pack.name().parityKey().value(),
          e.getMessage() + "; its pack is whole, and a repair makes the parity anew");
    } catch (BlobNotFoundException e) {
      log.debug("{} has gone since it was listed: {}", pack.name().parityKey(), e.getMessage());
    }
  }

  private String contents(
      IndexedPack pack, int number, int length, List<ChunkId> bad, DamagedPacks damaged) {
    RepositoryKeys keys = repository.keys(pack.domain());
    ContainerOpener opener = keys.open(pack.kind().container(), bytes, 0, length);
    int trailer = length - ContainerSealer.TRAILER_BYTES;
    int directoryAt = (int) opener.directoryOffset(bytes, trailer, length);
    Directory directory =
        opener.openDirectory(
            decoder.aead(), directoryAt, bytes, directoryAt, trailer - directoryAt);
    int records = 0;
    int at = opener.headerLength();
    for (DirectoryEntry entry : directory.entries()) {
      int sealed = ContainerSealer.sealedLength(entry.payloadLength());
      if (!record(opener, pack, entry, at, sealed, bad)) {
        records++;
      }
      at += sealed;
    }
    if (records == directory.entries().size()) {
      // Perhaps another pack stands in for it, whose chunks say nothing of those that are lost.
      damaged.whole(number);
    }
    return records == 0
        ? ""
        : records + " of " + directory.entries().size() + " records are damaged";
  }

  private boolean record(
      ContainerOpener opener,
      IndexedPack pack,
      DirectoryEntry entry,
      int at,
      int sealed,
      List<ChunkId> bad) {
    List<BundledChunk> chunks = chunks(entry);
    boolean bundle = entry instanceof Bundle;
    ChunkHasher hasher =
        hashers.computeIfAbsent(pack.domain(), domain -> repository.keys(domain).chunkHasher());
    try {
      RecordHeader header = decoder.decode(opener, at, bytes, at, sealed);
      boolean whole = entry.describes(header);
      int offset = bundle ? DirectoryEntry.Bundle.tableLength(chunks.size()) : 0;
      whole &= !bundle || tableMatches(chunks);
      for (BundledChunk chunk : chunks) {
        ChunkId id = hasher.hash(decoder.plain(), offset, chunk.length());
        if (!id.equals(chunk.id()) || !indexed(id, pack, at, sealed, offset, chunk.length())) {
          bad.add(chunk.id());
          whole = false;
        }
        offset += chunk.length();
      }
      return whole;
    } catch (MissingCodecException e) {
      missingCodec = e.getMessage();
      return true;
    } catch (DamagedRepositoryException | UnsupportedFormatException e) {
      chunks.forEach(chunk -> bad.add(chunk.id()));
      return false;
    }
  }

  /** Returns whether the index leads to this very place. */
  private boolean indexed(
      ChunkId id, IndexedPack pack, int recordOffset, int sealed, int offset, int length) {
    ChunkIndex domain = index.in(pack.domain());
    for (int at = domain.find(id); at != ChunkIndex.ABSENT; at = domain.findNext(at)) {
      ChunkLocation location = index.location(at);
      if (location.pack().equals(pack.name())
          && location.recordOffset() == recordOffset
          && location.sealedLength() == sealed
          && location.offset() == offset
          && location.length() == length) {
        return true;
      }
    }
    return false;
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
