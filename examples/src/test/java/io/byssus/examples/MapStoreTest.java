package io.byssus.examples;

import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.testkit.store.BlobStoreContract;
import java.util.concurrent.ConcurrentSkipListMap;

/** The suite that every store passes, on the store of the example. */
class MapStoreTest extends BlobStoreContract {
  private ConcurrentSkipListMap<BlobKey, byte[]> last = new ConcurrentSkipListMap<>();

  @Override
  protected BlobStore openStore() { // at an empty place
    last = new ConcurrentSkipListMap<>();
    return new MapStore(last);
  }

  @Override
  protected BlobStore openSecondClient() { // another client of the same place
    return new MapStore(last);
  }
}
