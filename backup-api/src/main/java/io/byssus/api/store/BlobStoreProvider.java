package io.byssus.api.store;

import java.net.URI;

/**
 * Opens stores of one URI scheme. Found with {@link java.util.ServiceLoader}; declared in {@code
 * module-info} and in {@code META-INF/services}.
 */
public interface BlobStoreProvider {
  /** Returns the scheme that it serves, in lower case, such as {@code file}. */
  String scheme();

  /**
   * Opens the store at a location. Nothing is created before the first blob is.
   *
   * @param location a URI of this scheme
   * @throws IllegalArgumentException if the URI names no location of this scheme, with the form
   *     that it should have
   */
  BlobStore open(URI location);
}
