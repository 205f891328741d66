package io.byssus.core.internal.engine;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.core.backup.BackupStrategy;
import io.byssus.core.internal.cache.CachedTrees;
import io.byssus.core.internal.cache.TreeCacheWriter;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.internal.tree.TreeSource;
import io.byssus.core.internal.tree.TreeStore;
import org.jspecify.annotations.Nullable;

/**
 * The trees that a backup compares with: those of a snapshot, or, for a host that can't read its
 * snapshots, those that its last backup left in its cache.
 */
final class ParentTrees implements AutoCloseable {
  private final @Nullable ChunkId root;
  private final TreeSource source;
  private final Closing reader;
  private final @Nullable TreeCacheWriter cache;

  @FunctionalInterface
  private interface Closing extends AutoCloseable {
    @Override
    void close();
  }

  private ParentTrees(
      @Nullable ChunkId root, TreeSource source, Closing reader, @Nullable TreeCacheWriter cache) {
    this.root = root;
    this.source = cache == null ? source : cache.reading(source);
    this.reader = reader;
    this.cache = cache;
  }

  /**
   * Opens them to look.
   *
   * @param chunks where the chunks of the own domain are
   * @param parent the tree of a snapshot, or of a draft; a host's cache knows better
   */
  static ParentTrees open(
      OpenRepository repository,
      BackupRequest request,
      ChunkIndex chunks,
      @Nullable ChunkId parent) {
    return repository
        .caches()
        .map(caches -> cached(caches, request, null))
        .orElseGet(() -> stored(repository, chunks, parent));
  }

  /** Opens them to look, and to keep those of this backup for the next if it is a host's. */
  static ParentTrees openAndKeep(
      OpenRepository repository,
      BackupRequest request,
      ChunkIndex chunks,
      @Nullable ChunkId parent) {
    return repository
        .caches()
        .map(caches -> cached(caches, request, caches.of(request.origin()).begin().orElse(null)))
        .orElseGet(() -> stored(repository, chunks, parent));
  }

  private static ParentTrees stored(
      OpenRepository repository, ChunkIndex chunks, @Nullable ChunkId parent) {
    ChunkReader reader = repository.chunks(chunks).reader();
    return new ParentTrees(parent, reader::readCopy, reader::close, null);
  }

  private static ParentTrees cached(
      HostCaches caches, BackupRequest request, @Nullable TreeCacheWriter writer) {
    CachedTrees trees =
        request.strategy() == BackupStrategy.FULL
            ? null
            : caches.of(request.origin()).open().orElse(null);
    return trees == null
        ? new ParentTrees(null, ParentTrees::none, () -> {}, writer)
        : new ParentTrees(trees.root(), trees, trees::close, writer);
  }

  private static byte[] none(ChunkId id) {
    throw new DamagedRepositoryException("there is no tree " + id + " to compare with");
  }

  /** Returns the tree of the top directory, if there is anything to compare with. */
  @Nullable ChunkId root() {
    return root;
  }

  /** Returns what reads directories. */
  TreeReader reader() {
    return new TreeReader(source);
  }

  /** Returns a place for the trees of this backup, which keeps them for the next if need be. */
  TreeStore keeping(TreeStore trees) {
    return cache == null ? trees : cache.storing(trees);
  }

  /** Keeps the trees of this backup, whose chunks are stored. */
  void finish(ChunkId own) {
    if (cache != null) {
      cache.finish(own);
    }
  }

  @Override
  public void close() {
    if (cache != null) {
      cache.close();
    }
    reader.close();
  }
}
