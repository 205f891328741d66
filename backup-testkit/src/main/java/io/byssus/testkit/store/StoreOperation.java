package io.byssus.testkit.store;

/** The requests that a store answers. */
public enum StoreOperation {
  /** {@link io.byssus.api.store.BlobStore#create}. */
  CREATE,
  /** {@link io.byssus.api.store.BlobStore#read}. */
  READ,
  /** {@link io.byssus.api.store.BlobStore#stat}. */
  STAT,
  /** {@link io.byssus.api.store.BlobStore#list}. */
  LIST,
  /** {@link io.byssus.api.store.BlobStore#delete}. */
  DELETE
}
