package io.byssus.core.source;

import io.byssus.api.source.EntryPath;
import io.byssus.api.source.Source;
import io.byssus.api.source.SourceSession;
import io.byssus.core.internal.file.PathPattern;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Files and directories of this machine as a source.
 *
 * <p>Entries keep their absolute paths: backing up {@code /srv/shop} gives {@code /srv}, with its
 * metadata but nothing else in it, and in it {@code shop} with all that it holds. A root may be a
 * directory, a file or a link; a link is stored as a link and never followed, except where a root's
 * path leads through it. A root below another adds nothing. Sockets, fifos and devices are listed
 * and never opened. Names are bytes and come back unchanged, whatever the locale.
 *
 * <p>On Linux (x86-64 and aarch64) the holes of sparse files are not read, and all extended
 * attributes are, as far as the user may. Elsewhere, and where JNA can't be loaded, sparse files
 * are read in full and of the attributes those of {@code user.*}; the report says what was not
 * kept. Numbers of owners, hard links and devices are known wherever Java has a {@code unix} view
 * of files: on Linux and macOS. What {@code chattr} sets, and creation times, are not kept. Paths
 * of more than 4,095 bytes can't be opened, and are reported.
 *
 * <p>There is no protection against somebody who replaces a directory by a link in the very moment
 * in which it is opened: what is listed then is what the link points to.
 *
 * <pre>{@code
 * FileSource.of(Path.of("/srv/shop")).exclude("*.tmp").exclude("/srv/shop/cache")
 * }</pre>
 *
 * <p>Immutable.
 */
public final class FileSource implements Source {
  private final List<Path> roots;
  private final List<PathPattern> excludes;
  private final ReadPaths read;

  private FileSource(List<Path> roots, List<PathPattern> excludes, ReadPaths read) {
    this.roots = roots;
    this.excludes = excludes;
    this.read = read;
  }

  /**
   * Returns a source of the given roots.
   *
   * @param first a directory, file or link; a relative path is taken from the working directory
   * @param more further ones
   */
  public static FileSource of(Path first, Path... more) {
    TreeMap<EntryPath, Path> distinct = new TreeMap<>();
    List<Path> all = new ArrayList<>(List.of(more));
    all.add(0, Objects.requireNonNull(first, "first"));
    for (Path root : all) {
      Path absolute = root.toAbsolutePath().normalize();
      distinct.put(RootNode.entryPath(absolute), absolute);
    }
    return new FileSource(List.copyOf(distinct.values()), List.of(), ReadPaths.THEMSELVES);
  }

  /**
   * Returns a source that leaves out what a pattern matches, and all below it.
   *
   * <p>A pattern that starts with a slash is matched on the whole absolute path, any other on its
   * last components: {@code node_modules} and {@code *.tmp} at any depth, {@code cache/*} what is
   * in any directory of that name. {@code *} is any text in a component, {@code ?} one character,
   * {@code [a-c]} or {@code [!a-c]} a choice, a component {@code **} any number of components; a
   * backslash takes the next character as it is. A slash at the end changes nothing. The roots
   * themselves and what leads to them are never left out.
   *
   * @param pattern what to leave out, beside what is left out already
   * @throws IllegalArgumentException if the pattern is malformed
   */
  public FileSource exclude(String pattern) {
    List<PathPattern> longer = new ArrayList<>(excludes);
    longer.add(PathPattern.parse(pattern));
    return new FileSource(roots, List.copyOf(longer), read);
  }

  /**
   * Returns a source that reads a path, and all below it, in another place: in a mounted snapshot
   * of its volume (LVM, btrfs, ZFS), which stands still while it is read.
   *
   * <pre>{@code
   * FileSource.of(Path.of("/srv/shop")).readFrom(Path.of("/srv"), Path.of("/mnt/srv-snapshot"))
   * }</pre>
   *
   * <p>Everything is stored, excluded and reported under its real path. So the next backup finds
   * unchanged files wherever that snapshot is mounted, as long as it keeps inode numbers and change
   * times, which those three do. Directories that lead to the path are read where they are.
   *
   * @param realPath a root, or a directory above roots; if several are named, the one nearest to a
   *     root counts
   * @param snapshot the same directory in the snapshot
   */
  public FileSource readFrom(Path realPath, Path snapshot) {
    return new FileSource(roots, excludes, read.with(realPath, snapshot));
  }

  /** Returns this machine's name, from its environment or system files if they have it. */
  @Override
  public String host() {
    return HostName.find();
  }

  /** Returns the roots' absolute paths in order, printable. */
  @Override
  public List<String> roots() {
    return roots.stream().map(root -> RootNode.entryPath(root).toString()).toList();
  }

  /**
   * Starts reading.
   *
   * @throws io.byssus.api.source.SourceUnreadableException if a root is missing or can't be looked
   *     at
   */
  @Override
  public SourceSession open() {
    return new FileSession(RootNode.tree(roots, read), excludes);
  }

  @Override
  public String toString() {
    return "files " + roots() + (excludes.isEmpty() ? "" : " without " + excludes);
  }
}
