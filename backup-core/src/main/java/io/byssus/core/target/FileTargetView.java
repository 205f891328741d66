package io.byssus.core.target;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetContent;
import io.byssus.api.target.TargetEntry;
import io.byssus.api.target.TargetView;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.metadata.MetadataReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks into a directory of this machine. Thread-safe. */
final class FileTargetView implements TargetView {
  private static final byte[] NO_TARGET = {};

  private final Path directory;
  private final Session session;
  private final MetadataReader reader;

  /** What a session knows of the directories that are looked at. */
  interface Session {
    /** Returns where what is in a directory is found, or {@code null} to go by its path. */
    default @Nullable Path held(EntryPath path) {
      return null;
    }

    /** Is told of a large file in a directory that a restore had not finished. */
    default void partial(EntryPath path, Path file) throws IOException {}

    /** Is told of anything else in a directory that a process did not finish, or not yet. */
    default void temporary(EntryPath path, Path file, long process) throws IOException {}
  }

  /** Creates a view that goes by paths. */
  FileTargetView(Path directory) {
    this(directory, new Session() {});
  }

  /** Creates the view of a session. */
  FileTargetView(Path directory, Session session) {
    this.directory = directory;
    this.session = session;
    this.reader = MetadataReader.of(directory.getFileSystem());
  }

  @Override
  public List<TargetEntry> list(EntryPath path) throws IOException {
    List<TargetEntry> entries = new ArrayList<>();
    Visitor found = (file, name) -> find(file, name).ifPresent(entries::add);
    visit(path, found);
    return entries;
  }

  @Override
  public void names(EntryPath path, Consumer<EntryName> names) throws IOException {
    visit(path, (file, name) -> names.accept(name));
  }

  /** Is given what is in a directory. */
  private interface Visitor {
    void visit(Path file, EntryName name) throws IOException;
  }

  private void visit(EntryPath path, Visitor visitor) throws IOException {
    try {
      children(path, visitor);
    } catch (FileSystemException e) {
      throw HeldDirectory.named(e, place(directory, path));
    }
  }

  private void children(EntryPath path, Visitor visitor) throws IOException {
    Path known = session.held(path);
    Path place = known == null ? place(directory, path) : known;
    if (known == null
        && !path.isRoot()
        && reader.read(place, LinkOption.NOFOLLOW_LINKS).kind() != EntryKind.DIRECTORY) {
      throw new NotDirectoryException(path.toString());
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(place)) {
      for (Path file : files) {
        Path name = file.getFileName();
        if (name != null && TemporaryName.isPartial(name)) {
          session.partial(path, file);
        } else if (name != null && TemporaryName.process(name) >= 0) {
          session.temporary(path, file, TemporaryName.process(name));
        } else if (name != null && !UndoLog.isArea(path, name)) {
          visitor.visit(file, EntryName.of(PathBytes.ofName(name)));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      if (!path.isRoot()) {
        throw e;
      }
    }
  }

  @Override
  public List<String> toTakeBack() throws IOException {
    List<String> told = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Path name = file.getFileName();
        if (name != null && UndoLog.isArea(EntryPath.root(), name)) {
          told.add(
              "what a restore with rollback that was killed has changed would be taken back first,"
                  + " by '"
                  + name
                  + "': the plan is for what is there before that");
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return told;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return told;
  }

  @Override
  public Optional<TargetEntry> find(EntryPath path) throws IOException {
    List<EntryName> names = path.names();
    try {
      Path place = place(path);
      Path name = place.getFileName();
      if (name != null && (TemporaryName.isPartial(name) || TemporaryName.process(name) >= 0)) {
        return Optional.empty(); // As when it is listed: an entry of that name is made anew.
      }
      return find(place, names.get(names.size() - 1));
    } catch (FileSystemException e) {
      throw HeldDirectory.named(e, place(directory, path));
    }
  }

  private Path place(EntryPath path) throws IOException {
    List<EntryName> names = path.names();
    Path parent = names.isEmpty() ? null : session.held(BegunDirectories.parentPath(path));
    return parent == null
        ? place(directory, path)
        : place(parent, path, names.get(names.size() - 1));
  }

  private Optional<TargetEntry> find(Path file, EntryName name) throws IOException {
    try {
      EntryMetadata metadata = reader.read(file, LinkOption.NOFOLLOW_LINKS);
      byte[] pointer =
          metadata.kind() == EntryKind.SYMBOLIC_LINK
              ? PathBytes.of(Files.readSymbolicLink(file))
              : NO_TARGET;
      return Optional.of(new TargetEntry(name, metadata, pointer));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // Also if it was listed: it is not there any more.
    }
  }

  @Override
  public TargetContent open(EntryPath path) throws IOException {
    try {
      return content(path, place(path));
    } catch (FileSystemException e) {
      throw HeldDirectory.named(e, place(directory, path));
    }
  }

  private TargetContent content(EntryPath path, Path place) throws IOException {
    // Opening a fifo would wait for a writer.
    if (reader.read(place, LinkOption.NOFOLLOW_LINKS).kind() != EntryKind.FILE) {
      throw new FileSystemException(path.toString(), null, "is no regular file");
    }
    return new ChannelContent(
        FileChannel.open(place, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)), place);
  }

  /**
   * Returns where a path is below a directory.
   *
   * @throws IOException if the file system has no such name
   */
  static Path place(Path directory, EntryPath path) throws IOException {
    Path place = directory;
    for (EntryName name : path.names()) {
      place = place(place, path, name);
    }
    return place;
  }

  /** Returns where an entry is in its directory, given its whole path for messages. */
  static Path place(Path parent, EntryPath path, EntryName name) throws IOException {
    try {
      return parent.resolve(PathBytes.toName(name.bytes(), parent.getFileSystem()));
    } catch (InvalidPathException e) {
      throw new IOException("this file system has no name like that of '" + path + "'", e);
    }
  }

  @Override
  public void close() {
    // Nothing is held open between calls.
  }
}
