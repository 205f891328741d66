package io.byssus.api.source;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an entry beside its name and content. Immutable; equal when every field is.
 *
 * <p>Modification time, permissions, owner, device number and extended attributes are restored.
 * Change time and inode serve to recognise an unchanged entry and are not. Entries of one kind with
 * more than one link, the same device and the same inode are names of one file.
 */
public final class EntryMetadata {
  private final EntryKind kind;
  private final int permissions;
  private final long uid;
  private final long gid;
  private final String ownerName;
  private final String groupName;
  private final long size;
  private final Instant modified;
  private final Instant changed;
  private final long inode;
  private final long device;
  private final long links;
  private final @Nullable DeviceNumber deviceNumber;
  private final ExtendedAttributes attributes;

  private EntryMetadata(Builder builder) {
    this.kind = builder.kind;
    this.permissions = builder.permissions;
    this.uid = builder.uid;
    this.gid = builder.gid;
    this.ownerName = builder.ownerName;
    this.groupName = builder.groupName;
    this.size = builder.size;
    this.modified = builder.modified;
    this.changed = builder.changed;
    this.inode = builder.inode;
    this.device = builder.device;
    this.links = builder.links;
    this.deviceNumber = builder.deviceNumber;
    this.attributes = builder.attributes;
  }

  /** Starts the metadata of an entry of a kind. */
  public static Builder of(EntryKind kind) {
    return new Builder(kind);
  }

  /** Starts metadata that are as these, until they are set otherwise. */
  public Builder toBuilder() {
    Builder builder = new Builder(kind);
    builder.permissions = permissions;
    builder.uid = uid;
    builder.gid = gid;
    builder.ownerName = ownerName;
    builder.groupName = groupName;
    builder.size = size;
    builder.modified = modified;
    builder.changed = changed;
    builder.inode = inode;
    builder.device = device;
    builder.links = links;
    builder.deviceNumber = deviceNumber;
    builder.attributes = attributes;
    return builder;
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

  /** Returns the owner's name, or an empty text where it is not known. */
  public String ownerName() {
    return ownerName;
  }

  /** Returns the group's name, or an empty text where it is not known. */
  public String groupName() {
    return groupName;
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

  /**
   * Returns the number of the device that it lies on, or 0 where there is none. In a snapshot it
   * only tells devices apart, and only between entries with more than one link.
   */
  public long device() {
    return device;
  }

  /** Returns how many names the entry has, hard links included; 1 where that is not known. */
  public long links() {
    return links;
  }

  /** Returns which device a device node stands for; empty for everything else. */
  public Optional<DeviceNumber> deviceNumber() {
    return Optional.ofNullable(deviceNumber);
  }

  /** Returns the extended attributes. */
  public ExtendedAttributes attributes() {
    return attributes;
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
        && device == that.device
        && links == that.links
        && ownerName.equals(that.ownerName)
        && groupName.equals(that.groupName)
        && Objects.equals(deviceNumber, that.deviceNumber)
        && attributes.equals(that.attributes);
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
    private static final long MAX_OWNER = 0xffff_ffffL;

    private final EntryKind kind;
    private int permissions;
    private long uid = -1;
    private long gid = -1;
    private String ownerName = "";
    private String groupName = "";
    private long size;
    private Instant modified = Instant.EPOCH;
    private Instant changed = Instant.EPOCH;
    private long inode;
    private long device;
    private long links = 1;
    private @Nullable DeviceNumber deviceNumber;
    private ExtendedAttributes attributes = ExtendedAttributes.none();

    private Builder(EntryKind kind) {
      this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** Sets the permission bits; others are dropped. */
    public Builder permissions(int bits) {
      this.permissions = bits & PERMISSION_BITS;
      return this;
    }

    /**
     * Sets owner and group by their numbers.
     *
     * @param userId from 0 to 2<sup>32</sup> − 1, or −1 for none
     * @param groupId likewise
     * @throws IllegalArgumentException if one is out of its range: no snapshot could hold it
     */
    public Builder owner(long userId, long groupId) {
      if (userId < -1 || userId > MAX_OWNER || groupId < -1 || groupId > MAX_OWNER) {
        throw new IllegalArgumentException(
            "owner and group are numbers from -1 to " + MAX_OWNER + ": " + userId + ":" + groupId);
      }
      this.uid = userId;
      this.gid = groupId;
      return this;
    }

    /** Sets the names of owner and group; an empty text stands for an unknown one. */
    public Builder ownerNames(String user, String group) {
      this.ownerName = Objects.requireNonNull(user, "user");
      this.groupName = Objects.requireNonNull(group, "group");
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

    /**
     * Sets how many names the entry has.
     *
     * @param count at least 1
     */
    public Builder links(long count) {
      if (count < 1) {
        throw new IllegalArgumentException("an entry has at least one name, not " + count);
      }
      this.links = count;
      return this;
    }

    /** Sets which device a device node stands for. */
    public Builder deviceNumber(DeviceNumber number) {
      this.deviceNumber = Objects.requireNonNull(number, "number");
      return this;
    }

    /** Sets the extended attributes. */
    public Builder attributes(ExtendedAttributes extended) {
      this.attributes = Objects.requireNonNull(extended, "extended");
      return this;
    }

    /** Returns the metadata. */
    public EntryMetadata build() {
      return new EntryMetadata(this);
    }
  }
}
