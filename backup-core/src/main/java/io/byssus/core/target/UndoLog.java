package io.byssus.core.target;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what a restore changed: an area in the target, with a journal of steps, each written
 * before it is done, and what was replaced or removed, moved there.
 *
 * <p>A step that was written and not done is harmless to take back: what is not there need not be
 * removed, and what was not moved is in its place. So the area of a process that was killed is
 * enough for the next one. The journal is locked while its process lives, and its removal is the
 * moment from which on a restore is not taken back.
 *
 * <p>Thread-safe.
 */
final class UndoLog {
  private static final String PREFIX = ".byssus-undo-";
  private static final String JOURNAL = "journal";

  private final Path directory;
  private final Path area;
  private final Disk disk;
  private final MetadataWriter metadata;
  private final TreeRemoval removal;
  private final FileChannel journal;
  private long length;
  private long moved;
  private boolean broken;
  private boolean ended;

  private UndoLog(
      Path directory,
      Path area,
      Disk disk,
      MetadataWriter metadata,
      TreeRemoval removal,
      FileChannel journal)
      throws IOException {
    this.directory = directory;
    this.area = area;
    this.disk = disk;
    this.metadata = metadata;
    this.removal = removal;
    this.journal = journal;
    this.length = journal.size();
  }

  /** Returns whether a name in a directory is kept for areas. */
  static boolean isArea(EntryPath parent, Path name) {
    return parent.isRoot() && name.toString().startsWith(PREFIX);
  }

  /**
   * Makes an area in a directory.
   *
   * @param name a part of its name that nobody can foresee
   */
  static UndoLog begin(
      Path directory, String name, Disk disk, MetadataWriter metadata, TreeRemoval removal)
      throws IOException {
    EntryMetadata found = metadata.find(directory);
    if (found == null) {
      throw new IOException("'" + directory + "' vanished");
    }
    EntryMetadata before = metadata.all(directory, found);
    Path area = directory.resolve(PREFIX + name);
    FileChannel journal = null;
    try {
      disk.createDirectory(area);
      journal = disk.createFile(area.resolve(JOURNAL));
      lock(journal, area);
      UndoLog log = new UndoLog(directory, area, disk, metadata, removal, journal);
      log.note(new UndoStep.Change(EntryPath.root(), before));
      return log;
    } catch (IOException e) {
      if (journal != null) {
        journal.close();
      }
      removal.remove(area);
      metadata.resetTime(directory, before.modified());
      throw e;
    }
  }

  /**
   * Takes back what processes that were killed did in a directory.
   *
   * @throws IOException if that fails, or a restore is running there
   */
  static void recover(Path directory, Disk disk, MetadataWriter metadata, TreeRemoval removal)
      throws IOException {
    List<Path> areas = new ArrayList<>();
    if (!Files.isReadable(directory)) {
      return; // Whoever left something there was somebody else.
    }
    try (var stream = Files.newDirectoryStream(directory, PREFIX + "*")) {
      stream.forEach(areas::add);
    }
    for (Path area : areas) {
      if (!Files.isRegularFile(area.resolve(JOURNAL), LinkOption.NOFOLLOW_LINKS)) {
        removal.remove(area); // The restore had ended, but for this.
        continue;
      }
      FileChannel journal = disk.openFile(area.resolve(JOURNAL));
      try {
        lock(journal, area);
        new UndoLog(directory, area, disk, metadata, removal, journal).undo();
      } finally {
        journal.close();
      }
    }
  }

  private static void lock(FileChannel journal, Path area) throws IOException {
    FileLock lock;
    try {
      lock = journal.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(
          "another restore, which can be rolled back, is running there; its area is '"
              + area
              + "'");
    }
  }

  /** Returns where the area is: what is made here first can be moved anywhere in the target. */
  Path area() {
    return area;
  }

  /** Is told before an entry is made where none is. */
  void creating(EntryPath path) throws IOException {
    note(new UndoStep.Creation(path));
  }

  /** Is told before metadata of an entry is changed that is there. */
  void changing(EntryPath path, Path place, EntryMetadata found) throws IOException {
    note(new UndoStep.Change(path, metadata.all(place, found)));
  }

  /** Makes room for an entry: moves aside what is there. A directory is left where it is. */
  void replace(EntryPath path, Path place) throws IOException {
    EntryMetadata found = metadata.find(place);
    if (found != null && found.kind() != EntryKind.DIRECTORY) {
      moveAside(path, place);
    }
    if (found == null || found.kind() != EntryKind.DIRECTORY) {
      creating(path);
    }
  }

