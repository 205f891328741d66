package io.byssus.api.store;

/**
 * Something that only some stores can do, such as object lock or tiers. Looked up with {@link
 * BlobStore#capability}, never with {@code instanceof}: a decorator wraps or refuses each one.
 */
public interface StoreCapability {}
