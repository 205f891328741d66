package io.byssus.core.target;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetFile;
import io.byssus.api.target.TargetSession;
import io.byssus.api.target.TargetUnwritableException;
import io.byssus.api.target.TargetView;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.metadata.MetadataReader;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One writing of a {@link FileTarget}. Thread-safe, see {@link TargetSession}. */
final class FileTargetSession implements TargetSession {
  private static final Logger log = LoggerFactory.getLogger(FileTargetSession.class);

  private final TargetTop top;
  private final Disk disk;
  private final TemporaryName names;
  private final RestoredFile.Durability durability;
  private final MetadataReader reader;
  private final MetadataWriter metadataWriter;
  private final Admission admission;
  private final TreeRemoval removal;
  private final FileTargetView view;
  private final List<String> takenBack;

  private final BegunDirectories begun = new BegunDirectories();
  private final Placements placements;
  private final PartialFiles partial;
  private final LeftFiles left;
  private final RestoredFiles files;
  private final HardLinks hardLinks;
  private final SymbolicLinks symbolicLinks;
  private final Nodes nodes;

  /** What can be taken back until it is complete, or was. */
  private final AtomicReference<@Nullable UndoLog> undo;

  private volatile boolean completed;

  private FileTargetSession(
      TargetTop top, RestoreStrategy strategy, OwnerPolicy owners, boolean undoable, Disk disk)
      throws IOException {
    this.top = top;
    this.disk = disk;
    this.durability =
        strategy == RestoreStrategy.MOST_RELIABLE
            ? RestoredFile.Durability.FORCED
            : RestoredFile.Durability.LEFT_TO_THE_SYSTEM;
    Path directory = top.real();
    FileSystem fileSystem = directory.getFileSystem();
    this.names = new TemporaryName();
    this.reader = MetadataReader.of(fileSystem);
    long user = RestoringUser.number(directory, names.next(), disk, reader);
    this.admission = new Admission(disk, user);
    top.seclude(admission, reader);
    top.secure(admission, reader);
    this.removal = new TreeRemoval(disk, reader, admission);
    this.view = new FileTargetView(directory, new Looking());
    this.metadataWriter = new MetadataWriter(fileSystem, disk, owners, admission, user);
    this.takenBack = UndoLog.recover(top, disk, metadataWriter, removal, admission);
    UndoLog log =
        undoable
            ? UndoLog.begin(top, names.random(), disk, metadataWriter, removal, admission)
            : null;
    this.undo = new AtomicReference<>(log);
    this.placements = new Placements(begun, admission, names, disk, metadataWriter, log);
    this.partial = new PartialFiles(disk, metadataWriter, admission);
    this.left = new LeftFiles(disk, metadataWriter);
    this.files =
        new RestoredFiles(
            top, begun, placements, disk, durability, reader, metadataWriter, partial);
    this.hardLinks = new HardLinks(top, begun, placements, disk, reader, metadataWriter);
    this.symbolicLinks = new SymbolicLinks(fileSystem, placements, disk);
    this.nodes = new Nodes(placements, disk, metadataWriter);
  }

  static FileTargetSession open(
      Path directory, RestoreStrategy strategy, OwnerPolicy owners, boolean undoable, Disk disk)
      throws IOException {
    TargetTop top = TargetTop.make(directory, disk);
    try {
      return new FileTargetSession(top, strategy, owners, undoable, disk);
    } catch (IOException e) {
      top.close();
      if (undoable) {
        top.removeMade();
      }
      throw e;
    }
  }

  /** What the view has to know. */
  private final class Looking implements FileTargetView.Session {
    @Override
    public @Nullable Path held(EntryPath path) {
      return begun.find(path);
    }

    @Override
    public void partial(EntryPath path, Path file) throws IOException {
      if (!placements.areTakenBack()) {
        partial.note(path, file);
      }
    }

    @Override
    public void temporary(EntryPath path, Path file, long process) throws IOException {
      if (!placements.areTakenBack()) {
        left.note(path, file, process);
      }
    }
  }

  @Override
  public Optional<TargetView> view() {
    return Optional.of(view);
  }

  @Override
  public List<String> takenBack() {
    return takenBack;
  }

  @Override
  public void onOmission(Omissions omissions) {
    metadataWriter.onOmission(omissions);
  }

