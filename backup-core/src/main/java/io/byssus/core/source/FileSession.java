package io.byssus.core.source;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.api.source.SourceContent;
import io.byssus.api.source.SourceEntry;
import io.byssus.api.source.SourceSession;
import io.byssus.api.source.SourceUnreadableException;
import io.byssus.core.internal.file.FileProblem;
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
import java.util.function.Predicate;

/** One reading of a {@link FileSource}. */
final class FileSession implements SourceSession {
  /** The top directory of a snapshot is nobody's: what '/' has would change without a reason. */
  private static final EntryMetadata TOP =
      EntryMetadata.of(EntryKind.DIRECTORY).permissions(0755).build();

  private final FileEntry root;
  private final Map<EntryPath, IOException> missing;
  private final MetadataReader reader;

  /** A visitor that some entries need not be looked at for. */
  interface NameVisitor extends Visitor {
    /** Returns whether the entry of a name is wanted, if it is what else it has to be. */
    boolean wants(EntryName name);
  }

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
    FileEntry entry = own(directory);
    RootNode leading = entry.leading();
    if (leading != null) {
      listRoots(entry, leading, visitor);
    } else {
      listAll(entry, name -> true, visitor);
    }
  }

  /** Lists a directory that is not one that only leads to roots. */
  void list(FileEntry directory, NameVisitor visitor) throws IOException {
    listAll(directory, visitor::wants, visitor);
  }

  private void tellMissing(FileEntry directory, Visitor visitor) {
    if (directory == root) {
      missing.forEach(visitor::problem);
    }
  }

  /** Lists of a directory only what leads to roots. */
  void listRoots(FileEntry directory, RootNode leading, Visitor visitor) {
    tellMissing(directory, visitor);
    leading
        .children()
        .forEach(
            (name, node) ->
                visit(
                    directory,
                    name,
                    () ->
                        node.isRoot()
                            ? root(directory, name, node)
                            : leading(directory, name, node),
                    visitor));
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

  private void listAll(FileEntry directory, Predicate<EntryName> names, Visitor visitor)
      throws IOException {
    RootNode roots = directory.roots();
    Map<EntryName, RootNode> nodes = roots == null ? Map.of() : roots.children();
    tellMissing(directory, visitor);
    if (reader.read(directory.file(), LinkOption.NOFOLLOW_LINKS).kind() != EntryKind.DIRECTORY) {
      throw new NotDirectoryException(directory.toString());
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.file())) {
      for (Path file : files) {
        EntryName name = EntryName.of(PathBytes.ofName(nameOf(file)));
        if (!nodes.containsKey(name) && names.test(name)) {
          visit(directory, name, () -> entry(directory, name, file), visitor);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } finally {
      // A root is read where the call says, and it is there also if this listing lacks it.
      nodes.forEach(
          (name, node) -> visit(directory, name, () -> root(directory, name, node), visitor));
    }
  }

  /** Looks at an entry. */
  private interface Look {
    FileEntry entry() throws IOException;
  }

  private static void visit(FileEntry directory, EntryName name, Look look, Visitor visitor) {
    FileEntry found;
    try {
      found = look.entry();
    } catch (IOException e) {
      visitor.problem(directory.path().resolve(name), e);
      return;
    }
    visitor.entry(found);
  }

  private FileEntry entry(FileEntry directory, EntryName name, Path file) throws IOException {
    EntryMetadata metadata = reader.read(file, LinkOption.NOFOLLOW_LINKS);
    if (metadata.kind() != EntryKind.SYMBOLIC_LINK) {
      return directory.child(name, file, metadata);
    }
    return directory.link(name, file, metadata, target(file));
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
    return AttributeReader.read(own(entry).file(), entry.metadata().kind(), omissions);
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
