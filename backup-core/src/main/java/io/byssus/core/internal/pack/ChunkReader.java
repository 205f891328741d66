package io.byssus.core.internal.pack;

import io.byssus.api.ByssusException;
import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.ChunkLocation;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.store.UnreadableBlobException;
import io.byssus.crypto.ChunkHasher;
import io.byssus.crypto.RecordHeader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads chunks, each verified against its id: what it returns is what was stored. One for each
 * thread.
 */
public final class ChunkReader implements AutoCloseable {
  private final BlobStore store;
  private final ChunkSource source;
  private final Openers openers;
  private final RecordCache cache;
  private final RecordDecoder decoder;
  private final ChunkHasher hasher;
  private byte[] sealed = {};
  private int lastPlainLength;

  ChunkReader(
      BlobStore store,
      ChunkSource source,
      Openers openers,
      RecordCache cache,
      RecordDecoder decoder,
      ChunkHasher hasher) {
    this.store = store;
    this.source = source;
    this.openers = openers;
    this.cache = cache;
    this.decoder = decoder;
    this.hasher = hasher;
  }

  /**
   * Returns a chunk, as a view that is good until the next call. If a pack is missing because it
   * was pruned meanwhile, another copy is looked for in the index as it is now.
   *
   * @throws DamagedRepositoryException if it is missing or damaged, with its pack in the message
   * @throws MissingCodecException if what compressed it is not installed, with its name
   */
  public ByteBuffer read(ChunkId id) {
    ChunkIndex index = source.index();
    while (true) {
      ByssusException first = null;
      PackName missing = null;
      for (int at = index.find(id); at != ChunkIndex.ABSENT; at = index.findNext(at)) {
        ChunkLocation location = index.location(at);
        try {
          return read(id, location);
        } catch (DamagedRepositoryException | MissingCodecException e) {
          // Another run may have stored it too.
          first = first == null ? e : first;
          missing = e.getCause() instanceof BlobNotFoundException ? location.pack() : missing;
        }
      }
      if (first == null) {
        throw new DamagedRepositoryException("chunk " + id + " is missing: no index lists it");
      }
      Optional<ChunkIndex> newer =
          missing == null ? Optional.empty() : source.newerThan(index, missing);
      if (newer.isEmpty()) {
        throw first;
      }
      index = newer.get();
    }
  }

  /**
   * Returns the copy of a chunk at a position of the index, as a view that is good until the next
   * call: verified by the half of its id that the index knows.
   *
   * @param index in which it is
   * @param position where it is there
   * @throws DamagedRepositoryException if it is missing or damaged, with its pack in the message
   * @throws MissingCodecException if what compressed it is not installed, with its name
   */
  public ByteBuffer readAt(ChunkIndex index, int position) {
    ChunkLocation location = index.location(position);
    byte[] plain = plain(location);
    ChunkId id = hasher.hash(plain, location.offset(), location.length());
    if (id.word0() != index.word0(position) || id.word1() != index.word1(position)) {
      throw new DamagedRepositoryException(
          location.pack() + " holds something else than the index says");
    }
    return ByteBuffer.wrap(plain, location.offset(), location.length());
  }

  private ByteBuffer read(ChunkId id, ChunkLocation location) {
    byte[] plain = plain(location);
    if (!hasher.hash(plain, location.offset(), location.length()).equals(id)) {
      throw new DamagedRepositoryException(
          location.pack() + " holds something else than chunk " + id + " at its place");
    }
    return ByteBuffer.wrap(plain, location.offset(), location.length());
  }

  /** Returns the plaintext of a record, which reaches up to the chunk's end at least. */
  private byte[] plain(ChunkLocation location) {
    byte[] plain;
    try {
      plain = location.offset() == 0 ? decode(location) : bundle(location);
    } catch (UnreadableBlobException e) {
      throw e;
    } catch (MissingCodecException e) {
      throw new MissingCodecException(
          location.pack()
              + " can't be read here at byte "
              + location.recordOffset()
              + ": "
              + e.getMessage(),
          e);
    } catch (DamagedRepositoryException | UnsupportedFormatException | WrongKeyException e) {
      throw new DamagedRepositoryException(
          location.pack()
              + " is damaged at byte "
              + location.recordOffset()
              + ": "
              + e.getMessage(),
          e);
    } catch (BlobNotFoundException e) {
      throw new DamagedRepositoryException(location.pack() + " is missing", e);
    }
    if (location.offset() + location.length() > plain.length) {
      throw new DamagedRepositoryException(
          location.pack() + " holds less than the index says at byte " + location.recordOffset());
    }
    return plain;
  }

  /** Returns a chunk as an array of its own. */
  public byte[] readCopy(ChunkId id) {
    ByteBuffer chunk = read(id);
    byte[] copy = new byte[chunk.remaining()];
    chunk.get(copy);
    return copy;
  }

  /** Returns the id that some bytes have as a chunk, whether there is such a chunk or not. */
  public ChunkId idOf(byte[] bytes, int offset, int length) {
    return hasher.hash(bytes, offset, length);
  }

  private byte[] bundle(ChunkLocation location) {
    return cache.get(
        new RecordCache.Key(location.pack(), location.recordOffset()),
        () -> Arrays.copyOf(decode(location), lastPlainLength));
  }

  private byte[] decode(ChunkLocation location) {
    int length = location.sealedLength();
    sealed = Buffers.withRoomFor(length, sealed);
    store.read(location.pack().key(), location.recordOffset(), ByteBuffer.wrap(sealed, 0, length));
    RecordHeader header =
        decoder.decode(
            openers.opener(location.pack(), location.kind()),
            location.recordOffset(),
            sealed,
            0,
            length);
    lastPlainLength = header.plainLength();
    return decoder.plain();
  }

  @Override
  public void close() {
    decoder.close();
  }
}