  @Override
  public Begun beginDirectory(EntryPath path) throws IOException {
    BegunDirectory directory =
        path.isRoot()
            ? BegunDirectory.top(top, reader.read(top.real(), LinkOption.NOFOLLOW_LINKS), admission)
            : top.at(path, () -> makeDirectory(path, begun.place(path)));
    begun.add(path, directory);
    return directory.state();
  }

  private BegunDirectory makeDirectory(EntryPath path, Path place) throws IOException {
    EntryMetadata found = metadataWriter.find(place);
    if (found != null) {
      return adopt(path, place, found);
    }
    UndoLog log = placements.undo(path);
    if (log != null) {
      log.creating(path);
    }
    begun.parent(path).change(admission);
    disk.createDirectory(place);
    return BegunDirectory.created(place, begun.parent(path));
  }

  private BegunDirectory adopt(EntryPath path, Path place, EntryMetadata found) throws IOException {
    if (found.kind() != EntryKind.DIRECTORY) {
      throw new IOException(
          "can't make directory '" + path + "': a " + found.kind() + " is in its place");
    }
    UndoLog log = placements.undo(path);
    if (log != null) {
      log.changing(path, place, found);
    }
    return BegunDirectory.found(place, found, begun.parent(path), admission);
  }

  @Override
  public TargetFile beginFile(EntryPath path, EntryMetadata metadata) throws IOException {
    requireKind(path, metadata, EntryKind.FILE);
    return top.at(path, () -> files.begin(path, metadata));
  }

  @Override
  public TargetFile resumeFile(EntryPath path, EntryMetadata metadata, String content)
      throws IOException {
    requireKind(path, metadata, EntryKind.FILE);
    return top.at(path, () -> files.resume(path, metadata, content));
  }

  @Override
  public TargetFile updateFile(EntryPath path, EntryMetadata metadata) throws IOException {
    requireKind(path, metadata, EntryKind.FILE);
    return top.at(path, () -> files.update(path, metadata));
  }

  @Override
  public void symbolicLink(EntryPath path, EntryMetadata metadata, byte[] linkTarget)
      throws IOException {
    requireKind(path, metadata, EntryKind.SYMBOLIC_LINK);
    top.act(path, () -> symbolicLinks.make(path, metadata, linkTarget));
  }

  @Override
  public boolean hardLinks() {
    return true;
  }

  @Override
  public void hardLink(EntryPath path, EntryPath existing) throws IOException {
    top.act(path, () -> hardLinks.make(path, existing));
  }

  @Override
  public boolean special(EntryPath path, EntryMetadata metadata) throws IOException {
    return top.at(path, () -> nodes.make(path, metadata));
  }

  @Override
  public void updateMetadata(EntryPath path, EntryMetadata metadata) throws IOException {
    top.act(path, () -> setMetadata(path, begun.place(path), metadata));
  }

  private void setMetadata(EntryPath path, Path place, EntryMetadata metadata) throws IOException {
    EntryMetadata found = reader.read(place, LinkOption.NOFOLLOW_LINKS);
    boolean shared = found.links() > 1 && found.kind() != EntryKind.DIRECTORY;
    if (shared && found.kind() == metadata.kind() && !mayKeepNames(place, metadata, found)) {
      replace(path, place, metadata);
      return;
    }
    UndoLog log = placements.undo(path);
    if (log != null) {
      log.changing(path, place, found);
    }
    metadataWriter.write(path, place, metadata, found, MetadataWriter.Origin.OLD);
  }

  /** What is set of an entry is set of all its names, which may be other files, or lie outside. */
  private boolean mayKeepNames(Path place, EntryMetadata metadata, EntryMetadata found)
      throws IOException {
    return hardLinks.mayStay(metadata, found) && metadataWriter.isWritten(place, metadata, found);
  }

  /** Makes an entry with the same content anew, so that its other names keep what they have. */
  private void replace(EntryPath path, Path place, EntryMetadata metadata) throws IOException {
    switch (metadata.kind()) {
      case FILE -> {
        try (RestoredFile copy = files.update(path, metadata)) {
          copy.commit();
        }
      }
      case SYMBOLIC_LINK ->
          symbolicLinks.make(path, metadata, PathBytes.of(Files.readSymbolicLink(place)));
      default -> nodes.make(path, metadata);
    }
  }

