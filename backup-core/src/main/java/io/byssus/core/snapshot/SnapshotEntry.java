package io.byssus.core.snapshot;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import java.util.Arrays;
import java.util.Objects;

/** An entry of a snapshot: a directory, a file or a link. Immutable; equal when all of it is. */
public final class SnapshotEntry {
  private final EntryPath path;
  private final EntryMetadata metadata;
  private final byte[] linkTarget;

  /**
   * Creates an entry.
   *
   * @param path where it is in the snapshot
   * @param metadata what is known of it
   * @param linkTarget what a symbolic link points to, else empty
   */
  public SnapshotEntry(EntryPath path, EntryMetadata metadata, byte[] linkTarget) {
    this.path = Objects.requireNonNull(path, "path");
    this.metadata = Objects.requireNonNull(metadata, "metadata");
    this.linkTarget = linkTarget.clone();
  }

  /** Returns where it is in the snapshot. */
  public EntryPath path() {
    return path;
  }

  /** Returns what is known of it. */
  public EntryMetadata metadata() {
    return metadata;
  }

  /** Returns the bytes that a symbolic link points to; empty for everything else. */
  public byte[] linkTarget() {
    return linkTarget.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SnapshotEntry that
        && path.equals(that.path)
        && metadata.equals(that.metadata)
        && Arrays.equals(linkTarget, that.linkTarget);
  }

  @Override
  public int hashCode() {
    return Objects.hash(path, metadata, Arrays.hashCode(linkTarget));
  }

  @Override
  public String toString() {
    return path + " " + metadata;
  }
}
