package io.byssus.api.store;

import java.util.Objects;

/**
 * Where a store is, as it may be printed: never with credentials.
 *
 * @param text such as {@code file:///var/backups/shop}
 */
public record StoreLocation(String text) {
  /** Checks that there is a text. */
  public StoreLocation {
    Objects.requireNonNull(text, "text");
  }

  @Override
  public String toString() {
    return text;
  }
}
