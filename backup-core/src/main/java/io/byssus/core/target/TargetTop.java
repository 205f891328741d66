package io.byssus.core.target;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetSession.Begun;
import io.byssus.core.internal.metadata.MetadataReader;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that is restored into, and which of those that led to it had to be made.
 *
 * <p>One that was made is its user's alone until it is settled, and has the sticky bit, which says
 * nothing there: so the next restore knows what one that was killed has made, and settles it.
 */
final class TargetTop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TargetTop.class);
  private static final int UNSETTLED = 01700;
  private static final int MODE = 07777;

  /** What is inherited from the directory above. */
  private static final int SETGID = 02000;

  private final Path real;
  private @Nullable HeldDirectory held;

  /** The directories that were made, from the top; this one is the last of them. */
  private final List<Path> made;

  private final Disk disk;

  private enum State {
    SETTLED,
    UNSETTLED
  }

  private volatile State state = State.SETTLED;

  private TargetTop(Path real, List<Path> made, Disk disk) {
    this.real = real;
    this.made = made;
    this.disk = disk;
  }

  /**
   * Makes a directory, and those above it, as far as they are missing.
   *
   * @throws IOException if that fails; then what was made is removed again
   */
  static TargetTop make(Path directory, Disk disk) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path path = directory;
        path != null && !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        path = path.getParent()) {
      missing.add(0, path);
    }
    try {
      disk.createDirectories(directory);
      Path real = directory.toRealPath();
      return new TargetTop(real, List.copyOf(missing), disk);
    } catch (IOException e) {
      try {
        remove(missing, disk);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  /** Returns its path, without a link in it. */
  Path real() {
    return real;
  }

  /** Closes it to others if it was made. */
  void seclude(Admission admission, MetadataReader reader) throws IOException {
    if (real.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      EntryMetadata found = reader.read(real, LinkOption.NOFOLLOW_LINKS);
      boolean left = (found.permissions() & MODE & ~SETGID) == UNSETTLED && admission.isOwn(found);
      if (!made.isEmpty()) {
        disk.mode(real, UNSETTLED | (found.permissions() & SETGID));
      }
      state = left || !made.isEmpty() ? State.UNSETTLED : State.SETTLED;
    }
  }

  /** Returns whether it is the restore's own, and was not given permissions for good. */
  boolean isUnsettled() {
    return state == State.UNSETTLED;
  }

  /** Is told that it has got its metadata. */
  void settled() {
    state = State.SETTLED;
  }

  /**
   * Gives it the permissions of any directory that is made, if it has got no others.
   *
   * @param probe a name that nothing in it has
   */
  void settle(String probe) throws IOException {
    if (isUnsettled()) {
      Path directory = place().resolve(probe);
      disk.createDirectories(directory);
      int permissions;
      try {
        permissions =
            MetadataReader.of(real.getFileSystem())
                .read(directory, LinkOption.NOFOLLOW_LINKS)
                .permissions();
      } finally {
        disk.delete(directory);
      }
      disk.mode(real, permissions);
      settled();
    }
  }

  /** Holds it if others can put something in the place of it, or of a directory above it. */
  void secure(Admission admission, MetadataReader reader) throws IOException {
    boolean guarded = admission.isTrusted(reader.read(real, LinkOption.NOFOLLOW_LINKS));
    for (Path path = real.getParent(); path != null && guarded; path = path.getParent()) {
      guarded = admission.isGuarded(reader.read(path, LinkOption.NOFOLLOW_LINKS));
    }
    if (!guarded) {
      held = HeldDirectory.hold(real);
    }
  }

  /** Returns where what is in it is found. */
  Path place() {
    HeldDirectory holding = held;
    return holding == null ? real : holding.place();
  }

  /** Something that is done with an entry. */
  interface Doing<T> {
    T run() throws IOException;
  }

  /** Does something with an entry; if it fails, the failure names the entry for people. */
  <T> T at(EntryPath path, Doing<T> doing) throws IOException {
    try {
      return doing.run();
    } catch (FileSystemException e) {
      throw HeldDirectory.named(e, FileTargetView.place(real, path));
    }
  }

  /** Something that is done with an entry, and returns nothing. */
  interface Acting {
    void run() throws IOException;
  }

  /** Does something with an entry; if it fails, the failure names the entry for people. */
  void act(EntryPath path, Acting acting) throws IOException {
    try {
      acting.run();
    } catch (FileSystemException e) {
      throw HeldDirectory.named(e, FileTargetView.place(real, path));
    }
  }

  /** Returns whether it was there. */
  Begun state() {
    return made.isEmpty() ? Begun.FOUND : Begun.CREATED;
  }

  /** Removes the directories that were made and are empty again. */
  void removeMade() throws IOException {
    remove(made, disk);
  }

  /** Removes the directories that were made, if nothing was put into them. */
  void removeUnused() throws IOException {
    try {
      remove(made, disk);
    } catch (DirectoryNotEmptyException e) {
      log.debug("'{}' stays, for something is in it", real, e);
    }
  }

  /** Lets it go. */
  @Override
  public void close() {
    HeldDirectory holding = held;
    if (holding != null) {
      holding.close();
    }
  }

  private static void remove(List<Path> made, Disk disk) throws IOException {
    for (int i = made.size() - 1; i >= 0; i--) {
      disk.deleteIfThere(made.get(i));
    }
  }
}
