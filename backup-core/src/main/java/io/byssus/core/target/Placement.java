package io.byssus.core.target;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.core.internal.file.PermissionBits;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where something is made under a temporary name, and where it goes. */
final class Placement {
  private static final int OWNER_READ_WRITE = 0600;
  private static final int READ_EXECUTE = 0555;

  private final EntryPath path;
  private final Path place;
  private final Path temporary;
  private final MetadataWriter.Origin origin;
  private final Disk disk;
  private final MetadataWriter metadataWriter;
  private final @Nullable UndoLog undo;

  /**
   * Creates a placement.
   *
   * @param path its path in the snapshot
   * @param place its place in the target
   * @param temporary its temporary name, on the same file system
   * @param origin what is known of what is made there
   * @param undo is told before what is there is replaced, or {@code null}
   */
  Placement(
      EntryPath path,
      Path place,
      Path temporary,
      MetadataWriter.Origin origin,
      Disk disk,
      MetadataWriter metadataWriter,
      @Nullable UndoLog undo) {
    this.path = path;
    this.place = place;
    this.temporary = temporary;
    this.origin = origin;
    this.disk = disk;
    this.metadataWriter = metadataWriter;
    this.undo = undo;
  }

  EntryPath path() {
    return path;
  }

  Path place() {
    return place;
  }

  Path temporary() {
    return temporary;
  }

  /**
   * Makes a file under the temporary name, and opens it: with its permissions at once if they give
   * nothing away before it has its owner, else for its owner alone.
   */
  FileChannel createFile(EntryMetadata metadata) throws IOException {
    boolean early = origin == MetadataWriter.Origin.NEW && isOpenToAll(metadata.permissions());
    return early
        ? disk.createFile(temporary, PermissionBits.permissions(metadata.permissions()))
        : disk.createFile(temporary);
  }

  /** Returns whether all may read what the group may, and none but the owner may write. */
  private static boolean isOpenToAll(int permissions) {
    int ofGroup = permissions >> 3 & 07;
    int ofOthers = permissions & 07;
    return (permissions & ~(OWNER_READ_WRITE | READ_EXECUTE)) == 0
        && (permissions & OWNER_READ_WRITE) == OWNER_READ_WRITE
        && (ofGroup & ~ofOthers) == 0;
  }

  /** Sets the metadata of what was made, and moves it to its place. */
  void finish(EntryMetadata metadata) throws IOException {
    metadataWriter.write(path, temporary, metadata, origin);
    move();
  }

  /** Renames, replacing a file or link, but not a directory, which the system call refuses. */
  void move() throws IOException {
    try {
      if (undo != null) {
        undo.replace(path, place, temporary);
      }
      disk.move(temporary, place);
    } catch (FileSystemException e) {
      String why = e.getReason() == null ? e.toString() : e.getReason();
      throw new IOException("can't put '" + path + "' into its place: " + why, e);
    }
  }

  /** Removes what still has the temporary name. */
  void discard() throws IOException {
    disk.deleteIfThere(temporary);
  }
}
