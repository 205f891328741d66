package io.byssus.examples;

import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.testkit.model.RepositoryModelContract;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The randomised test that any store can run, on the store of the example. */
class MapStoreModelTest extends RepositoryModelContract {
  private ConcurrentSkipListMap<BlobKey, byte[]> last = new ConcurrentSkipListMap<>();

  @Override
  protected BlobStore openStore() { // at an empty place
    last = new ConcurrentSkipListMap<>();
    return new MapStore(last);
  }

  @Override
  protected Optional<BlobStore> openAfterCrash(long seed) { // what a crash of the client leaves
    return Optional.of(new MapStore(last));
  }
}
