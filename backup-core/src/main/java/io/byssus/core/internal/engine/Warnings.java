package io.byssus.core.internal.engine;

import io.byssus.api.store.StoreLocation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What whoever uses a repository should know of it, a sentence each: told once, and kept. Safe for
 * use by many threads.
 */
final class Warnings {
  private static final Logger log = LoggerFactory.getLogger(Warnings.class);

  private final StoreLocation location;
  private final Set<String> told = new TreeSet<>();

  Warnings(StoreLocation location) {
    this.location = location;
  }

  synchronized void tell(String warning) {
    if (told.add(warning)) {
      log.warn("{}: {}", location, warning);
    }
  }

  synchronized List<String> list() {
    return List.copyOf(told);
  }
}
