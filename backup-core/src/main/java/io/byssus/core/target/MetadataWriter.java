package io.byssus.core.target;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetSession;
import io.byssus.core.internal.file.PermissionBits;
import io.byssus.core.internal.metadata.MetadataReader;
import io.byssus.core.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sets owner, attributes, times and permissions of what was restored, never through a link.
 * Thread-safe.
 */
final class MetadataWriter {
  private static final int ORDINARY_BITS = 0777;
  private static final int OWNERS_BITS = 0700;
  private static final String NOT_THE_OWNERS = "it has not got the owner and group it was set for";
  private static final String ANOTHERS = "the directory is another user's";

  /** What an entry can have that nobody gave it yet. */
  enum Origin {
    /** It was made in a directory that was made too: nothing but what it was made with. */
    NEW,
    /** It was made in a directory that was there: what that one hands down. */
    NEW_IN_OLD,
    /** It was there: anything. */
    OLD
  }

  private final MetadataReader reader;
  private final Disk disk;
  private final OwnerWriter owners;
  private final AttributeWriter attributes;
  private final Admission admission;
  private final boolean unix;
  private final boolean posix;
  private final boolean defaultFileSystem;
  private volatile TargetSession.Omissions omissions = (path, what, reason) -> {};

  /**
   * Creates a writer.
   *
   * @param user the number of the user who restores: root may give files away
   */
  MetadataWriter(
      FileSystem fileSystem, Disk disk, OwnerPolicy policy, Admission admission, long user) {
    Set<String> views = fileSystem.supportedFileAttributeViews();
    this.reader = MetadataReader.of(fileSystem);
    this.disk = disk;
    this.unix = views.contains("unix");
    this.posix = views.contains("posix");
    this.defaultFileSystem = fileSystem.equals(FileSystems.getDefault());
    this.owners = new OwnerWriter(disk, fileSystem, policy, user == 0 && unix);
    this.admission = admission;
    this.attributes = new AttributeWriter(disk);
  }

  /** Names who is told of what can't be kept. */
  void onOmission(TargetSession.Omissions listener) {
    omissions = listener;
  }

  TargetSession.Omissions omissions() {
    return omissions;
  }

  /** Sets an entry's metadata. */
  void write(EntryPath path, Path place, EntryMetadata wanted, Origin origin) throws IOException {
    write(path, place, wanted, reader.read(place, LinkOption.NOFOLLOW_LINKS), origin);
  }

  /** Sets an entry's metadata, given what it has. */
  void write(EntryPath path, Path place, EntryMetadata wanted, EntryMetadata found, Origin origin)
      throws IOException {
    if (found.kind() != wanted.kind()) {
      throw new IOException("is no " + wanted.kind() + " any more, but " + found.kind());
    }
    if (origin == Origin.OLD && found.kind() == EntryKind.DIRECTORY && !admission.owns(found)) {
      nameDifferences(path, place, wanted, found);
      return;
    }
    // Changing the owner clears the setuid bit and a file's capabilities, so that these come after
    // it; and permissions come last, because what comes before may open or write the file, which
    // they may not allow.
    int cleared = unix ? owners.write(path, place, wanted, found, omissions) : 0;
    nameBits(path, wanted.permissions() & cleared);
    int permissions = found.permissions();
    if (origin == Origin.NEW) {
      attributes.set(path, place, wanted.attributes(), omissions);
    } else {
      permissions = admit(place, found);
      if (origin == Origin.OLD) {
        attributes.update(path, place, wanted.attributes(), omissions);
      } else {
        attributes.replace(path, place, wanted.attributes(), omissions);
      }
    }
    if (isNode(wanted.kind()) && !systemCalls()) {
      nameUnset(path, wanted, wanted.permissions() & ~cleared, found);
      return;
    }
    if (origin != Origin.OLD || !found.modified().equals(wanted.modified())) {
      writeTime(path, place, wanted);
    }
    if (wanted.kind() != EntryKind.SYMBOLIC_LINK) {
      writePermissions(place, wanted, wanted.permissions() & ~cleared, permissions);
    }
  }

  private static boolean isNode(EntryKind kind) {
    return switch (kind) {
      case FILE, DIRECTORY, SYMBOLIC_LINK -> false;
      default -> true;
    };
  }

  /**
   * Tells what an entry that is no file, directory or link lacks where no system calls can be made:
   * the JDK would open it to set that, and wait for ever or set a device to work.
   */
  private void nameUnset(
      EntryPath path, EntryMetadata wanted, int permissions, EntryMetadata found) {
    nameTime(path, wanted.modified(), found.modified());
    if (permissions != found.permissions()) {
      omissions.add(path, "permissions", Posix.unavailableReason());
    }
  }

