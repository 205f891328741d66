package io.byssus.store.fs;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Where bodies are written before they are linked into place: the directory {@value #DIRECTORY} in
 * the root, whose name no key can have.
 *
 * <p>What a dead process left here is removed by a later one when it is a day old, by the file
 * system's own clock. Age suffices, and no lock is needed (locks are unreliable on network file
 * systems): names are 128 random bits and never used twice, so that removing the file of a process
 * that is only asleep makes its create fail with nothing created, and can do no other harm.
 *
 * <p>Safe for use by many threads.
 */
final class TemporaryFiles {
  static final String DIRECTORY = "~tmp";

  /** Longer than any upload of one blob takes. */
  static final Duration STALE = Duration.ofHours(24);

  private static final int NAME_BYTES = 16;
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}");
  private static final Set<StandardOpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Path directory;
  private final CreateStep.Observer observer;
  private final SecureRandom random = new SecureRandom();
  private final AtomicBoolean swept = new AtomicBoolean();

  TemporaryFiles(Path root, CreateStep.Observer observer) {
    this.directory = root.resolve(DIRECTORY);
    this.observer = observer;
  }

  /** What is done to a file when it has its bytes, before it becomes durable. */
  @FunctionalInterface
  interface Finish {
    /** Does it. */
    void apply(Path file) throws IOException;
  }

  /** Returns the file system's time. */
  Instant now() throws IOException {
    Path file = newName();
    try {
      open(file).close();
      return Files.getLastModifiedTime(file).toInstant();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /**
   * Writes a body into a new, durable file.
   *
   * @param finish what else has to be durable with it
   * @throws io.byssus.api.ByssusException if that fails; the file is gone then
   * @throws IllegalArgumentException if the body is not what it announced; the file is gone then
   */
  Path write(BlobKey key, BlobBody body, Finish finish) {
    Path file = newName();
    try (FileChannel channel = open(file)) {
      observer.before(CreateStep.WRITE);
      writeChecked(key, body, channel);
      sweepOnce(file); // as long as its time is the one at which it was written
      finish.apply(file);
      observer.before(CreateStep.SYNC_FILE);
      channel.force(true);
    } catch (IOException e) {
      discard(file);
      throw FileErrors.translate("can't store " + key + " in", file, e);
    } catch (RuntimeException e) {
      discard(file);
      throw e;
    }
    return file;
  }

  /** Removes a temporary name. If that fails it is swept another day: no blob depends on it. */
  void discard(Path file) {
    try {
      observer.before(CreateStep.REMOVE_TEMPORARY);
      Files.deleteIfExists(file);
    } catch (IOException leftForTheSweep) {
      swept.set(false);
    }
  }

  /** Returns whether a second name can be given to a file here. */
  boolean canLink(Path file) {
    Path other = newName();
    try {
      Files.createLink(other, file);
      Files.delete(other);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static void writeChecked(BlobKey key, BlobBody body, FileChannel channel)
      throws IOException {
    CheckedChannel checked = new CheckedChannel(channel, key, body);
    try {
      body.writeTo(checked);
    } catch (IOException e) {
      if (checked.failedWith(e)) {
        throw e;
      }
      throw new StoreUnavailableException("the body of " + key + " can't be read: " + e, e);
    }
    checked.verify();
  }

  private FileChannel open(Path file) throws IOException {
    observer.before(CreateStep.OPEN_TEMPORARY);
    FileAttribute<?>[] access = PrivateAccess.forFile(file);
    try {
      return FileChannel.open(file, NEW_FILE, access);
    } catch (NoSuchFileException e) {
      makeDirectory();
      return FileChannel.open(file, NEW_FILE, access);
    }
  }

  /** Not synced: after a crash without it, it is made again. */
  private void makeDirectory() throws IOException {
    try {
      Files.createDirectory(directory, PrivateAccess.forDirectory(directory));
    } catch (FileAlreadyExistsException e) {
      // Another thread or process was faster. If it is no directory, opening the file says so.
      return;
    }
  }

  private Path newName() {
    byte[] name = new byte[NAME_BYTES];
    random.nextBytes(name);
    return directory.resolve(HexFormat.of().formatHex(name));
  }

  /** Compares with a file just written, so that a wrong clock on this machine removes nothing. */
  private void sweepOnce(Path justWritten) {
    if (!swept.compareAndSet(false, true)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      Instant now = Files.getLastModifiedTime(justWritten).toInstant();
      for (Path file : files) {
        if (NAME.matcher(file.getFileName().toString()).matches()
            && isStale(Files.getLastModifiedTime(file), now)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | DirectoryIteratorException leftForAnotherDay) {
      // Others sweep at the same time, and a leftover costs room, not correctness: it must not fail
      // the create that happened to look.
      return;
    }
  }

  private static boolean isStale(FileTime written, Instant now) {
    return written.toInstant().isBefore(now.minus(STALE));
  }
}
