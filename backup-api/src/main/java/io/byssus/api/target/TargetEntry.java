package io.byssus.api.target;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import java.util.Objects;

/** An entry that a target has already. Immutable. Incubating. */
public final class TargetEntry {
  private final EntryName name;
  private final EntryMetadata metadata;
  private final byte[] linkTarget;

  /**
   * Creates an entry.
   *
   * @param name its name
   * @param metadata what is known of it, not following a link; extended attributes may be left out
   * @param linkTarget the bytes that a symbolic link points to; empty for everything else
   */
  public TargetEntry(EntryName name, EntryMetadata metadata, byte[] linkTarget) {
    this.name = Objects.requireNonNull(name, "name");
    this.metadata = Objects.requireNonNull(metadata, "metadata");
    this.linkTarget = linkTarget.clone();
  }

  /** Returns its name. */
  public EntryName name() {
    return name;
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
  public String toString() {
    return name + " (" + metadata + ")";
  }
}
