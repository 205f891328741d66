package io.byssus.core.target;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.core.internal.file.MetadataReader;
import io.byssus.core.internal.file.PermissionBits;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sets owner, times and permissions of what was restored, never through a link. Thread-safe. */
final class MetadataWriter {
  private static final int SETUID = 04000;
  private static final int SETGID = 02000;
  private static final int ORDINARY_BITS = 0777;

  private final MetadataReader reader;
  private final boolean unix;
  private final boolean posix;
  private final boolean owners;

  /**
   * Creates a writer.
   *
   * @param owners whether owner and group are set
   */
  MetadataWriter(FileSystem fileSystem, boolean owners) {
    Set<String> views = fileSystem.supportedFileAttributeViews();
    this.reader = MetadataReader.of(fileSystem);
    this.unix = views.contains("unix");
    this.posix = views.contains("posix");
    this.owners = owners && unix;
  }

  /** Sets an entry's metadata. */
  void write(Path path, EntryMetadata wanted) throws IOException {
    EntryMetadata found = reader.read(path, LinkOption.NOFOLLOW_LINKS);
    if (found.kind() != wanted.kind()) {
      throw new IOException("is no " + wanted.kind() + " any more, but " + found.kind());
    }
    // Changing the owner clears the setuid bit, so that permissions come after it; and they come
    // last, because setting times may open the file, which its permissions may not allow.
    int cleared = writeOwner(path, wanted, found);
    writeTime(path, wanted.modified());
    if (wanted.kind() != EntryKind.SYMBOLIC_LINK) {
      writePermissions(path, wanted.permissions() & ~cleared, found.permissions());
    }
  }

  /** Returns the bits that would give somebody else's rights away, as the owner is another one. */
  private int writeOwner(Path path, EntryMetadata wanted, EntryMetadata found) throws IOException {
    boolean otherUser = wanted.uid() >= 0 && wanted.uid() != found.uid();
    boolean otherGroup = wanted.gid() >= 0 && wanted.gid() != found.gid();
    if (owners) {
      if (otherUser) {
        Files.setAttribute(path, "unix:uid", (int) wanted.uid(), LinkOption.NOFOLLOW_LINKS);
      }
      if (otherGroup) {
        Files.setAttribute(path, "unix:gid", (int) wanted.gid(), LinkOption.NOFOLLOW_LINKS);
      }
      return 0;
    }
    return (otherUser ? SETUID : 0) | (otherUser || otherGroup ? SETGID : 0);
  }

  private static void writeTime(Path path, Instant modified) throws IOException {
    // The JDK sets 1970 instead of a moment before it that is no whole second; and it would set the
    // access time again to what it is, with the same fault, if none were given.
    Instant settable =
        modified.getEpochSecond() < 0 ? Instant.ofEpochSecond(modified.getEpochSecond()) : modified;
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(FileTime.from(settable), FileTime.from(Instant.now()), null);
  }

  private void writePermissions(Path path, int wanted, int found) throws IOException {
    if (unix) {
      // A special bit that it had may be gone since its owner was changed.
      if (wanted != found || (wanted & ~ORDINARY_BITS) != 0) {
        Files.setAttribute(path, "unix:mode", wanted, LinkOption.NOFOLLOW_LINKS);
      }
    } else if (posix) {
      Files.setPosixFilePermissions(path, PermissionBits.permissions(wanted));
    }
  }

  /** Returns the metadata of an entry, not following a link, or {@code null} if there is none. */
  @Nullable EntryMetadata find(Path path) throws IOException {
    try {
      return reader.read(path, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
