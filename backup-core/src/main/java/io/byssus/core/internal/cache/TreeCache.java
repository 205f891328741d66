package io.byssus.core.internal.cache;

import io.byssus.api.ByssusException;
import io.byssus.api.ChunkId;
import io.byssus.api.store.BlobKey;
import io.byssus.compression.Codecs;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.pack.ChunkSource;
import io.byssus.core.internal.store.BlobLimit;
import io.byssus.core.internal.store.Blobs;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import io.byssus.crypto.cbor.CborReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trees of the last backup of an origin by a host that only writes, and so can't read them in
 * the repository. They lie in packs on its own disk, sealed under a key that nothing in the
 * repository is sealed under.
 *
 * <p>Whatever is wrong with a cache, files are read again and nothing else happens: a tree is
 * verified by its id, and a file counts as unchanged only if the repository's index has each of its
 * chunks.
 */
public final class TreeCache {
  static final BlobKey HEAD = BlobKey.of("head");
  static final int VERSION = 1;
  static final int HEAD_PARTS = 3;

  private static final Logger log = LoggerFactory.getLogger(TreeCache.class);

  /** Bundles of trees that are kept decoded, since directories lie side by side. */
  private static final long DECODED_BYTES = 4 << 20;

  private final Path directory;
  private final RepositoryKeys keys;
  private final Suite suite;
  private final Codecs codecs;

  /**
   * Names a cache, which need not exist.
   *
   * @param directory its own, for one origin of one host
   * @param keys {@linkplain RepositoryKeys#forCache of a cache}
   * @param suite seals what is written
   */
  public TreeCache(Path directory, RepositoryKeys keys, Suite suite, Codecs codecs) {
    this.directory = directory;
    this.keys = keys;
    this.suite = suite;
    this.codecs = codecs;
  }

  /** Opens what the last backup left, if it left something that opens. */
  public Optional<CachedTrees> open() {
    CacheDirectory store = new CacheDirectory(directory);
    if (store.stat(HEAD).isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] head = Blobs.read(store, HEAD, BlobLimit.INDEX);
      CborReader cbor = new CborReader(SealedDocument.open(keys, ContainerKind.INDEX, head));
      if (cbor.readArray() != HEAD_PARTS || cbor.readUnsigned() != VERSION) {
        return Optional.empty(); // another version's
      }
      ChunkId root = ChunkId.of(cbor.readBytes(ChunkId.BYTES));
      byte[] segment = cbor.readBytes();
      cbor.end();
      ChunkIndex index =
          new ChunkIndex.Builder().add("cache", keys.domain(), segment).build().in(keys.domain());
      ChunkSource source =
          new ChunkSource(store, keys, index, codecs, DECODED_BYTES, Optional::empty);
      return Optional.of(new CachedTrees(root, source.reader()));
    } catch (ByssusException e) {
      log.warn(
          "The cache in {} can't be used, so all files are read: {}", directory, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Begins to write the cache anew. What is there stays until that is finished.
   *
   * @return nothing if the directory can't be written: then the next backup reads all files
   */
  public Optional<TreeCacheWriter> begin() {
    try {
      Files.createDirectories(directory);
      return Optional.of(new TreeCacheWriter(new CacheDirectory(directory), keys, suite, codecs));
    } catch (IOException e) {
      log.warn("No cache can be written to {}: {}", directory, e.toString());
      return Optional.empty();
    }
  }
}
