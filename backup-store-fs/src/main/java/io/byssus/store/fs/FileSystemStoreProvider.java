package io.byssus.store.fs;

import io.byssus.api.store.BlobStore;
import io.byssus.api.store.BlobStoreProvider;
import io.byssus.api.store.StoreLocation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
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
      root = Path.of(URI.create(scheme() + "://" + ascii(location.getRawPath())));
    } catch (IllegalArgumentException e) {
      throw refused(location, e);
    }
    FileSystemStore.Builder store = FileSystemStore.builder(root);
    return location.getRawQuery() == null ? store.build() : store.appendOnly().build();
  }

  /** Escapes letters beyond ASCII as they stand: another form of them is another directory. */
  private static String ascii(String path) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      if (b >= 0) {
        escaped.append((char) b);
      } else {
        escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return escaped.toString();
  }

  private static IllegalArgumentException refused(URI location, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "not a directory's URI (file:///absolute/path, with # ? % and spaces escaped as %23 %3F %25"
            + " %20; ?append-only=true for a store that deletes nothing): "
            + StoreLocation.redacted(location.toString()),
        cause);
  }
}
