package io.byssus.core.source;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryOrder;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.api.source.SourceContent;
import io.byssus.api.source.SourceEntry;
import io.byssus.api.source.SourceSession;
import io.byssus.api.source.SourceUnreadableException;
import io.byssus.core.internal.file.FileProblem;
import io.byssus.core.internal.file.NameList;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.metadata.MetadataReader;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** One reading of a {@link FileSource}. */
final class FileSession implements SourceSession {
  /** The top directory of a snapshot is nobody's: what '/' has would change without a reason. */
  private static final EntryMetadata TOP =
      EntryMetadata.of(EntryKind.DIRECTORY).permissions(0755).build();

  /** PATH_MAX of Linux without the zero byte at the end; other systems have less. */
  private static final int MAX_PATH = 4095;

  private final FileEntry root;
  private final Map<EntryPath, IOException> missing;
  private final MetadataReader reader;

  FileSession(RootNode top) {
    this.reader = MetadataReader.of(top.path().getFileSystem());
    this.missing = top.missing();
    this.root =
        top.isRoot() ? FileEntry.top(metadataOfTop(top.path()), top) : FileEntry.top(TOP, top);
  }

  private EntryMetadata metadataOfTop(Path path) {
    try {
      return reader.read(path);
    } catch (IOException e) {
      throw new SourceUnreadableException(
          "can't read '" + path + "': " + FileProblem.describe(e), e);
    }
  }

  @Override
  public SourceEntry root() {
    return root;
  }

  @Override
  public void list(SourceEntry directory, Visitor visitor) throws IOException {
    Listing listing = list(directory, EntryOrder.BY_NAME);
    while (listing.next(visitor)) {
      // The visitor has it.
    }
  }

  @Override
  public Listing list(SourceEntry directory, EntryOrder order) throws IOException {
    FileEntry entry = own(directory);
    RootNode leading = entry.leading();
    return leading != null ? listRoots(entry, leading, order) : listAll(entry, order, name -> true);
  }

  private Map<EntryPath, IOException> missing(FileEntry directory) {
    return directory == root ? missing : Map.of();
  }

  /** Lists of a directory only what leads to roots. */
  FileListing listRoots(FileEntry directory, RootNode leading, EntryOrder order) {
    NameList names = new NameList();
    leading.children().keySet().forEach(names::add);
    names.sort(order);
    FileListing.Look look =
        name -> {
          RootNode node = Objects.requireNonNull(leading.children().get(name));
          return node.isRoot() ? root(directory, name, node) : leading(directory, name, node);
        };
    return new FileListing(directory, names, look, missing(directory), null);
  }

  private FileEntry leading(FileEntry directory, EntryName name, RootNode node) throws IOException {
    return directory.leading(name, reader.read(node.path()), node);
  }

  /** Returns a root, or what is on the way to one in a directory all of which is listed. */
  private FileEntry root(FileEntry directory, EntryName name, RootNode node) throws IOException {
    EntryMetadata metadata = reader.read(node.path(), LinkOption.NOFOLLOW_LINKS);
    if (metadata.kind() == EntryKind.DIRECTORY) {
      return directory.child(name, metadata, node);
    }
    if (!node.children().isEmpty()) {
      // What leads to a root is a directory to the source, also where it is a link to one.
      return leading(directory, name, node);
    }
    return metadata.kind() == EntryKind.SYMBOLIC_LINK
        ? directory.link(name, metadata, target(node.path()), node)
        : directory.child(name, metadata, node);
  }

  /**
   * Lists a directory that is not one that only leads to roots.
   *
   * @param wanted whether the entry of a name is looked at; asked for each that is no root
   */
  FileListing listAll(FileEntry directory, EntryOrder order, Predicate<EntryName> wanted)
      throws IOException {
    RootNode roots = directory.roots();
    Map<EntryName, RootNode> nodes = roots == null ? Map.of() : roots.children();
    NameList names = new NameList();
    IOException failure = null;
    try {
      addNames(directory, name -> !nodes.containsKey(name) && wanted.test(name), names);
    } catch (IOException e) {
      if (names.size() == 0 && nodes.isEmpty() && missing(directory).isEmpty()) {
        throw e;
      }
      failure = e;
    }
    // A root is read where the call says, and it is there also if this listing lacks it.
    nodes.keySet().forEach(names::add);
    names.sort(order);
    FileListing.Look look =
        name -> {
          RootNode node = nodes.get(name);
          return node == null ? entry(directory, name) : root(directory, name, node);
        };
    return new FileListing(directory, names, look, missing(directory), failure);
  }

  private void addNames(FileEntry directory, Predicate<EntryName> wanted, NameList names)
      throws IOException {
    if (reader.read(directory.file(), LinkOption.NOFOLLOW_LINKS).kind() != EntryKind.DIRECTORY) {
      throw new NotDirectoryException(directory.toString());
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.file())) {
      for (Path file : files) {
        EntryName name = EntryName.of(PathBytes.ofName(nameOf(file)));
        if (wanted.test(name)) {
          names.add(name);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private FileEntry entry(FileEntry directory, EntryName name) throws IOException {
    Path parent = directory.file();
    Path file = parent.resolve(PathBytes.toName(name.bytes(), parent.getFileSystem()));
    EntryMetadata metadata = metadata(file);
    if (metadata.kind() != EntryKind.SYMBOLIC_LINK) {
      return directory.child(name, file, metadata);
    }
    return directory.link(name, file, metadata, target(file));
  }

  private EntryMetadata metadata(Path file) throws IOException {
    try {
      return reader.read(file, LinkOption.NOFOLLOW_LINKS);
    } catch (FileSystemException e) {
      // What the system says of it ('File name too long') looks as if it were the name.
      int length = PathBytes.of(file).length;
      if (length <= MAX_PATH) {
        throw e;
      }
      String reason =
          "its path is " + length + " bytes long, and can't be opened above " + MAX_PATH;
      throw new FileSystemException(file.toString(), null, reason);
    }
  }

  private static byte[] target(Path link) throws IOException {
    return PathBytes.of(Files.readSymbolicLink(link));
  }

  @Override
  public SourceContent open(SourceEntry file) throws IOException {
    FileEntry entry = own(file);
    // Opening a fifo would wait for a writer, so it is looked at first. Who puts one in its place
    // between the two calls still makes the reader wait; Java has no non-blocking open.
    BasicFileAttributes now =
        Files.readAttributes(entry.file(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!now.isRegularFile()) {
      throw new FileSystemException(entry.toString(), null, "is no regular file any more");
    }
    return FileContent.open(entry.file(), now.size(), reader);
  }

  @Override
  public ExtendedAttributes attributes(SourceEntry entry, Omissions omissions) throws IOException {
    Path file = own(entry).file();
    EntryMetadata metadata = entry.metadata();
    if (metadata.kind() == EntryKind.FILE) {
      Holes.omit(file, metadata.size(), omissions);
    }
    return AttributeReader.read(file, metadata.kind(), omissions);
  }

  @Override
  public void close() {
    // Nothing is held open between calls.
  }

  static FileEntry own(SourceEntry entry) {
    if (entry instanceof FileEntry own) {
      return own;
    }
    throw new IllegalArgumentException("not an entry of this session: " + entry.path());
  }

  private static Path nameOf(Path listed) {
    Path name = listed.getFileName();
    if (name == null) {
      throw new IllegalStateException("a directory has an entry without a name: " + listed);
    }
    return name;
  }
}
