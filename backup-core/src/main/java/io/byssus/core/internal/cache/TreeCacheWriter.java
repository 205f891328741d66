package io.byssus.core.internal.cache;

import io.byssus.api.ByssusException;
import io.byssus.api.ChunkId;
import io.byssus.api.compression.CompressionLevel;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.CreateOptions;
import io.byssus.compression.Codecs;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.IndexSegmentWriter;
import io.byssus.core.internal.index.KnownChunks;
import io.byssus.core.internal.index.PackContents;
import io.byssus.core.internal.index.PackKind;
import io.byssus.core.internal.pack.ChunkPacker;
import io.byssus.core.internal.pack.PackSettings;
import io.byssus.core.internal.pack.PackStore;
import io.byssus.core.internal.pack.PackWriter;
import io.byssus.core.internal.pack.RecordCompressor;
import io.byssus.core.internal.tree.TreeSource;
import io.byssus.core.internal.tree.TreeStore;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import io.byssus.crypto.WriterRun;
import io.byssus.crypto.cbor.CborWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the trees that a backup stores, and those that it read and found unchanged, to a cache. If
 * that fails the backup goes on without. Safe for use by many threads.
 */
public final class TreeCacheWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TreeCacheWriter.class);

  /** Little memory: a walk waits for trees in any case. */
  private static final PackSettings SETTINGS =
      new PackSettings(PackSettings.MIN_PACK_SIZE, 1, 1, 0);

  private final CacheDirectory store;
  private final RepositoryKeys keys;
  private final Suite suite;
  private final WriterRun run;
  private final PackWriter packs;
  private final ChunkPacker packer;
  private final ReentrantLock lock = new ReentrantLock();
  private final IndexSegmentWriter segment = new IndexSegmentWriter();
  private final List<BlobKey> written = new ArrayList<>();
  private boolean failed;

  TreeCacheWriter(CacheDirectory store, RepositoryKeys keys, Suite suite, Codecs codecs) {
    this.store = store;
    this.keys = keys;
    this.suite = suite;
    this.run = keys.startRun(suite);
    this.packs = new PackWriter(run, PackStore.in(store, Optional.empty()), SETTINGS, this::stored);
    this.packer =
        new ChunkPacker(
            PackKind.TREE,
            new KnownChunks(ChunkIndex.EMPTY),
            keys.chunkHasher(),
            RecordCompressor.with(codecs.codec("zstd"), CompressionLevel.FAST),
            packs,
            new LongAdder());
  }

  private void stored(PackContents pack) {
    synchronized (written) {
      segment.add(pack);
      written.add(pack.name().key());
    }
  }

  /** Returns a place for trees that keeps what goes there. */
  public TreeStore storing(TreeStore trees) {
    return tree -> {
      ChunkId id = trees.store(tree);
      keep(tree);
      return id;
    };
  }

  /** Returns a source of trees that keeps what comes from there. */
  public TreeSource reading(TreeSource trees) {
    return id -> {
      byte[] tree = trees.load(id);
      keep(tree);
      return tree;
    };
  }

  private void keep(byte[] tree) {
    lock.lock();
    try {
      if (!failed) {
        packer.store(tree, 0, tree.length);
      }
    } catch (ByssusException e) {
      failed(e);
    } finally {
      lock.unlock();
    }
  }

  private void failed(Exception e) {
    failed = true;
    log.warn(
        "The cache in {} can't be written, so the next backup reads all files: {}",
        store.location(),
        e.toString());
  }

  /**
   * Makes it the cache.
   *
   * @param root the tree of the top directory
   */
  public void finish(ChunkId root) {
    lock.lock();
    try {
      if (failed) {
        return;
      }
      packer.flush();
      packs.finish();
      CborWriter head = new CborWriter();
      head.writeArray(TreeCache.HEAD_PARTS).writeUnsigned(TreeCache.VERSION);
      head.writeBytes(root.bytes()).writeBytes(segment.payload());
      ContainerKind kind = ContainerKind.INDEX;
      byte[] sealed =
          SealedDocument.seal(kind, head.toByteArray(), buffer -> keys.seal(kind, suite, buffer));
      store.create(TreeCache.HEAD, BlobBody.of(sealed), CreateOptions.none());
      List<BlobKey> stay = new ArrayList<>(written);
      stay.add(TreeCache.HEAD);
      store.retain(stay);
    } catch (ByssusException | IOException e) {
      failed(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    packer.close();
    packs.close();
    run.close();
  }
}
