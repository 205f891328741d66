package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.store.BlobLimit;
import io.byssus.core.internal.store.Blobs;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.Domain;
import io.byssus.crypto.RepositoryKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * The indexes of a repository: one for each domain, so that whoever reads or writes in one needs
 * nothing of another, and one for all, for whoever maintains the repository. Safe for use by many
 * threads.
 */
final class Indexes {
  private final BlobStore store;
  private final LongFunction<RepositoryKeys> keys;
  private final long own;
  private final Warnings warnings;
  private final Map<Long, IndexLoader> loaders = new ConcurrentHashMap<>();
  private final IndexLoader all;

  /**
   * Creates indexes, of which none is loaded.
   *
   * @param keys gives the keys of a domain
   * @param own the domain of whoever opened the repository
   */
  Indexes(BlobStore store, LongFunction<RepositoryKeys> keys, long own, Warnings warnings) {
    this.store = store;
    this.keys = keys;
    this.own = own;
    this.warnings = warnings;
    this.all = new IndexLoader(this, warnings, Indexes::allDomains);
  }

  private static List<Long> allDomains(LogState state) {
    return Stream.concat(Stream.of(Domain.FULL), state.domains().keySet().stream().sorted())
        .toList();
  }

  /** Returns the loader of a domain's index. */
  IndexLoader of(long domain) {
    return loaders.computeIfAbsent(
        domain, d -> new IndexLoader(this, warnings, state -> List.of(d)));
  }

  /** Returns the loader of the index of all domains that can be read. */
  IndexLoader wide(LogState state) {
    return own != Domain.FULL || state.domains().isEmpty() ? of(own) : all;
  }

  /** Returns whether a segment that can't be read in a domain is a loss to its readers. */
  boolean trusts(long domain) {
    return domain == own || domain == Domain.FULL;
  }

  /**
   * Returns what a segment holds.
   *
   * @param domain in which it is named
   * @return nothing if a host named what is not of its domain
   * @throws DamagedRepositoryException if it is not what was written
   */
  Optional<byte[]> payload(long domain, String segment) {
    byte[] bytes = Blobs.read(store, IndexLoader.key(segment), BlobLimit.INDEX);
    if (!DigestAlgorithm.SHA_256.hex(bytes, 0, bytes.length).equals(segment)) {
      throw new DamagedRepositoryException("its bytes are not those that it is named by");
    }
    if (domain != Domain.FULL && Domain.of(bytes) != domain) {
      return Optional.empty();
    }
    return Optional.of(SealedDocument.open(keys.apply(domain), ContainerKind.INDEX, bytes));
  }
}
