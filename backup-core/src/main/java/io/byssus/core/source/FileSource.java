package io.byssus.core.source;

import io.byssus.api.DataSize;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.HostName;
import io.byssus.api.source.Source;
import io.byssus.api.source.SourceSession;
import io.byssus.core.internal.file.AbsolutePath;
import io.byssus.core.internal.file.Case;
import io.byssus.core.internal.file.PathPattern;
import io.byssus.core.internal.file.PathRule;
import io.byssus.core.internal.file.PatternList;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Files and directories of this machine as a source.
 *
 * <p>Entries keep their absolute paths: backing up {@code /srv/shop} gives {@code /srv}, with its
 * metadata but nothing else in it, and in it {@code shop} with all that it holds. A root may be a
 * directory, a file or a link; a link is stored as a link and never followed, except where a root's
 * path leads through it; {@code ..} behind a link is the directory above what the link points to,
 * as for the system. A root in another is stored once, with all that is chosen of it by itself.
 * Sockets, fifos and devices are listed and never opened. Names are bytes and come back unchanged,
 * whatever the locale.
 *
 * <p>On Linux (x86-64 and aarch64) the holes of sparse files are not read, and all extended
 * attributes are, as far as the user may. Elsewhere, and where JNA can't be loaded, sparse files
 * are read in full and of the attributes those of {@code user.*}; the report says what was not
 * kept. Numbers of owners, hard links and devices are known wherever Java has a {@code unix} view
 * of files: on Linux and macOS. What {@code chattr} sets, and creation times, are not kept. Paths
 * of more than 4,095 bytes can't be opened, and are reported.
 *
 * <h2>Choosing</h2>
 *
 * What is below the roots can be chosen from; the roots themselves and what leads to them are
 * always there, also if they are in another root that would leave them out. An entry is left out if
 * one of these says so:
 *
 * <ul>
 *   <li>its path: {@link #exclude}, {@link #excludesFrom}, {@link #honourIgnoreFiles}, {@link
 *       #include};
 *   <li>the size or age of a file: {@link #excludeLargerThan}, {@link #excludeOlderThan}, {@link
 *       #excludeNewerThan};
 *   <li>a file beside it: {@link #excludeIfPresent}, {@link #excludeCaches};
 *   <li>the file system that it is on: {@link #oneFileSystem}.
 * </ul>
 *
 * With a directory, all that is in it is left out; nothing below can be kept. What is left out is
 * counted in the report, not named.
 *
 * <h2>Patterns</h2>
 *
 * A pattern that starts with a slash is matched on the whole absolute path, any other on its last
 * components: {@code node_modules} and {@code *.tmp} at any depth, {@code cache/*} what is in any
 * directory of that name. {@code *} is any text in a component, {@code ?} one character, {@code
 * [a-c]} or {@code [!a-c]} a choice, a component {@code **} any number of components; a backslash
 * takes the next character as it is. A slash at the end makes it match directories only.
 *
 * <p>Rules of {@code exclude}, {@code excludeIgnoringCase} and {@code excludesFrom} stand in the
 * order in which they were added, and the last that matches decides, as in a {@code .gitignore}: a
 * pattern with {@code !} in front keeps what an earlier one leaves out. So {@code exclude("*.tmp",
 * "!keep.tmp")} leaves out all temporary files but those named {@code keep.tmp}.
 *
 * <p>There is no protection against somebody who replaces a directory by a link in the very moment
 * in which it is opened: what is listed then is what the link points to.
 *
 * <pre>{@code
 * FileSource.of(Path.of("/srv/shop"))
 *     .exclude("*.tmp", "!keep.tmp", "/srv/shop/cache/")
 *     .excludeCaches()
 *     .excludeLargerThan(DataSize.ofMebibytes(4096))
 * }</pre>
 *
 * <p>Immutable: each method returns another source.
 */
public final class FileSource implements Source {
  /** In the order of paths, so that each comes before those below it. */
  private final Map<Path, Naming> roots;

  private final FileChoice choice;
  private final ReadPaths read;

  /** How a path was given: what is listed changes too often to make an origin of. */
  private enum Naming {
    SINGLE,
    LISTED
  }

  private FileSource(Map<Path, Naming> roots, FileChoice choice, ReadPaths read) {
    this.roots = roots;
    this.choice = choice;
    this.read = read;
  }

  /**
   * Returns a source of the given roots.
   *
   * <p>One that is not there makes the backup incomplete and is named; the others are stored. When
   * none is there, nothing is.
   *
   * @param first a directory, file or link; a relative path is taken from the working directory
   * @param more further ones
   */
  public static FileSource of(Path first, Path... more) {
    List<Path> all = new ArrayList<>(List.of(more));
    all.add(0, Objects.requireNonNull(first, "first"));
    return new FileSource(Map.of(), FileChoice.ALL, ReadPaths.THEMSELVES).with(all, Naming.SINGLE);
  }

  /**
   * Returns a source of listed paths, a directory with all that it holds.
   *
   * <p>One that is not there makes the backup incomplete and is named, as with {@link #of}: a list
   * with a wrong name in it looks like one with a file that was deleted since. Because lists are
   * long and change, the default origin is made of the directory that all have in common.
   *
   * @param paths directories, files or links; relative ones are taken from the working directory
   * @throws IllegalArgumentException if there is none
   */
  public static FileSource ofList(Collection<Path> paths) {
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("a list of files to back up names at least one");
    }
    return new FileSource(Map.of(), FileChoice.ALL, ReadPaths.THEMSELVES)
        .with(paths, Naming.LISTED);
  }

  /**
   * Returns a source that has listed paths beside its roots; see {@link #ofList}.
   *
   * @param paths directories, files or links; relative ones are taken from the working directory
   */
  public FileSource andList(Collection<Path> paths) {
    return with(paths, Naming.LISTED);
  }

  private FileSource with(Collection<Path> paths, Naming naming) {
    TreeMap<EntryPath, Path> ordered = new TreeMap<>();
    roots.keySet().forEach(root -> ordered.put(RootNode.entryPath(root), root));
    for (Path path : paths) {
      Path absolute = AbsolutePath.of(path);
      ordered.putIfAbsent(RootNode.entryPath(absolute), absolute);
    }
    Map<Path, Naming> all = new LinkedHashMap<>();
    ordered.values().forEach(root -> all.put(root, roots.getOrDefault(root, naming)));
    return new FileSource(all, choice, read);
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
   * @param snapshot the same directory in the snapshot, or a link to it; when the source is opened,
   *     it has to be there
   */
  public FileSource readFrom(Path realPath, Path snapshot) {
    return new FileSource(roots, choice, read.with(realPath, snapshot));
  }

  /**
   * Returns a source that leaves out what patterns match; see above for their form and order.
   *
   * @param patterns further rules: patterns, each with a {@code !} in front if it keeps what
   *     matches
   * @throws IllegalArgumentException if one is malformed
   */
  public FileSource exclude(String... patterns) {
    return rules(Case.RESPECTED, patterns);
  }

  /**
   * Returns a source that leaves out what patterns match, whether letters are capital or small.
   *
   * @param patterns further rules, as in {@link #exclude}
   * @throws IllegalArgumentException if one is malformed
   */
  public FileSource excludeIgnoringCase(String... patterns) {
    return rules(Case.IGNORED, patterns);
  }

  private FileSource rules(Case letters, String... patterns) {
    List<PathRule> rules =
        Arrays.stream(patterns).map(pattern -> PathRule.parse(pattern, letters)).toList();
    return new FileSource(roots, choice.rules(rules), read);
  }

  /**
   * Returns a source that leaves out what the patterns of a file match, one on each line; blank
   * lines and those that start with {@code #} say nothing. The file is read now.
   *
   * @param file patterns as in {@link #exclude}, in UTF-8
   * @throws IllegalArgumentException if a line is malformed
   * @throws java.io.UncheckedIOException if the file can't be read
   */
  public FileSource excludesFrom(Path file) {
    return new FileSource(roots, choice.rules(PatternList.read(file, Case.RESPECTED)), read);
  }

  /**
   * Returns a source that leaves out what the patterns of a file match, whether letters are capital
   * or small.
   *
   * @param file patterns as in {@link #excludesFrom}
   * @throws IllegalArgumentException if a line is malformed
   * @throws java.io.UncheckedIOException if the file can't be read
   */
  public FileSource excludesFromIgnoringCase(Path file) {
    return new FileSource(roots, choice.rules(PatternList.read(file, Case.IGNORED)), read);
  }

  /**
   * Returns a source that honours files with patterns, wherever they stand in and below the roots,
   * with git's meaning (gitignore(5)): a file's patterns hold in its directory and below; a slash
   * at the start or in the middle ties a pattern to that directory; the nearest file decides, and
   * in it the last line that matches. Rules of {@link #exclude} count more than they.
   *
   * <p>The file itself is backed up. One that can't be read leaves nothing out.
   *
   * @param name of the files, such as {@code .gitignore}
   * @throws IllegalArgumentException if it is no name of a file
   */
  public FileSource honourIgnoreFiles(String name) {
    return new FileSource(roots, choice.ignoreFile(EntryName.of(name)), read);
  }

  /**
   * Returns a source that has, of what is below the roots, only what a pattern matches, with all
   * that it holds, and the directories that lead there. Used several times, each pattern adds to
   * what there is. What is left out for another reason is left out all the same.
   *
   * <p>To know whether a directory leads to something, it is listed ahead, up to the first match.
   *
   * @param pattern what to have; see above for its form
   * @throws IllegalArgumentException if it is malformed
   */
  public FileSource include(String pattern) {
    return new FileSource(roots, choice.include(PathPattern.parse(pattern)), read);
  }

  /**
   * Returns a source as {@link #include} does, whether letters are capital or small.
   *
   * @param pattern what to have, besides what other patterns do
   * @throws IllegalArgumentException if it is malformed
   */
  public FileSource includeIgnoringCase(String pattern) {
    return new FileSource(roots, choice.include(PathPattern.parse(pattern, Case.IGNORED)), read);
  }

  /**
   * Returns a source without files larger than a size.
   *
   * @param size the greatest size that is not left out
   */
  public FileSource excludeLargerThan(DataSize size) {
    Objects.requireNonNull(size, "size");
    return new FileSource(roots, choice.limits(limits -> limits.largest(size)), read);
  }

  /**
   * Returns a source without files that were last modified before a time.
   *
   * @param time the earliest modification that is not left out
   */
  public FileSource excludeOlderThan(Instant time) {
    Objects.requireNonNull(time, "time");
    return new FileSource(roots, choice.limits(limits -> limits.oldest(time)), read);
  }

  /**
   * Returns a source without files that were last modified after a time.
   *
   * @param time the latest modification that is not left out
   */
  public FileSource excludeNewerThan(Instant time) {
    Objects.requireNonNull(time, "time");
    return new FileSource(roots, choice.limits(limits -> limits.newest(time)), read);
  }

  /**
   * Returns a source that has nothing else of a directory in which there is an entry of a name.
   *
   * @param name of the entry, such as {@code .nobackup}
   * @throws IllegalArgumentException if it is no name of a file
   */
  public FileSource excludeIfPresent(String name) {
    return new FileSource(roots, choice.marker(new Marker(EntryName.of(name), "")), read);
  }

  /**
   * Returns a source that has nothing but the tag of directories that programs have tagged as
   * caches: by a file {@code CACHEDIR.TAG} that starts with the signature of the <a
   * href="https://bford.info/cachedir/">Cache Directory Tagging Specification</a>.
   */
  public FileSource excludeCaches() {
    return new FileSource(roots, choice.marker(Marker.CACHE), read);
  }

  /**
   * Returns a source that stays on the file systems of its roots: a directory on which another is
   * mounted is there, and empty. Where the system does not number its devices (other than POSIX),
   * nothing is left out.
   */
  public FileSource oneFileSystem() {
    return new FileSource(roots, choice.emptyMounts(), read);
  }

  /** Returns this machine's name, as {@link HostName} finds it. */
  @Override
  public String host() {
    return HostName.find();
  }

  /**
   * Returns the roots' absolute paths in order, printable; and, for listed paths, a word and the
   * directory that they have in common.
   */
  @Override
  public List<String> roots() {
    List<String> texts = new ArrayList<>();
    EntryPath common = null;
    for (Map.Entry<Path, Naming> root : roots.entrySet()) {
      EntryPath path = RootNode.entryPath(root.getKey());
      if (root.getValue() == Naming.SINGLE) {
        texts.add(path.toString());
      } else {
        common = common == null ? parent(path) : common(common, path);
      }
    }
    if (common != null) {
      texts.add("list in " + common);
    }
    return texts;
  }

  private static EntryPath parent(EntryPath path) {
    List<EntryName> names = path.names();
    return EntryPath.of(names.subList(0, Math.max(0, names.size() - 1)));
  }

  private static EntryPath common(EntryPath directory, EntryPath path) {
    EntryPath common = directory;
    while (!path.startsWith(common)) {
      common = parent(common);
    }
    return common;
  }

  /**
   * Starts reading.
   *
   * @throws io.byssus.api.source.SourceUnreadableException if no root is there, or none can be
   *     looked at, or if what is to be read from another place is no root and has none in it
   */
  @Override
  public SourceSession open() {
    FileSession session =
        new FileSession(RootNode.tree(roots.keySet(), read.opened(roots.keySet())));
    return choice.everything() ? session : new ChosenSession(session, choice);
  }

  @Override
  public String toString() {
    return "files " + roots() + (choice.everything() ? "" : " of which " + choice);
  }
}