  /** Moves an entry aside, a directory with all that is in it. */
  void moveAside(EntryPath path, Path place) throws IOException {
    EntryMetadata found = metadata.find(place);
    if (found != null && found.kind() == EntryKind.DIRECTORY) {
      // Only who may write a directory may move it to another one.
      changing(path, place, found);
      removal.admit(place, found);
    }
    long number = note(new UndoStep.Move(path, nextNumber()));
    disk.move(place, aside(number));
  }

  private synchronized long nextNumber() {
    moved++;
    return moved;
  }

  private Path aside(long number) {
    return area.resolve(Long.toString(number));
  }

  private synchronized long note(UndoStep step) throws IOException {
    if (broken || ended) {
      throw new IOException("the journal in '" + area + "' can't be written any more");
    }
    broken = true; // A line that is written in part must not be followed by another one.
    ByteBuffer line = ByteBuffer.wrap((step.line() + "\n").getBytes(StandardCharsets.US_ASCII));
    while (line.hasRemaining()) {
      length += disk.write(journal, line, length);
    }
    broken = false;
    return step instanceof UndoStep.Move move ? move.number() : 0;
  }

  /**
   * Makes all that was done stay.
   *
   * @return what could not be cleaned up after it, or {@code null}
   * @throws IOException if it does not stay for sure; it can be undone
   */
  synchronized @Nullable IOException commit() throws IOException {
    disk.delete(area.resolve(JOURNAL));
    ended = true;
    journal.close();
    try {
      removal.remove(area);
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  /**
   * Takes everything back, the last step first, and removes the area.
   *
   * @throws IOException if a part could not be taken back; the area stays for another attempt
   */
  synchronized void undo() throws IOException {
    ended = true;
    try (journal) {
      List<UndoStep> steps = steps();
      IOException failure = null;
      for (UndoStep step : steps) {
        failure = attempt(() -> admit(step), failure);
      }
      for (int i = steps.size() - 1; i > 0; i--) {
        UndoStep step = steps.get(i);
        failure = attempt(() -> takeBack(step), failure);
      }
      if (failure != null) {
        throw failure;
      }
      removal.remove(area);
      if (!steps.isEmpty()) {
        takeBack(steps.get(0)); // The area's coming and going has changed the directory's time.
      }
    }
  }

  private interface Attempt {
    void run() throws IOException;
  }

  private static @Nullable IOException attempt(Attempt attempt, @Nullable IOException earlier) {
    try {
      attempt.run();
      return earlier;
    } catch (IOException e) {
      if (earlier == null) {
        return e;
      }
      earlier.addSuppressed(e);
      return earlier;
    }
  }

  private List<UndoStep> steps() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
    int count;
    do {
      count = journal.read(bytes, bytes.position());
    } while (count > 0);
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    List<UndoStep> steps = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      try {
        steps.add(UndoStep.parse(text.substring(start, end)));
      } catch (IllegalArgumentException e) {
        throw new IOException("the journal in '" + area + "' is damaged: " + e.getMessage(), e);
      }
      start = end + 1;
    }
    return steps;
  }

  /** Lets this process change a directory in which something is to be taken back. */
  private void admit(UndoStep step) throws IOException {
    if (step instanceof UndoStep.Change change && change.before().kind() == EntryKind.DIRECTORY) {
      Path place = FileTargetView.place(directory, change.path());
      EntryMetadata found = metadata.find(place);
      if (found != null && found.kind() == EntryKind.DIRECTORY) {
        removal.admit(place, found);
      }
    }
  }

  private void takeBack(UndoStep step) throws IOException {
    Path place = FileTargetView.place(directory, step.path());
    requireRealParents(step.path());
    if (step instanceof UndoStep.Creation) {
      removal.remove(place);
    } else if (step instanceof UndoStep.Move move) {
      Path aside = aside(move.number());
      if (metadata.find(aside) != null) {
        removal.remove(place);
        disk.move(aside, place);
      }
    } else if (step instanceof UndoStep.Change change) {
      EntryMetadata found = metadata.find(place);
      if (found != null && found.kind() == change.before().kind()) {
        metadata.write(change.path(), place, change.before(), MetadataWriter.Origin.OLD);
      }
    }
  }

  /** Nothing is taken back through a link that somebody put in the place of a directory. */
  private void requireRealParents(EntryPath path) throws IOException {
    Path place = directory;
    for (int i = 0; i < path.names().size() - 1; i++) {
      place = FileTargetView.place(place, path, path.names().get(i));
      EntryMetadata found = metadata.find(place);
      if (found == null || found.kind() != EntryKind.DIRECTORY) {
        throw new IOException("'" + place + "' is no directory any more");
      }
    }
  }
}
