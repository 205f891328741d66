package io.byssus.testkit.crash;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A file system in memory that remembers everything that is done to it, so that a {@link Recording}
 * can show what is left of it when the power fails at any moment.
 *
 * <p>Code under test gets a path in it and writes, syncs, links and removes as ever: files and
 * directories, hard links, renames, POSIX permissions and modification times. Where a test knows
 * that something must survive from now on, it says so with {@link #promise}. There are no symbolic
 * links, and nobody is denied anything. Safe for use by many threads.
 *
 * <pre>{@code
 * CrashFileSystem disk = CrashFileSystem.create();
 * store(disk.getPath("/store"));
 * disk.promise("stored");
 * disk.recording().crashes(seed, 2).forEach(crash -> verify(crash));
 * }</pre>
 */
public final class CrashFileSystem extends FileSystem {
  static final Set<String> VIEWS = Set.of("basic", "posix");

  private final DiskState before;
  private final CrashDisk disk;
  private final CrashProvider provider;
  private final Path root;

  CrashFileSystem(DiskState state) {
    this.before = state.copy();
    this.disk = new CrashDisk(state);
    this.provider = new CrashProvider(this, disk);
    this.root = getPath("/");
  }

  /** Returns an empty file system. */
  public static CrashFileSystem create() {
    return new CrashFileSystem(new DiskState());
  }

  /**
   * Notes that something has to be true from here on, whatever happens to the disk.
   *
   * @param promise names it; {@link Crash#promises()} has it in every crash from here on
   */
  public void promise(String promise) {
    disk.promise(promise);
  }

  /**
   * Lets syncs fail from now on: they throw, and nothing becomes durable.
   *
   * @param which decides; the syncs that failed before it changes stay failed
   */
  public void failSyncs(Predicate<? super Sync> which) {
    disk.failSyncs(which);
  }

  /** Returns all that was done so far; what a crash has left counts as synced. */
  public Recording recording() {
    return new Recording(before, disk.operations(), sync -> false);
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public Path getPath(String first, String... more) {
    return new CrashPath(this, FileSystems.getDefault().getPath(first, more));
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return VIEWS;
  }

  /** Does nothing: the memory is given back with the object. */
  @Override
  public void close() throws IOException {}

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(root);
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of(new CrashFileStore());
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher(syntaxAndPattern);
    return path -> matcher.matches(Path.of(path.toString()));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("this disk has no users");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("this disk can't be watched");
  }

  @Override
  public String toString() {
    return "CrashFileSystem[" + disk.operations().size() + " operations]";
  }
}
