package io.byssus.core.internal.pack;

import io.byssus.api.ChunkId;
import io.byssus.core.internal.index.KnownChunks;
import io.byssus.core.internal.index.PackKind;
import io.byssus.crypto.ChunkHasher;
import io.byssus.crypto.DirectoryEntry.Chunk;
import java.util.concurrent.atomic.LongAdder;

/**
 * Stores chunks that the repository does not have: small ones in bundles, large ones in records of
 * their own. One for each thread.
 */
public final class ChunkPacker implements AutoCloseable {
  /** Below this size a chunk shares a compressed frame with its neighbours. */
  static final int BUNDLED_BELOW = 128 << 10;

  private final PackKind kind;
  private final KnownChunks known;
  private final ChunkHasher hasher;
  private final RecordCompressor compressor;
  private final PackWriter packs;
  private final Bundle bundle = new Bundle();
  private final LongAdder bytesNew;

  /**
   * Creates a packer.
   *
   * @param kind of the packs that it fills
   * @param known the chunks that need not be stored
   * @param hasher names chunks; this packer's own
   * @param compressor compresses records; this packer's own
   * @param packs takes the records
   * @param bytesNew is added the sizes of the chunks that were stored
   */
  public ChunkPacker(
      PackKind kind,
      KnownChunks known,
      ChunkHasher hasher,
      RecordCompressor compressor,
      PackWriter packs,
      LongAdder bytesNew) {
    this.kind = kind;
    this.known = known;
    this.hasher = hasher;
    this.compressor = compressor;
    this.packs = packs;
    this.bytesNew = bytesNew;
  }

  /**
   * Stores a chunk if the repository does not have it, and returns its id. The bytes may change
   * afterwards.
   */
  public ChunkId store(byte[] bytes, int offset, int length) {
    ChunkId id = hasher.hash(bytes, offset, length);
    if (known.claim(id)) {
      bytesNew.add(length);
      if (length < BUNDLED_BELOW) {
        if (!bundle.fits(length)) {
          flush();
        }
        bundle.add(id, bytes, offset, length);
      } else {
        packs.add(
            kind,
            compressor.compress(
                bytes, offset, length, payloadLength -> new Chunk(payloadLength, length, id)));
      }
    }
    return id;
  }

  /** Stores the bundle that was begun. */
  public void flush() {
    if (!bundle.isEmpty()) {
      packs.add(kind, bundle.compressed(compressor));
      bundle.clear();
    }
  }

  @Override
  public void close() {
    compressor.close();
  }
}
