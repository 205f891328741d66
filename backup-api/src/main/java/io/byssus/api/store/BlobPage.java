package io.byssus.api.store;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A part of a listing: blobs in ascending order of their keys, and where the next part starts. */
public final class BlobPage {
  private final List<BlobInfo> blobs;
  private final @Nullable PageToken next;

  private BlobPage(List<BlobInfo> blobs, @Nullable PageToken next) {
    this.blobs = List.copyOf(blobs);
    this.next = next;
  }

  /** Returns a page that another follows. */
  public static BlobPage of(List<BlobInfo> blobs, PageToken next) {
    return new BlobPage(blobs, Objects.requireNonNull(next, "next"));
  }

  /** Returns the last page of a listing. */
  public static BlobPage last(List<BlobInfo> blobs) {
    return new BlobPage(blobs, null);
  }

  /** Returns the blobs of this page; a page that is not the last may be empty. */
  public List<BlobInfo> blobs() {
    return blobs;
  }

  /** Returns where the next page starts, or nothing when this is the last one. */
  public Optional<PageToken> next() {
    return Optional.ofNullable(next);
  }
}
