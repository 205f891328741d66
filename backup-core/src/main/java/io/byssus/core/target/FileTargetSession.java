package io.byssus.core.target;

import io.byssus.api.source.DeviceNumber;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetFile;
import io.byssus.api.target.TargetSession;
import io.byssus.api.target.TargetUnwritableException;
import io.byssus.api.target.TargetView;
import io.byssus.core.internal.file.MetadataReader;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.posix.Posix;
import io.byssus.core.internal.posix.PosixException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One writing of a {@link FileTarget}. Thread-safe, see {@link TargetSession}. */
final class FileTargetSession implements TargetSession {
  private static final Logger log = LoggerFactory.getLogger(FileTargetSession.class);

  /** No user's number: whoever may not write here is not root, and owns nothing that is known. */
  private static final long NOBODY = -2;

  private final Path directory;
  private final boolean undoable;

  /** The directories that led to this one and were made, from the top; it is the last of them. */
  private final List<Path> made;

  private final Disk disk;
  private final RestoredFile.Durability durability;
  private final MetadataReader reader;
  private final MetadataWriter metadataWriter;
  private final Admission admission;
  private final TreeRemoval removal;
  private final FileTargetView view;
  private final TemporaryName temporaryName = new TemporaryName();

  private final BegunDirectories begun = new BegunDirectories();
  private final Set<RestoredFile> unfinished = ConcurrentHashMap.newKeySet();
  private volatile @Nullable UndoLog undo;
  private volatile boolean closed;

  private FileTargetSession(
      Path directory,
      List<Path> made,
      RestoreStrategy strategy,
      OwnerPolicy owners,
      boolean undoable,
      Disk disk)
      throws IOException {
    this.directory = directory;
    this.made = made;
    this.undoable = undoable;
    this.disk = disk;
    this.durability =
        strategy == RestoreStrategy.MOST_RELIABLE
            ? RestoredFile.Durability.FORCED
            : RestoredFile.Durability.LEFT_TO_THE_SYSTEM;
    this.reader = MetadataReader.of(directory.getFileSystem());
    long user = user();
    this.admission = new Admission(disk, user);
    this.removal = new TreeRemoval(disk, reader, admission);
    this.view = new FileTargetView(directory);
    this.metadataWriter =
        new MetadataWriter(directory.getFileSystem(), disk, owners, admission, user);
  }