  @Override
  public void remove(EntryPath path) throws IOException {
    top.act(path, () -> remove(path, placements.changeable(path)));
    begun.forget(path); // It may have been begun to look for what is to be removed.
  }

  private void remove(EntryPath path, Path place) throws IOException {
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      MountPoints.requireNone(FileTargetView.place(top.real(), path));
    }
    UndoLog log = placements.undo(path);
    if (log != null) {
      log.moveAside(path, place);
    } else {
      removal.remove(place);
    }
  }

  @Override
  public void endDirectory(EntryPath path, EntryMetadata metadata) throws IOException {
    requireKind(path, metadata, EntryKind.DIRECTORY);
    try (BegunDirectory ended = begun.remove(path)) {
      top.act(path, () -> end(path, ended, metadata));
    }
  }

  private void end(EntryPath path, BegunDirectory ended, EntryMetadata metadata)
      throws IOException {
    settle(path, ended);
    if (!path.isRoot() || ended.state() == Begun.CREATED || top.isUnsettled()) {
      MetadataWriter.Origin origin =
          ended.state() == Begun.FOUND ? MetadataWriter.Origin.OLD : begun.origin(path);
      metadataWriter.write(path, ended.entry(), metadata, origin);
    }
    if (path.isRoot()) {
      top.settled();
    }
  }

  @Override
  public void leaveDirectory(EntryPath path) throws IOException {
    try (BegunDirectory left = begun.remove(path)) {
      top.act(path, () -> leave(path, left));
    }
  }

  private void leave(EntryPath path, BegunDirectory left) throws IOException {
    settle(path, left);
    EntryMetadata before = left.before();
    if (before != null) {
      metadataWriter.putBack(left.entry(), before, left.isOpened());
    }
    if (path.isRoot()) {
      top.settle(names.next());
    }
  }

  private void removeLeft(EntryPath path) {
    partial.removeLeft(path);
    left.remove(path);
  }

  private void settle(EntryPath path, BegunDirectory ended) throws IOException {
    removeLeft(path);
    // What was only traversed has nothing to force, and may be closed to this user.
    if (durability == RestoredFile.Durability.FORCED
        && !path.isRoot()
        && (ended.isChanged() || ended.state() == Begun.CREATED)) {
      disk.forceDirectory(ended.place());
    }
  }

  @Override
  public void complete() {
    completed = true;
    UndoLog undoable = undo.get();
    try {
      top.settle(names.next());
      if (durability == RestoredFile.Durability.FORCED) {
        disk.forceDirectory(top.place());
      }
      if (undoable != null) {
        IOException left = undoable.commit();
        undo.set(null);
        if (left != null) {
          log.warn(
              "'{}' could not be removed and can be: the restore is complete",
              undoable.area(),
              left);
        }
      }
    } catch (IOException e) {
      throw new TargetUnwritableException(
          "what was restored to '" + top.real() + "' could not be made to stay: " + e, e);
    }
  }

  @Override
  public boolean undo() {
    UndoLog undoable = undo.getAndSet(null);
    if (undoable == null) {
      return false;
    }
    try {
      files.close();
      begun.close();
      undoable.undo();
      top.close();
      top.removeMade();
      return true;
    } catch (IOException e) {
      throw new TargetUnwritableException(
          "a part of what was changed in '"
              + top.real()
              + "' could not be taken back: "
              + e
              + "; the next restore into it tries again, with what is kept in '"
              + undoable.area()
              + "'",
          e);
    }
  }

  /**
   * Removes the temporary files of what was not committed, and the top directory if the session
   * made it for nothing.
   *
   * @throws TargetUnwritableException if one can't be removed
   */
  @Override
  public void close() {
    if (undo()) {
      return;
    }
    try {
      files.close();
      removeLeft(EntryPath.root()); // It may not have been ended.
      begun.close();
      top.close();
      if (!completed) {
        top.removeUnused();
      }
    } catch (IOException e) {
      throw new TargetUnwritableException(
          "what is of no use in '" + top.real() + "' can't be removed: " + e, e);
    }
  }

  private static void requireKind(EntryPath path, EntryMetadata metadata, EntryKind kind) {
    if (metadata.kind() != kind) {
      throw new IllegalArgumentException(
          "'" + path + "' is to be a " + kind + " with the metadata of a " + metadata.kind());
    }
  }
}
