package io.byssus.core.target;

import io.byssus.api.target.Target;
import io.byssus.api.target.TargetSession;
import io.byssus.api.target.TargetUnwritableException;
import io.byssus.api.target.TargetView;
import io.byssus.core.internal.file.AbsolutePath;
import io.byssus.core.internal.file.FileProblem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * A directory of this machine that is restored into: {@code /srv/shop} in the snapshot becomes
 * {@code DIRECTORY/srv/shop}.
 *
 * <p>A new file is written under a temporary name, private to the user, and renamed into place when
 * it is whole; how a file that is there is changed, the {@linkplain RestoreStrategy strategy} says.
 * The temporary name of a large file follows from its name and content: what a restore that was
 * killed has written of it, the next one verifies and goes on with, and what nobody goes on with,
 * the next restore through its directory removes. A file with other names besides is never changed
 * in place, because these names may lie elsewhere. A directory that was made is private while it is
 * filled; one that was found is made writable for its owner, and keeps what it allows others. The
 * directory itself keeps its metadata, unless the restore made it, or one before that was killed;
 * one that was made for nothing is removed again.
 *
 * <p>Nothing is written outside the directory: entries go only into directories that a session
 * began, each of which it found, or made, to be a real directory, and no link is ever followed.
 * This holds against any snapshot and against whatever was in the directory before. On Linux it
 * also holds against somebody else who may write there and replaces directories by links while the
 * restore runs: those that others can get at are held by descriptors, and what is in them is
 * reached through these. That takes JNA and {@code /proc}; without them there is a moment between
 * the look at a directory and its use. What remains is that who may write in a directory may put
 * another file of his in the place of one that is being written there, which then gets its owner
 * and permissions.
 *
 * <p>Limits: modification times are set to the nanosecond (of links, where system calls can't be
 * made, on Java 17 to the microsecond), and before 1970 to the second; times before 1677 and after
 * 2262 become the nearest that can be set. Setuid and setgid bits are left out where the file's
 * recorded owner or group could not be set. Sockets are not made: only who listens at one can. What
 * a plain user may not restore (owners, device nodes, {@code security.*} attributes), and what the
 * file system does not hold, is left out and named in the report.
 *
 * <p>Immutable: each method returns a new target.
 */
public final class FileTarget implements Target {
  private final Path directory;
  private final RestoreStrategy strategy;
  private final OwnerPolicy owners;
  private final boolean undoable;
  private final Function<FileSystem, Disk> disks;

  private FileTarget(
      Path directory,
      RestoreStrategy strategy,
      OwnerPolicy owners,
      boolean undoable,
      Function<FileSystem, Disk> disks) {
    this.directory = directory;
    this.strategy = strategy;
    this.owners = owners;
    this.undoable = undoable;
    this.disks = disks;
  }

  /**
   * Returns a target. Nothing happens before it is restored into.
   *
   * @param directory where to restore to; it and its parents are made if they are missing
   */
  public static FileTarget at(Path directory) {
    return new FileTarget(
        directory.toAbsolutePath(),
        RestoreStrategy.FASTEST,
        OwnerPolicy.BY_NAME,
        false,
        fileSystem -> new Disk(fileSystem.supportedFileAttributeViews()));
  }

  /** Returns the target with another strategy; {@link RestoreStrategy#FASTEST} is the default. */
  public FileTarget strategy(RestoreStrategy chosen) {
    return new FileTarget(directory, chosen, owners, undoable, disks);
  }

  /** Returns the target with another policy; {@link OwnerPolicy#BY_NAME} is the default. */
  public FileTarget owners(OwnerPolicy chosen) {
    return new FileTarget(directory, strategy, chosen, undoable, disks);
  }

  /**
   * Returns the target so that a restore that fails is taken back: what it replaces and removes is
   * moved aside first, into {@code .byssus-undo-…} in the directory, and stays until the end. It
   * takes the room for both.
   *
   * <p>What a process that is killed leaves there, the next restore into the directory takes back
   * before it starts. Entries on another file system, mounted below the directory, can't be moved
   * aside: to replace one fails.
   */
  public FileTarget rollbackOnFailure() {
    return new FileTarget(directory, strategy, owners, true, disks);
  }

  /** Returns the target with other calls that change the disk. */
  FileTarget disk(Function<FileSystem, Disk> chosen) {
    return new FileTarget(directory, strategy, owners, undoable, chosen);
  }

  @Override
  public String location() {
    return AbsolutePath.printable(directory);
  }

  /** Returns the directory. */
  public Path directory() {
    return directory;
  }

  @Override
  public Optional<TargetView> view() throws IOException {
    return Optional.of(new FileTargetView(directory));
  }

  @Override
  public TargetSession open() {
    Disk disk = disks.apply(directory.getFileSystem());
    try {
      return FileTargetSession.open(directory, strategy, owners, undoable, disk);
    } catch (FileAlreadyExistsException e) {
      throw new TargetUnwritableException(
          "can't restore to '" + location() + "': it is no directory", e);
    } catch (IOException e) {
      throw new TargetUnwritableException(
          "can't restore to '" + location() + "': " + FileProblem.describe(e), e);
    }
  }
}