  /** Tells of the bits that would give rights away to others than those they were given to. */
  private void nameBits(EntryPath path, int lost) {
    if ((lost & OwnerWriter.SETUID) != 0) {
      omissions.add(path, "setuid bit", NOT_THE_OWNERS);
    }
    if ((lost & OwnerWriter.SETGID) != 0) {
      omissions.add(path, "setgid bit", NOT_THE_OWNERS);
    }
  }

  /**
   * Returns whether writing this metadata would change nothing of an entry that is no directory.
   */
  boolean isWritten(Path place, EntryMetadata wanted, EntryMetadata found) throws IOException {
    boolean permissions =
        wanted.kind() == EntryKind.SYMBOLIC_LINK || wanted.permissions() == found.permissions();
    return permissions
        && wanted.modified().equals(found.modified())
        && !(unix && owners.changes(wanted, found))
        && attributes.isUpdated(place, wanted.attributes());
  }

  /** Tells what a directory lacks that is another's: only its owner may give it that. */
  private void nameDifferences(
      EntryPath path, Path place, EntryMetadata wanted, EntryMetadata found) throws IOException {
    if (unix) {
      owners.write(path, place, wanted, found, omissions);
    }
    if (wanted.permissions() != found.permissions()) {
      omissions.add(path, "permissions", ANOTHERS);
    }
    if (!wanted.modified().equals(found.modified())) {
      omissions.add(path, "modification time", ANOTHERS);
    }
    if (!attributes.isUpdated(place, wanted.attributes())) {
      omissions.add(path, "extended attributes", ANOTHERS);
    }
  }

  /** Lets the owner write an entry that was there. Returns the permissions that it now has. */
  private int admit(Path place, EntryMetadata found) throws IOException {
    boolean closed = (found.permissions() & OWNERS_BITS) != OWNERS_BITS;
    boolean plain = found.kind() == EntryKind.FILE || found.kind() == EntryKind.DIRECTORY;
    if (!unix || !plain || !closed || Files.isWritable(place)) {
      return found.permissions();
    }
    disk.mode(place, found.permissions() | OWNERS_BITS);
    return found.permissions() | OWNERS_BITS;
  }

  private void writeTime(EntryPath path, Path place, EntryMetadata wanted) throws IOException {
    Instant time = wanted.modified();
    boolean link = wanted.kind() == EntryKind.SYMBOLIC_LINK;
    setTime(place, time);
    boolean exact = systemCalls() || (!link && FileTimes.isExact(time));
    if (!exact || FileTimes.mayBeRefused(time)) {
      nameTime(path, time, reader.read(place, LinkOption.NOFOLLOW_LINKS).modified());
    }
  }

  /** The JDK takes five system calls where one does, so it is the second choice. */
  private void setTime(Path place, Instant time) throws IOException {
    if (systemCalls()) {
      disk.modifiedUnopened(place, time);
    } else {
      disk.modified(place, time);
    }
  }

  private boolean systemCalls() {
    return defaultFileSystem && Posix.available();
  }

  private void nameTime(EntryPath path, Instant wanted, Instant got) {
    if (FileTimes.same(wanted, got)) {
      return;
    }
    boolean second = wanted.getEpochSecond() == got.getEpochSecond();
    omissions.add(
        path,
        second ? "modification time to the nanosecond" : "modification time",
        Posix.available() ? "the file system can't hold it" : Posix.unavailableReason());
  }

  private void writePermissions(Path place, EntryMetadata entry, int wanted, int found)
      throws IOException {
    if (isNode(entry.kind())) {
      disk.modeUnopened(place, wanted);
    } else if (unix) {
      // A special bit that it had may be gone since its owner was changed, and an access control
      // list may have changed the others.
      if (wanted != found || (wanted & ~ORDINARY_BITS) != 0 || !entry.attributes().isEmpty()) {
        disk.mode(place, wanted);
      }
    } else if (posix) {
      disk.permissions(place, PermissionBits.permissions(wanted));
    }
  }

  /** Returns the metadata of an entry, not following a link, or {@code null} if there is none. */
  @Nullable EntryMetadata find(Path place) throws IOException {
    try {
      return reader.read(place, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Returns the metadata of an entry with its extended attributes. */
  EntryMetadata all(Path place, EntryMetadata found) throws IOException {
    return found.toBuilder().attributes(attributes.read(place)).build();
  }

  /**
   * Puts back what was changed of a directory to make something in it.
   *
   * @param opened whether its permissions were changed
   */
  void putBack(Path directory, EntryMetadata before, boolean opened) throws IOException {
    EntryMetadata found = find(directory);
    if (found == null || !admission.owns(before)) {
      return; // Its time then says when something was made in it, as of any directory.
    }
    if (!found.modified().equals(before.modified())) {
      resetTime(directory, before.modified());
    }
    if (opened) {
      disk.mode(directory, before.permissions());
    }
  }

  /** Sets a time again that making and removing entries has changed. */
  void resetTime(Path directory, Instant time) throws IOException {
    setTime(directory, time);
  }
}
