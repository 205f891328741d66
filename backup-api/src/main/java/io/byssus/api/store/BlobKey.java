package io.byssus.api.store;

import java.util.regex.Pattern;

/**
 * The name of a blob: segments of {@code [a-z0-9._-]} joined by slashes, such as {@code
 * packs/5f3a/9c01}.
 *
 * @param value at most 200 bytes, no empty segment and none that is {@code .} or {@code ..}
 */
public record BlobKey(String value) implements Comparable<BlobKey> {
  /** The greatest length in bytes (and characters: keys are ASCII). */
  public static final int MAX_LENGTH = 200;

  private static final Pattern SEGMENTS = Pattern.compile("[a-z0-9._-]+(/[a-z0-9._-]+)*");
  private static final Pattern DOTS = Pattern.compile("(^|.*/)\\.{1,2}(/.*|$)");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is not a key
   */
  public BlobKey {
    if (value.length() > MAX_LENGTH
        || !SEGMENTS.matcher(value).matches()
        || DOTS.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "not a blob key (segments of [a-z0-9._-], at most 200 bytes, no . or ..): " + value);
    }
  }

  /** Returns the key with the given name. */
  public static BlobKey of(String value) {
    return new BlobKey(value);
  }

  /** Returns the part behind the last slash. */
  public String lastSegment() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  @Override
  public int compareTo(BlobKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