  static FileTargetSession open(
      Path directory, RestoreStrategy strategy, OwnerPolicy owners, boolean undoable, Disk disk)
      throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path path = directory;
        path != null && !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        path = path.getParent()) {
      missing.add(0, path);
    }
    try {
      disk.createDirectories(directory);
      FileTargetSession session =
          new FileTargetSession(
              directory.toRealPath(),
              Collections.unmodifiableList(missing),
              strategy,
              owners,
              undoable,
              disk);
      session.prepare();
      return session;
    } catch (IOException e) {
      if (undoable) {
        removeMade(missing, disk);
      }
      throw e;
    }
  }

  private static void removeMade(List<Path> made, Disk disk) throws IOException {
    for (int i = made.size() - 1; i >= 0; i--) {
      disk.deleteIfThere(made.get(i));
    }
  }

  private void prepare() throws IOException {
    UndoLog.recover(directory, disk, metadataWriter, removal);
    if (undoable) {
      undo = UndoLog.begin(directory, temporaryName.random(), disk, metadataWriter, removal);
    }
  }

  /** Returns the number of the user, as far as anybody says; else a file is made to see. */
  private long user() throws IOException {
    Path process = directory.resolve("/proc/self");
    if (Files.exists(process)) {
      return reader.read(process).uid();
    }
    Path probe = directory.resolve(temporaryName.next());
    try {
      disk.createFile(probe).close();
      return reader.read(probe, LinkOption.NOFOLLOW_LINKS).uid();
    } catch (AccessDeniedException e) {
      return NOBODY;
    } finally {
      disk.deleteIfThere(probe);
    }
  }

  @Override
  public Optional<TargetView> view() {
    return Optional.of(view);
  }

  @Override
  public void onOmission(Omissions omissions) {
    metadataWriter.onOmission(omissions);
  }

  @Override
  public Begun beginDirectory(EntryPath path) throws IOException {
    BegunDirectory directory =
        path.isRoot()
            ? BegunDirectory.top(this.directory, made.isEmpty() ? Begun.FOUND : Begun.CREATED)
            : makeDirectory(path, begun.place(path));
    begun.add(path, directory);
    return directory.state();
  }

  private BegunDirectory makeDirectory(EntryPath path, Path place) throws IOException {
    EntryMetadata found = metadataWriter.find(place);
    if (found != null) {
      return adopt(path, place, found);
    }
    UndoLog log = undo(path);
    if (log != null) {
      log.creating(path);
    }
    begun.parent(path).change(admission);
    disk.createDirectory(place);
    return BegunDirectory.created(place);
  }

  private BegunDirectory adopt(EntryPath path, Path place, EntryMetadata found) throws IOException {
    if (found.kind() != EntryKind.DIRECTORY) {
      throw new IOException(
          "can't make directory '" + path + "': a " + found.kind() + " is in its place");
    }
    UndoLog log = undo(path);
    if (log != null) {
      log.changing(path, place, found);
    }
    return BegunDirectory.found(place, found, admission);
  }

  @Override
  public TargetFile beginFile(EntryPath path, EntryMetadata metadata) throws IOException {
    requireKind(path, metadata, EntryKind.FILE);
    Placement placement = placement(path);
    return track(
        new RestoredFile(
            whole(placement),
            metadata,
            disk.createFile(placement.temporary()),
            disk,
            durability,
            unfinished));
  }

  private RestoredFile track(RestoredFile file) throws IOException {
    unfinished.add(file);
    if (closed) {
      file.close();
      throw new IllegalStateException("the target is closed: " + directory);
    }
    return file;
  }

  private RestoredFile.Where whole(Placement placement) {
    return new RestoredFile.Where() {
      @Override
      public String name() {
        return placement.path().toString();
      }

      @Override
      public void place(EntryMetadata metadata) throws IOException {
        metadataWriter.write(
            placement.path(), placement.temporary(), metadata, begun.origin(placement.path()));
        placement.move();
      }

      @Override
      public void discard() throws IOException {
        placement.discard();
      }
    };
  }

  @Override
  public TargetFile updateFile(EntryPath path, EntryMetadata metadata) throws IOException {
    requireKind(path, metadata, EntryKind.FILE);
    Path place = begun.place(path);
    boolean single = reader.read(place, LinkOption.NOFOLLOW_LINKS).links() == 1;
    if (single && undo == null && durability == RestoredFile.Durability.LEFT_TO_THE_SYSTEM) {
      try {
        return inPlace(path, place, metadata);
      } catch (FileSystemException e) {
        // A program that runs, or a file that is closed to its owner, can be replaced all the same.
        log.debug("'{}' can't be changed in place, so it is replaced", place, e);
      }
    }
    Placement placement = placement(path);
    RestoredFile file = (RestoredFile) beginFile(path, metadata);
    try (FileChannel from =
        FileChannel.open(
            placement.place(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      file.copy(from);
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private RestoredFile inPlace(EntryPath path, Path place, EntryMetadata metadata)
      throws IOException {
    RestoredFile.Where where =
        new RestoredFile.Where() {
          @Override
          public String name() {
            return path.toString();
          }

          @Override
          public void place(EntryMetadata wanted) throws IOException {
            metadataWriter.write(path, place, wanted, MetadataWriter.Origin.OLD);
          }

          @Override
          public void discard() {
            // It stays as it is, with its new time, by which the next restore knows it.
          }
        };
    return track(
        new RestoredFile(where, metadata, disk.openFile(place), disk, durability, unfinished));
  }

  @Override
  public void symbolicLink(EntryPath path, EntryMetadata metadata, byte[] linkTarget)
      throws IOException {
    requireKind(path, metadata, EntryKind.SYMBOLIC_LINK);
    Path pointer = pointer(path, linkTarget);
    Placement placement = placement(path);
    try {
      disk.symbolicLink(placement.temporary(), pointer);
      metadataWriter.write(path, placement.temporary(), metadata, begun.origin(path));
      placement.move();
    } catch (UnsupportedOperationException e) {
      throw new IOException("this file system has no links, so '" + path + "' can't be made", e);
    } finally {
      placement.discard();
    }
  }

  private Path pointer(EntryPath path, byte[] linkTarget) throws IOException {
    boolean impossible = linkTarget.length == 0;
    for (byte b : linkTarget) {
      impossible |= b == 0;
    }
    if (impossible) {
      throw new IOException("what link '" + path + "' points to is empty or has a zero byte");
    }
    try {
      return PathBytes.toLinkTarget(linkTarget, directory.getFileSystem());
    } catch (InvalidPathException e) {
      throw new IOException("this file system can't make link '" + path + "'", e);
    }
  }

  @Override
  public boolean hardLinks() {
    return true;
  }

  @Override
  public void hardLink(EntryPath path, EntryPath existing) throws IOException {
    Path from = FileTargetView.place(directory, existing);
    EntryMetadata file = reader.read(from, LinkOption.NOFOLLOW_LINKS);
    if (file.kind() == EntryKind.DIRECTORY) {
      throw new IOException("'" + path + "' can't be another name of a directory");
    }
    Placement placement = placement(path);
    EntryMetadata found = metadataWriter.find(placement.place());
    if (found != null && found.inode() == file.inode() && found.device() == file.device()) {
      return;
    }
    try {
      disk.link(placement.temporary(), from);
      placement.move();
    } catch (UnsupportedOperationException e) {
      throw new IOException("this file system has no hard links, for '" + path + "'", e);
    } finally {
      placement.discard();
    }
  }

  @Override
  public boolean special(EntryPath path, EntryMetadata metadata) throws IOException {
    String what = metadata.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    int type =
        switch (metadata.kind()) {
          case FIFO -> Posix.FIFO;
          case CHARACTER_DEVICE -> Posix.CHARACTER_DEVICE;
          case BLOCK_DEVICE -> Posix.BLOCK_DEVICE;
          default -> 0;
        };
    if (type == 0) {
      return omit(path, what, "only the program that listens at it can make it");
    }
    if (!Posix.available()) {
      return omit(path, what, Posix.unavailableReason());
    }
    return node(path, metadata, what, type);
  }

  private boolean node(EntryPath path, EntryMetadata metadata, String what, int type)
      throws IOException {
    Placement placement = placement(path);
    try {
      disk.node(
          placement.temporary(), type, metadata.deviceNumber().orElse(new DeviceNumber(0, 0)));
    } catch (PosixException e) {
      placement.discard();
      return omit(path, what, AttributeWriter.reason(e));
    }
    try {
      metadataWriter.write(path, placement.temporary(), metadata, begun.origin(path));
      placement.move();
      return true;
    } finally {
      placement.discard();
    }
  }

  private boolean omit(EntryPath path, String what, String reason) {
    metadataWriter.omissions().add(path, what, reason);
    return false;
  }

  @Override
  public void updateMetadata(EntryPath path, EntryMetadata metadata) throws IOException {
    Path place = begun.place(path);
    UndoLog log = undo(path);
    if (log != null) {
      log.changing(path, place, reader.read(place, LinkOption.NOFOLLOW_LINKS));
    }
    metadataWriter.write(path, place, metadata, MetadataWriter.Origin.OLD);
  }

  @Override
  public void remove(EntryPath path) throws IOException {
    Path place = begun.place(path);
    begun.parent(path).change(admission);
    UndoLog log = undo(path);
    if (log != null) {
      log.moveAside(path, place);
    } else {
      removal.remove(place);
    }
    begun.forget(path); // It may have been begun to look for what is to be removed.
  }

  @Override
  public void endDirectory(EntryPath path, EntryMetadata metadata) throws IOException {
    requireKind(path, metadata, EntryKind.DIRECTORY);
    BegunDirectory ended = end(path);
    if (!path.isRoot() || ended.state() == Begun.CREATED) {
      MetadataWriter.Origin origin =
          ended.state() == Begun.FOUND ? MetadataWriter.Origin.OLD : begun.origin(path);
      metadataWriter.write(path, ended.place(), metadata, origin);
    }
  }

  @Override
  public void leaveDirectory(EntryPath path) throws IOException {
    BegunDirectory left = end(path);
    EntryMetadata before = left.before();
    if (before != null) {
      metadataWriter.putBack(left.place(), before, left.isOpened());
    }
  }

  private BegunDirectory end(EntryPath path) throws IOException {
    BegunDirectory ended = begun.remove(path);
    // What was only traversed has nothing to force, and may be closed to this user.
    if (durability == RestoredFile.Durability.FORCED
        && !path.isRoot()
        && (ended.isChanged() || ended.state() == Begun.CREATED)) {
      disk.forceDirectory(ended.place());
    }
    return ended;
  }

  @Override
  public void complete() {
    UndoLog log = undo;
    try {
      if (durability == RestoredFile.Durability.FORCED) {
        disk.forceDirectory(directory);
      }
      if (log != null) {
        IOException left = log.commit();
        undo = null;
        if (left != null) {
          FileTargetSession.log.warn(
              "'{}' could not be removed and can be: the restore is complete", log.area(), left);
        }
      }
    } catch (IOException e) {
      throw new TargetUnwritableException(
          "what was restored to '" + directory + "' could not be made to stay: " + e, e);
    }
  }

  @Override
  public boolean undo() {
    UndoLog log = undo;
    if (log == null) {
      return false;
    }
    undo = null;
    closed = true;
    try {
      discardUnfinished();
      log.undo();
      removeMade(made, disk);
      return true;
    } catch (IOException e) {
      throw new TargetUnwritableException(
          "a part of what was changed in '"
              + directory
              + "' could not be taken back: "
              + e
              + "; the next restore into it tries again, with what is kept in '"
              + log.area()
              + "'",
          e);
    }
  }

  /**
   * Removes the temporary files of what was not committed.
   *
   * @throws TargetUnwritableException if one can't be removed
   */
  @Override
  public void close() {
    closed = true;
    if (undo != null) {
      undo();
      return;
    }
    try {
      discardUnfinished();
    } catch (IOException e) {
      throw new TargetUnwritableException(
          "a temporary file in '" + directory + "' can't be removed: " + e, e);
    }
  }

  private void discardUnfinished() throws IOException {
    IOException failure = null;
    for (RestoredFile file : List.copyOf(unfinished)) {
      try {
        file.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private Placement placement(EntryPath path) throws IOException {
    Path place = begun.place(path);
    begun.parent(path).change(admission);
    UndoLog log = undo;
    String name = temporaryName.next();
    // What is temporary is in the area, so that it goes with it, also after a kill.
    Path temporary = log == null ? place.resolveSibling(name) : log.area().resolve(name);
    return new Placement(path, place, temporary, disk, undo(path));
  }

  /** Returns what has to be told of a change, which below a directory that was made is nobody. */
  private @Nullable UndoLog undo(EntryPath path) {
    return begun.mustBeTakenBack(path) ? undo : null;
  }

  private static void requireKind(EntryPath path, EntryMetadata metadata, EntryKind kind) {
    if (metadata.kind() != kind) {
      throw new IllegalArgumentException(
          "'" + path + "' is to be a " + kind + " with the metadata of a " + metadata.kind());
    }
  }
}
