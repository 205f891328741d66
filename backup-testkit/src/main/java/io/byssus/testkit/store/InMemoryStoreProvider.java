package io.byssus.testkit.store;

import io.byssus.api.store.BlobStore;
import io.byssus.api.store.BlobStoreProvider;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Opens {@code mem:NAME}: a store in memory that everyone in the JVM who names it shares.
 *
 * <p>Safe for use by many threads.
 */
public final class InMemoryStoreProvider implements BlobStoreProvider {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

  /** Creates the provider; {@link java.util.ServiceLoader} does. */
  public InMemoryStoreProvider() {}

  @Override
  public String scheme() {
    return "mem";
  }

  @Override
  public BlobStore open(URI location) {
    String name = location.getRawSchemeSpecificPart();
    if (!scheme().equalsIgnoreCase(location.getScheme())
        || location.getRawFragment() != null
        || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a store in memory (mem:NAME): " + location);
    }
    return InMemoryStore.named(name);
  }
}
