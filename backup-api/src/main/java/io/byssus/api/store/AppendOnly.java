package io.byssus.api.store;

/**
 * Says that a store takes new blobs and gives none up: every {@link BlobStore#delete} is a {@link
 * StoreAccessDeniedException}, also of keys that are not there. A capability without calls; who
 * means to delete looks for it first.
 */
public interface AppendOnly extends StoreCapability {}
