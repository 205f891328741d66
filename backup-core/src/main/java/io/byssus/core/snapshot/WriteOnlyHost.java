package io.byssus.core.snapshot;

import java.util.Objects;

/**
 * A host whose key only writes, as the maker of snapshots. What such a snapshot says of its origin,
 * host and time is that host's word; which key made it is not.
 *
 * @param key the id of its key file: 64 hexadecimal digits; it may be removed since
 * @param label the name that it was given with its key
 */
public record WriteOnlyHost(String key, String label) {
  /** Requires both. */
  public WriteOnlyHost {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(label, "label");
  }

  /** Returns the label and the first digits of the key's id. */
  @Override
  public String toString() {
    return label + " (key " + key.substring(0, Math.min(8, key.length())) + ")";
  }
}
