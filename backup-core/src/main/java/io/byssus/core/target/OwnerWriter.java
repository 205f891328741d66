package io.byssus.core.target;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetSession;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/** Gives entries to their recorded owners. Thread-safe. */
final class OwnerWriter {
  static final int SETUID = 04000;
  static final int SETGID = 02000;

  private final Disk disk;
  private final Principals principals;
  private final OwnerPolicy policy;
  private final boolean permitted;

  /**
   * Creates a writer.
   *
   * @param permitted whether the process may give files away
   */
  OwnerWriter(Disk disk, FileSystem fileSystem, OwnerPolicy policy, boolean permitted) {
    this.disk = disk;
    this.principals = new Principals(fileSystem);
    this.policy = policy;
    this.permitted = permitted;
  }

  /**
   * Sets the owner and the group.
   *
   * @return the permission bits that would give somebody else's rights away, as the owner that is
   *     recorded was not set
   */
  int write(
      EntryPath path,
      Path place,
      EntryMetadata wanted,
      EntryMetadata found,
      TargetSession.Omissions omissions)
      throws IOException {
    boolean otherUser = isOtherUser(wanted, found);
    boolean otherGroup = isOtherGroup(wanted, found);
    if (!otherUser && !otherGroup) {
      return 0;
    }
    if (permitted && policy != OwnerPolicy.NEVER) {
      try {
        if (otherUser) {
          writeUser(place, wanted);
        }
        if (otherGroup) {
          writeGroup(place, wanted);
        }
        return 0;
      } catch (FileSystemException e) {
        // As in a container that has no such user.
        omissions.add(path, "owner", AttributeWriter.reason(e));
      }
    } else if (policy != OwnerPolicy.NEVER) {
      omissions.add(path, otherUser ? "owner" : "group", "only root may give files away");
    }
    return (otherUser ? SETUID : 0) | SETGID;
  }

  /** Returns whether an entry that is there would get another owner or group. */
  boolean changes(EntryMetadata wanted, EntryMetadata found) {
    return permitted
        && policy != OwnerPolicy.NEVER
        && (isOtherUser(wanted, found) || isOtherGroup(wanted, found));
  }

  private boolean isOtherUser(EntryMetadata wanted, EntryMetadata found) {
    if (user(wanted).isPresent() && !found.ownerName().isEmpty()) {
      return !wanted.ownerName().equals(found.ownerName());
    }
    return wanted.uid() >= 0 && wanted.uid() != found.uid();
  }

  private boolean isOtherGroup(EntryMetadata wanted, EntryMetadata found) {
    if (group(wanted).isPresent() && !found.groupName().isEmpty()) {
      return !wanted.groupName().equals(found.groupName());
    }
    return wanted.gid() >= 0 && wanted.gid() != found.gid();
  }

  /** Returns who has the recorded name here, if names count. */
  private Optional<UserPrincipal> user(EntryMetadata wanted) {
    return (policy == OwnerPolicy.BY_NUMBER || wanted.ownerName().isEmpty())
        ? Optional.empty()
        : principals.user(wanted.ownerName());
  }

  private Optional<GroupPrincipal> group(EntryMetadata wanted) {
    return (policy == OwnerPolicy.BY_NUMBER || wanted.groupName().isEmpty())
        ? Optional.empty()
        : principals.group(wanted.groupName());
  }

  private void writeUser(Path place, EntryMetadata wanted) throws IOException {
    Optional<UserPrincipal> user = user(wanted);
    if (user.isPresent()) {
      disk.owner(place, user.get());
    } else {
      disk.owner(place, wanted.uid());
    }
  }

  private void writeGroup(Path place, EntryMetadata wanted) throws IOException {
    Optional<GroupPrincipal> group = group(wanted);
    if (group.isPresent()) {
      disk.group(place, group.get());
    } else {
      disk.group(place, wanted.gid());
    }
  }
}
