package io.byssus.core.target;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetSession;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger log = LoggerFactory.getLogger(UndoLog.class);

  private static final String PREFIX = ".byssus-undo-";
  private static final String JOURNAL = "journal";

  private final TargetTop top;

  /** Where the area is, for people. */
  private final Path area;

  private final HeldDirectory held;
  private final Disk disk;
  private final MetadataWriter metadata;
  private final TreeRemoval removal;
  private final Admission admission;
  private final FileChannel journal;
  private long length;
  private long moved;
  private boolean broken;
  private boolean ended;

  /** What is found when steps are taken back. */
  private final Set<EntryPath> changed = new HashSet<>();

  private final List<String> left = new ArrayList<>();
  private long steps;

  private UndoLog(
      TargetTop top,
      HeldDirectory held,
      Path name,
      Disk disk,
      MetadataWriter metadata,
      TreeRemoval removal,
      Admission admission,
      FileChannel journal)
      throws IOException {
    this.top = top;
    this.held = held;
    this.area = top.real().resolve(name);
    this.disk = disk;
    this.metadata = metadata;
    this.removal = removal;
    this.admission = admission;
    this.journal = journal;
    this.length = journal.size();
  }

  /** Returns whether a name in a directory is kept for areas. */
  static boolean isArea(EntryPath parent, Path name) {
    return parent.isRoot() && name.toString().startsWith(PREFIX);
  }

  /**
   * Makes an area in the top of a target.
   *
   * @param random a part of its name that nobody can foresee
   */
  static UndoLog begin(
      TargetTop top,
      String random,
      Disk disk,
      MetadataWriter metadata,
      TreeRemoval removal,
      Admission admission)
      throws IOException {
    EntryMetadata found = metadata.find(top.real());
    if (found == null) {
      throw new IOException("'" + top.real() + "' vanished");
    }
    EntryMetadata before = metadata.all(top.real(), found);
    Path name = top.real().getFileSystem().getPath(PREFIX + random);
    Path area = top.place().resolve(name);
    HeldDirectory held = null;
    FileChannel journal = null;
    try {
      disk.createDirectory(area);
      held = HeldDirectory.hold(area);
      journal = disk.createFile(held.place().resolve(JOURNAL));
      lock(journal, top.real().resolve(name));
      UndoLog log = new UndoLog(top, held, name, disk, metadata, removal, admission, journal);
      log.note(new UndoStep.Change(EntryPath.root(), before));
      metadata.putBack(top.real(), before, false);
      return log;
    } catch (IOException e) {
      if (journal != null) {
        journal.close();
      }
      if (held != null) {
        held.close();
      }
      removal.remove(area);
      metadata.resetTime(top.real(), before.modified());
      throw e;
    }
  }

  /**
   * Takes back what processes of the same user that were killed did in a target. What another user
   * left is left: its journal may say anything.
   *
   * @return what was done, in words
   * @throws IOException if that fails, or a restore is running there
   */
  static List<String> recover(
      TargetTop top, Disk disk, MetadataWriter metadata, TreeRemoval removal, Admission admission)
      throws IOException {
    List<Path> names = new ArrayList<>();
    List<String> takenBack = new ArrayList<>();
    if (!Files.isReadable(top.place())) {
      return takenBack; // Whoever left something there was somebody else.
    }
    try (var stream = Files.newDirectoryStream(top.place(), PREFIX + "*")) {
      stream.forEach(path -> names.add(path.getFileName()));
    }
    for (Path name : names) {
      Path area = top.place().resolve(name);
      EntryMetadata found = metadata.find(area);
      if (found == null || !admission.isOwn(found)) {
        log.warn("'{}' is another user's and is left there", top.real().resolve(name));
      } else if (found.kind() != EntryKind.DIRECTORY) {
        removal.remove(area);
      } else {
        takenBack.addAll(recover(top, name, disk, metadata, removal, admission));
      }
    }
    return takenBack;
  }

  private static List<String> recover(
      TargetTop top,
      Path name,
      Disk disk,
      MetadataWriter metadata,
      TreeRemoval removal,
      Admission admission)
      throws IOException {
    Path area = top.place().resolve(name);
    try (HeldDirectory held = HeldDirectory.hold(area)) {
      Path path = held.place().resolve(JOURNAL);
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        removal.remove(area); // The restore had ended, but for this.
        return List.of();
      }
      FileChannel journal = disk.openFile(path);
      try {
        lock(journal, top.real().resolve(name));
        UndoLog left = new UndoLog(top, held, name, disk, metadata, removal, admission, journal);
        TargetSession.Omissions omissions = metadata.omissions();
        metadata.onOmission(left::noteLost); // Nobody else is told before the session is open.
        try {
          left.undo();
        } finally {
          metadata.onOmission(omissions);
        }
        return left.report();
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

  /** Returns where the area is, for people. */
  Path area() {
    return area;
  }

  /** Returns where what is in the area is found: it can be moved anywhere in the target. */
  Path place() {
    return held.place();
  }

  /** Is told before an entry is made where none is. */
  void creating(EntryPath path) throws IOException {
    note(new UndoStep.Creation(path, null));
  }

  /** Is told before metadata of an entry is changed that is there. */
  void changing(EntryPath path, Path place, EntryMetadata found) throws IOException {
    note(new UndoStep.Change(path, metadata.all(place, found)));
  }

  /** Makes room for an entry: moves aside what is there. A directory is left where it is. */
  void replace(EntryPath path, Path place, Path made) throws IOException {
    EntryMetadata found = metadata.find(place);
    if (found != null && found.kind() != EntryKind.DIRECTORY) {
      moveAside(path, place);
    }
    if (found == null || found.kind() != EntryKind.DIRECTORY) {
      EntryMetadata known = metadata.find(made);
      note(new UndoStep.Creation(path, known == null ? null : UndoStep.Made.of(known)));
    }
  }

  /** Moves an entry aside, a directory with all that is in it. */
  void moveAside(EntryPath path, Path place) throws IOException {
    EntryMetadata found = metadata.find(place);
    if (found != null && found.kind() == EntryKind.DIRECTORY) {
      // Only who may write a directory may move it to another one.
      changing(path, place, found);
      admission.toChange(place, found);
    }
    long number = note(new UndoStep.Move(path, nextNumber()));
    disk.move(place, aside(number));
  }

  private synchronized long nextNumber() {
    moved++;
    return moved;
  }

  private Path aside(long number) {
    return held.place().resolve(Long.toString(number));
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
    disk.delete(held.place().resolve(JOURNAL));
    ended = true;
    journal.close();
    try {
      remove();
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private void remove() throws IOException {
    EntryMetadata before = metadata.find(top.real());
    removal.remove(top.place().resolve(area.getFileName()));
    if (before != null) {
      metadata.putBack(top.real(), before, false);
    }
    held.close();
  }

  /**
   * Takes everything back, the last step first, and removes the area.
   *
   * @throws IOException if a part could not be taken back; the area stays for another attempt
   */
  synchronized void undo() throws IOException {
    ended = true;
    try (journal) {
      JournalLines lines = new JournalLines(journal);
      Forward forward = new Forward();
      lines.forward(line -> forward.step(parse(line)));
      IOException failure = forward.failure;
      JournalLines.Backward backward = lines.backward();
      for (String line = backward.next(); line != null; line = backward.next()) {
        if (!backward.isFirst()) {
          UndoStep step = parse(line);
          failure = attempt(() -> takeBack(step), failure);
          steps++;
        }
      }
      if (failure != null) {
        throw failure;
      }
      remove();
      if (forward.first != null) {
        takeBack(forward.first); // The area's coming and going has changed the directory's time.
      }
    }
  }

  /** Goes through the steps before any is taken back, and lets this process do that. */
  private final class Forward {
    private @Nullable UndoStep first;
    private @Nullable IOException failure;

    void step(UndoStep step) {
      first = first == null ? step : first;
      failure = attempt(() -> admit(step), failure);
    }
  }

  /** Returns what was taken back, and what was not, in words. */
  private List<String> report() {
    List<String> report = new ArrayList<>();
    if (steps > 0) {
      report.add(
          "a restore with rollback that was killed was taken back first: " + steps + " changes");
    }
    report.addAll(left);
    return report;
  }

  private void noteLost(EntryPath path, String what, String reason) {
    left.add("not taken back of '" + path + "': " + what + ": " + reason);
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

  private UndoStep parse(String line) throws IOException {
    try {
      return UndoStep.parse(line);
    } catch (IllegalArgumentException e) {
      throw new IOException("the journal in '" + area + "' is damaged: " + e.getMessage(), e);
    }
  }

  /** Lets this process change a directory in which something is to be taken back. */
  private void admit(UndoStep step) throws IOException {
    if (step instanceof UndoStep.Change change && change.before().kind() == EntryKind.DIRECTORY) {
      try (HeldPath path = HeldPath.to(change.path(), top)) {
        EntryMetadata found = metadata.find(path.place());
        if (found != null && found.kind() == EntryKind.DIRECTORY) {
          admission.toChange(path.place(), found);
        }
      }
    }
  }

  private void takeBack(UndoStep step) throws IOException {
    try (HeldPath path = HeldPath.to(step.path(), top)) {
      takeBack(step, path.place());
    }
  }

  private void takeBack(UndoStep step, Path place) throws IOException {
    if (step instanceof UndoStep.Creation creation) {
      if (isChanged(creation.made(), metadata.find(place))) {
        changed.add(creation.path());
        left.add("'" + creation.path() + "' was changed after that restore, and is left as it is");
      } else {
        removal.remove(place);
      }
    } else if (step instanceof UndoStep.Move move) {
      Path aside = aside(move.number());
      if (metadata.find(aside) == null) {
        return;
      }
      if (changed.contains(move.path())) {
        Path beside = free(place);
        disk.move(aside, beside);
        left.add("what was in its place before is now '" + beside.getFileName() + "' beside it");
      } else {
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

  private static boolean isChanged(UndoStep.@Nullable Made made, @Nullable EntryMetadata found) {
    return made != null && found != null && !made.equals(UndoStep.Made.of(found));
  }

  /** Returns a name beside an entry that nothing has. */
  private Path free(Path place) throws IOException {
    String name = place.getFileName() + ".before-restore";
    Path free = place.resolveSibling(name);
    for (int number = 2; metadata.find(free) != null; number++) {
      free = place.resolveSibling(name + "-" + number);
    }
    return free;
  }
}
