package io.byssus.api.store;

import java.util.Objects;

/** What a store knows of a blob without reading it. */
public final class BlobInfo {
  private final BlobKey key;
  private final long length;

  private BlobInfo(BlobKey key, long length) {
    this.key = Objects.requireNonNull(key, "key");
    this.length = length;
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
    return new BlobInfo(key, length);
  }

  /** Returns the blob's key. */
  public BlobKey key() {
    return key;
  }

  /** Returns the blob's length in bytes. */
  public long length() {
    return length;
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
    return key + " (" + length + " bytes)";
  }
}
