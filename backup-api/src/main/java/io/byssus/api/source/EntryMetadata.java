package io.byssus.api.source;

import java.time.Instant;
import java.util.Objects;

/**
 * What is known of an entry beside its name and content. Immutable; equal when every field is.
 *
 * <p>Modification time, permissions and owner are restored; change time, inode and device serve to
 * recognise an unchanged file and are not.
 */
public final class EntryMetadata {
  private final EntryKind kind;
  private final int permissions;
  private final long uid;
  private final long gid;
  private final long size;
  private final Instant modified;
  private final Instant changed;
  private final long inode;
  private final long device;

  private EntryMetadata(Builder builder) {
    this.kind = builder.kind;
    this.permissions = builder.permissions;
    this.uid = builder.uid;
    this.gid = builder.gid;
    this.size = builder.size;
    this.modified = builder.modified;
    this.changed = builder.changed;
    this.inode = builder.inode;
    this.device = builder.device;
  }

  /** Starts the metadata of an entry of a kind. */
  public static Builder of(EntryKind kind) {
    return new Builder(kind);
  }

  /** Returns what the entry is. */
  public EntryKind kind() {
    return kind;
  }

  /** Returns the twelve permission bits: setuid, setgid, sticky and {@code rwx} three times. */
  public int permissions() {
    return permissions;
  }

  /** Returns the owner's number, or -1 where there is none. */
  public long uid() {
    return uid;
  }

  /** Returns the group's number, or -1 where there is none. */
  public long gid() {
    return gid;
  }

  /** Returns the size of a file's content in bytes; 0 for what is not a file. */
  public long size() {
    return size;
  }

  /** Returns when the content was last modified, to the nanosecond. */
  public Instant modified() {
    return modified;
  }

  /** Returns when content or metadata last changed; the epoch where that is not known. */
  public Instant changed() {
    return changed;
  }

  /** Returns the file's number on its device, or 0 where there is none. */
  public long inode() {
    return inode;
  }

  /** Returns the device's number, or 0 where there is none. */
  public long device() {
    return device;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntryMetadata that
        && kind == that.kind
        && permissions == that.permissions
        && uid == that.uid
        && gid == that.gid
        && size == that.size
        && modified.equals(that.modified)
        && changed.equals(that.changed)
        && inode == that.inode
        && device == that.device;
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, permissions, uid, gid, size, modified, changed, inode, device);
  }

  @Override
  public String toString() {
    return kind
        + " "
        + Integer.toOctalString(permissions)
        + " "
        + uid
        + ":"
        + gid
        + " "
        + size
        + " bytes, "
        + modified;
  }

  /** Collects the fields of an {@link EntryMetadata}. */
  public static final class Builder {
    private static final int PERMISSION_BITS = 0xfff;

    private final EntryKind kind;
    private int permissions;
    private long uid = -1;
    private long gid = -1;
    private long size;
    private Instant modified = Instant.EPOCH;
    private Instant changed = Instant.EPOCH;
    private long inode;
    private long device;

    private Builder(EntryKind kind) {
      this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** Sets the permission bits; others are dropped. */
    public Builder permissions(int bits) {
      this.permissions = bits & PERMISSION_BITS;
      return this;
    }

    /** Sets owner and group by their numbers. */
    public Builder owner(long userId, long groupId) {
      this.uid = userId;
      this.gid = groupId;
      return this;
    }

    /**
     * Sets the size of a file's content.
     *
     * @param bytes not negative
     */
    public Builder size(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("a size is not negative: " + bytes);
      }
      this.size = bytes;
      return this;
    }

    /** Sets the modification time. */
    public Builder modified(Instant time) {
      this.modified = Objects.requireNonNull(time, "time");
      return this;
    }

    /** Sets the change time. */
    public Builder changed(Instant time) {
      this.changed = Objects.requireNonNull(time, "time");
      return this;
    }

    /** Sets the file's number and its device's. */
    public Builder identity(long inodeNumber, long deviceNumber) {
      this.inode = inodeNumber;
      this.device = deviceNumber;
      return this;
    }

    /** Returns the metadata. */
    public EntryMetadata build() {
      return new EntryMetadata(this);
    }
  }
}
