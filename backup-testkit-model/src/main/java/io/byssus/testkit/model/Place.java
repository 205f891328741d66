package io.byssus.testkit.model;

import io.byssus.api.store.BlobStore;
import java.util.Optional;

/** Where a model's repository is. */
interface Place {
  /** Opens a client where nothing is yet. */
  BlobStore open() throws Exception;

  /** Ends all that uses the place at once, and opens what that left; empty where nothing can. */
  Optional<BlobStore> openAfterCrash(long seed) throws Exception;
}
