package io.byssus.store.fs;

import io.byssus.api.store.BlobStore;
import io.byssus.api.store.BlobStoreProvider;
import io.byssus.api.store.StoreLocation;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Opens {@code file:///absolute/path} and {@code file:/absolute/path}, with {@code
 * ?append-only=true} as a store that deletes nothing.
 *
 * <p>A percent-escape stands for a byte of the path, whatever the language of the process, so that
 * every directory can be named. Safe for use by many threads.
 */
public final class FileSystemStoreProvider implements BlobStoreProvider {
  private static final String APPEND_ONLY = "append-only=true";

  /** Creates the provider; {@link java.util.ServiceLoader} does. */
  public FileSystemStoreProvider() {}

  @Override
  public String scheme() {
    return "file";
  }

  @Override
  public BlobStore open(URI location) {
    if (!scheme().equalsIgnoreCase(location.getScheme())
        || location.isOpaque()
        || location.getRawAuthority() != null
        || !(location.getRawQuery() == null || location.getRawQuery().equals(APPEND_ONLY))
        || location.getRawFragment() != null) {
      throw refused(location, null);
    }
    Path root;
    try {
      root =
          Path.of(URI.create(scheme() + "://" + URI.create(location.getRawPath()).toASCIIString()));
    } catch (IllegalArgumentException e) {
      throw refused(location, e);
    }
    FileSystemStore.Builder store = FileSystemStore.builder(root);
    return location.getRawQuery() == null ? store.build() : store.appendOnly().build();
  }

  private static IllegalArgumentException refused(URI location, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "not a directory's URI (file:///absolute/path, with # ? % and spaces escaped as %23 %3F %25"
            + " %20; ?append-only=true for a store that deletes nothing): "
            + StoreLocation.redacted(location.toString()),
        cause);
  }
}
