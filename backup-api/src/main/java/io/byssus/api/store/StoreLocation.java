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

  /**
   * Returns a location as a user gave it without what may be a credential: what stands before an
   * {@code @} in its authority, its query and its fragment.
   *
   * @param location a URI, or what was meant as one
   */
  public static StoreLocation redacted(String location) {
    return new StoreLocation(
        location.replaceFirst("//[^/]*@", "//…@").replaceFirst("[?#].*$", "?…"));
  }

  @Override
  public String toString() {
    return text;
  }
}
