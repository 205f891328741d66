package io.byssus.api.store;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a store knows of a blob without reading it. Two are equal if key and length are. */
public final class BlobInfo {
  /** Stands for a length that the store can't tell. */
  private static final long UNKNOWN = -1;

  private final BlobKey key;
  private final long length;
  private final @Nullable Instant created;

  private BlobInfo(BlobKey key, long length, @Nullable Instant created) {
    this.key = Objects.requireNonNull(key, "key");
    this.length = length;
    this.created = created;
  }

  /**
   * Returns the info of a blob.
   *
   * @param key its key
   * @param length its length in bytes, not negative
   */
  public static BlobInfo of(BlobKey key, long length) {
    if (length < 0) {
      throw new IllegalArgumentException("a blob's length is not negative: " + length);
    }
    return new BlobInfo(key, length, null);
  }

  /**
   * Returns the info of a blob that is listed, though the store can't look at it: so that one bad
   * sector does not end a listing.
   *
   * @param key its key
   */
  public static BlobInfo ofUnknownLength(BlobKey key) {
    return new BlobInfo(key, UNKNOWN, null);
  }

  /**
   * Returns the same info with the time at which the blob was created.
   *
   * @param time by the store's clock
   */
  public BlobInfo createdAt(Instant time) {
    return new BlobInfo(key, length, Objects.requireNonNull(time, "time"));
  }

  /** Returns the blob's key. */
  public BlobKey key() {
    return key;
  }

  /** Returns whether the store could tell the length; that of a {@code stat} always is known. */
  public boolean lengthKnown() {
    return length != UNKNOWN;
  }

  /**
   * Returns the blob's length in bytes.
   *
   * @throws IllegalStateException if it is not known
   */
  public long length() {
    if (!lengthKnown()) {
      throw new IllegalStateException("the length of " + key + " is not known");
    }
    return length;
  }

  /**
   * Returns when the blob was created, if the store tells: by the store's clock, or by whoever
   * copied the blob there, so that nothing but convenience may depend on it.
   */
  public Optional<Instant> created() {
    return Optional.ofNullable(created);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlobInfo that && key.equals(that.key) && length == that.length;
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, length);
  }

  @Override
  public String toString() {
    return key + (lengthKnown() ? " (" + length + " bytes)" : " (of unknown length)");
  }
}
