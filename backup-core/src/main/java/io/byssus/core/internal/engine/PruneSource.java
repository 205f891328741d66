package io.byssus.core.internal.engine;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.SingleWriterException;
import io.byssus.api.store.AppendOnly;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.StoreAccessDeniedException;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.log.Log;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.StoredSnapshot;
import io.byssus.core.internal.look.Watch;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.prune.PrunedRepository;
import io.byssus.core.internal.prune.StoredEpochs;
import io.byssus.core.internal.store.MeteredStore;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.RepositoryKeys;
import java.util.Optional;

/** An open repository that is pruned. */
final class PruneSource implements PrunedRepository {
  private final OpenRepository repository;
  private final MeteredStore store;
  private final Watch watch;
  private final StoredEpochs epochs;
  private long folded;

  /**
   * Prepares a repository for pruning.
   *
   * @throws StoreAccessDeniedException if its store is append-only
   * @throws SingleWriterException if its store takes only one writer: nothing is deleted there
   */
  PruneSource(OpenRepository repository, Watch watch) {
    this.repository = repository;
    this.store = new MeteredStore(repository.store());
    this.watch = watch;
    this.epochs = new StoredEpochs(store);
    if (repository.store().capability(AppendOnly.class).isPresent()) {
      throw new StoreAccessDeniedException(
          repository.location() + " is append-only: prune it from where things may be deleted");
    }
    if (repository.configuration().writers() == Configuration.Writers.ONE) {
      throw new SingleWriterException(
          repository.location()
              + " overwrites blobs, so that nobody can tell who else is at work there: nothing is"
              + " deleted");
    }
  }

  @Override
  public BlobStore store() {
    return store;
  }

  /** Returns how many bytes were created. */
  long bytesCreated() {
    return store.bytesCreated();
  }

  @Override
  public Log log() {
    return repository.log();
  }

  @Override
  public LogState state() {
    LogState state = repository.state();
    requireWhole(state);
    folded = state.number();
    return state;
  }

  /** Returns the number of the entry up to which {@link #state()} was asked for last. */
  long folded() {
    return folded;
  }

  @Override
  public void requireWhole(LogState state) {
    WholeLog.require(repository, state, "pruned");
  }

  @Override
  public ChunkIndex index(LogState state) {
    return repository.indexes().wide(state).wholeIndex(state, repository::state);
  }

  @Override
  public ChunkReader reader(ChunkIndex index, long domain) {
    return repository.chunks(index.in(domain)).reader();
  }

  @Override
  public ChunkId tree(StoredSnapshot snapshot) {
    try {
      return repository.manifests().open(snapshot).tree();
    } catch (DamagedRepositoryException e) {
      throw new DamagedRepositoryException(
          "snapshot " + snapshot.id().abbreviated() + " can't be read: " + e.getMessage(),
          "Forget it, if nothing of it is needed; as long as it is there, nobody knows what it needs.",
          e);
    }
  }

  @Override
  public Optional<byte[]> segment(long domain, String name) {
    try {
      return repository.indexes().payload(domain, name);
    } catch (BlobNotFoundException e) {
      return unreadable(
          domain, new DamagedRepositoryException("index segment " + name + " is missing", e));
    } catch (DamagedRepositoryException e) {
      return unreadable(domain, e);
    }
  }

  private Optional<byte[]> unreadable(long domain, DamagedRepositoryException failure) {
    if (repository.indexes().trusts(domain)) {
      throw failure;
    }
    return Optional.empty();
  }

  @Override
  public String storeSegment(long domain, byte[] payload) {
    RepositoryKeys keys = repository.keys(domain);
    byte[] bytes =
        SealedDocument.seal(
            ContainerKind.INDEX,
            payload,
            buffer -> keys.seal(ContainerKind.INDEX, repository.configuration().suite(), buffer));
    String name = DigestAlgorithm.SHA_256.hex(bytes, 0, bytes.length);
    store.create(IndexLoader.key(name), BlobBody.of(bytes), CreateOptions.none());
    return name;
  }

  @Override
  public StoredEpochs epochs() {
    return epochs;
  }

  @Override
  public Watch watch() {
    return watch;
  }
}
