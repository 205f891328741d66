package io.byssus.core.internal.store;

import io.byssus.api.NoProviderException;
import io.byssus.api.NotARepositoryException;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.BlobStoreProvider;
import io.byssus.api.store.StoreLocation;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the provider of a location's scheme. */
public final class Stores {
  private static final Map<String, String> KNOWN_MODULES =
      Map.of(
          "file", "backup-store-fs",
          "s3", "backup-store-s3",
          "gs", "backup-store-gcs",
          "az", "backup-store-azure",
          "mem", "backup-testkit");

  private Stores() {}

  /**
   * Returns a location as it was given.
   *
   * @throws IllegalArgumentException if it is no URI with a scheme
   */
  public static String requireLocation(String location) {
    uri(location);
    return location;
  }

  private static URI uri(String location) {
    try {
      URI uri = new URI(location);
      if (uri.getScheme() == null) {
        throw new IllegalArgumentException(
            "a location is a URI with a scheme, such as file:///var/backups/shop, not: "
                + StoreLocation.redacted(location));
      }
      return uri;
    } catch (URISyntaxException e) {
      // Without the cause, whose message is the whole location, credentials and all.
      throw new IllegalArgumentException(
          "not a URI: " + e.getReason() + " at character " + e.getIndex() + " of the location");
    }
  }

  /**
   * Opens the store at a location.
   *
   * @throws NoProviderException if no module serves its scheme, or more than one does
   * @throws NotARepositoryException if its provider says that no store can be there
   */
  public static BlobStore open(String location) {
    URI uri = uri(location);
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    // One provider may be seen by both loaders: it counts once, by its class.
    Map<String, BlobStoreProvider> found = new LinkedHashMap<>();
    collect(scheme, BlobStoreProvider.class.getClassLoader(), found);
    collect(scheme, Thread.currentThread().getContextClassLoader(), found);
    if (found.size() > 1) {
      throw new NoProviderException(
          "more than one module serves the scheme '" + scheme + "': " + found.keySet());
    }
    for (BlobStoreProvider provider : found.values()) {
      try {
        return provider.open(uri);
      } catch (IllegalArgumentException e) {
        throw new NotARepositoryException(String.valueOf(e.getMessage()), e);
      }
    }
    throw new NoProviderException(
        "no module serves the scheme '"
            + scheme
            + "'; add "
            + KNOWN_MODULES.getOrDefault(scheme, "the module that does")
            + " to the application");
  }

  private static void collect(
      String scheme, ClassLoader loader, Map<String, BlobStoreProvider> found) {
    try {
      for (BlobStoreProvider provider : ServiceLoader.load(BlobStoreProvider.class, loader)) {
        if (provider.scheme().equals(scheme)) {
          found.putIfAbsent(provider.getClass().getName(), provider);
        }
      }
    } catch (ServiceConfigurationError e) {
      throw new NoProviderException("a store provider can't be loaded: " + e.getMessage(), e);
    }
  }
}
