package io.byssus.store.fs;

import io.byssus.api.ByssusException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobLockedException;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.RetentionLocks;
import io.byssus.api.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Locks that blobs carry themselves: a locked blob is a read-only file whose modification time is
 * the end of its lock.
 *
 * <p>So a lock is made durable with its blob's bytes, before the blob has its name, and no crash
 * separates the two; {@code cp -a} and {@code rsync -a} keep it. It ends when this machine's clock
 * and that of the file system both say so: one that runs ahead alone ends no lock, and one that
 * goes back makes all last longer. Safe for use by many threads.
 */
final class Locks {
  /** A clock that says less was never set: a lock by it would be over when it is. */
  private static final Instant PLAUSIBLE = Instant.parse("2026-01-01T00:00:00Z");

  private static final Set<PosixFilePermission> READ_ONLY =
      PosixFilePermissions.fromString("r--------");

  /** Its lock lets one process at a time extend locks; no key can have the name. */
  private static final String GUARD = "~extending";

  /** A process may hold a file's lock once only, whichever of its stores asks. */
  private static final ReentrantLock EXTENDING = new ReentrantLock();

  private final Path root;
  private final Directories directories;
  private final TemporaryFiles temporaries;
  private final InstantSource clock;

  Locks(Path root, Directories directories, TemporaryFiles temporaries, InstantSource clock) {
    this.root = root;
    this.directories = directories;
    this.temporaries = temporaries;
    this.clock = clock;
  }

  /**
   * Locks a file that has no key yet and was written a moment ago; whoever calls makes it durable.
   */
  void lockNew(Path file, Duration retention) throws IOException {
    Instant written = Files.getLastModifiedTime(file).toInstant();
    lock(file, end(later(written, clock.instant()), retention));
  }

  /**
   * Returns why a blob can't be deleted yet, or nothing if it can.
   *
   * @throws IOException if that can't be found out
   */
  Optional<ByssusException> held(BlobKey key, Path file) throws IOException {
    Optional<Instant> end = endOf(file);
    if (end.isEmpty() || !earlier(clock.instant(), end.get())) {
      return Optional.empty();
    }
    return Optional.of(new BlobLockedException(key + " is locked until " + end.get()));
  }

  /** Asks the file system for its time only where it matters. */
  private boolean earlier(Instant now, Instant end) throws IOException {
    return now.isBefore(end) || temporaries.now().isBefore(end);
  }

  private static Optional<Instant> endOf(Path file) throws IOException {
    return endOf(Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
  }

  /** Returns when the lock of a file with these attributes ends, or nothing if it has none. */
  static Optional<Instant> endOf(BasicFileAttributes attributes) {
    boolean locked =
        attributes instanceof PosixFileAttributes posix
            && posix.isRegularFile()
            && !posix.permissions().contains(PosixFilePermission.OWNER_WRITE);
    return locked ? Optional.of(attributes.lastModifiedTime().toInstant()) : Optional.empty();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private Instant end(Instant now, Duration retention) {
    if (now.isBefore(PLAUSIBLE)) {
      throw new StoreUnavailableException(
          "the clock says %s, which can't be: a lock by it would end at once; set it, then try again"
              .formatted(now));
    }
    // File systems cut off what is finer than they can tell: a lock must not end early by it.
    return now.plus(retention).plusSeconds(1);
  }

  /** The time first: a file that is read-only with an old time would have a lock that is over. */
  private static void lock(Path file, Instant end) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(end));
    Files.setPosixFilePermissions(file, READ_ONLY);
  }

  /** Returns the capability, for a store that is still open as long as a check passes. */
  RetentionLocks capability(Runnable checkOpen) {
    return new RetentionLocks() {
      @Override
      public Optional<Instant> lockedUntil(BlobKey key) {
        checkOpen.run();
        Path file = root.resolve(key.value());
        try {
          requireBlob(key, file, null);
          return endOf(file);
        } catch (IOException e) {
          requireBlob(key, file, e);
          throw FileErrors.translate("can't look up the lock of", file, e);
        }
      }

      @Override
      public void extend(BlobKey key, Duration retention) {
        checkOpen.run();
        Duration wanted = CreateOptions.lockedFor(retention).retention().orElseThrow();
        Path file = root.resolve(key.value());
        requireBlob(key, file, null);
        try {
          extendAlone(file, wanted);
        } catch (IOException e) {
          requireBlob(key, file, e);
          throw FileErrors.translate("can't extend the lock of", file, e);
        }
        requireBlob(key, file, null);
      }
    };
  }

  private void requireBlob(BlobKey key, Path file, @Nullable IOException cause) {
    FileErrors.requireDirectory(root);
    if (!Files.isRegularFile(file)) {
      throw new BlobNotFoundException("no blob " + key + " in " + root, cause);
    }
  }

  /** Two that extend one lock at once: the later end has to win, whoever comes last. */
  private void extendAlone(Path file, Duration retention) throws IOException {
    EXTENDING.lock();
    try (FileChannel guard =
            FileChannel.open(
                root.resolve(GUARD),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PrivateAccess.forFile(root));
        FileLock held = guard.lock()) {
      Instant end = end(later(temporaries.now(), clock.instant()), retention);
      if (held.isValid() && endOf(file).filter(old -> !old.isBefore(end)).isEmpty()) {
        lock(file, end);
      }
      // Also what another process has set and not synced yet.
      directories.sync(file);
    } finally {
      EXTENDING.unlock();
    }
  }
}
