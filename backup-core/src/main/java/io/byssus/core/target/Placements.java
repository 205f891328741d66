package io.byssus.core.target;

import io.byssus.api.source.EntryPath;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds where entries go and under which temporary names they are made, and sees that what is
 * changed can be taken back, if it has to be. Thread-safe.
 */
final class Placements {
  private final BegunDirectories begun;
  private final Admission admission;
  private final TemporaryName temporaryName;
  private final Disk disk;
  private final MetadataWriter metadataWriter;
  private final @Nullable UndoLog undo;

  /**
   * Creates placements.
   *
   * @param undo is told of what has to be taken back, or {@code null} if nothing has to
   */
  Placements(
      BegunDirectories begun,
      Admission admission,
      TemporaryName temporaryName,
      Disk disk,
      MetadataWriter metadataWriter,
      @Nullable UndoLog undo) {
    this.begun = begun;
    this.admission = admission;
    this.temporaryName = temporaryName;
    this.disk = disk;
    this.metadataWriter = metadataWriter;
    this.undo = undo;
  }

  /** Returns where an entry goes that is to be made, and lets the user make it there. */
  Placement placement(EntryPath path) throws IOException {
    return placement(path, temporaryName.next());
  }

  /** Returns where an entry goes that is to be made, under a temporary name of its own. */
  Placement placement(EntryPath path, String name) throws IOException {
    Path place = changeable(path);
    // What is temporary is in the area, so that it goes with it, also after a kill.
    Path temporary = undo == null ? place.resolveSibling(name) : undo.place().resolve(name);
    return new Placement(
        path, place, temporary, begun.origin(path), disk, metadataWriter, undo(path));
  }

  /** Returns where an entry is that is to be made or removed, and lets the user do that. */
  Path changeable(EntryPath path) throws IOException {
    Path place = begun.place(path);
    begun.parent(path).change(admission);
    return place;
  }

  /** Returns whether anything is taken back if the restore fails. */
  boolean areTakenBack() {
    return undo != null;
  }

  /** Returns what has to be told of a change, which below a directory that was made is nobody. */
  @Nullable UndoLog undo(EntryPath path) {
    return begun.mustBeTakenBack(path) ? undo : null;
  }
}
