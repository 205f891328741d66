package io.byssus.store.fs;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes directories, and makes them and what is in them durable.
 *
 * <p>A new file is durable when its directory has been synced, and so is that directory when its
 * parent has been, up to the root. Who made a directory does not matter: another process may have
 * made it a moment ago and not have synced it yet. So every instance syncs each parent once.
 *
 * <p>The store never removes directories, because a directory that is removed and made again by
 * others would be durable only by their word. Safe for use by many threads.
 */
final class Directories {
  /**
   * Paths remembered as durable; far more than a run touches, and forgetting costs one sync each.
   */
  private static final int REMEMBERED = 10_000;

  private final Path root;
  private final CreateStep.Observer observer;
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();
  private final Set<Path> unsettled = ConcurrentHashMap.newKeySet();

  Directories(Path root, CreateStep.Observer observer) {
    this.root = root;
    this.observer = observer;
  }

  /**
   * Makes a directory durable, with those above it; they are made where they are missing.
   *
   * @param directory the root or a directory below it
   * @throws NotDirectoryException if something else has its name or that of one above it
   */
  void prepare(Path directory) throws IOException {
    if (durable.contains(directory)) {
      return;
    }
    if (directory.equals(root)) {
      prepareRoot();
    } else {
      Path parent = parentOf(directory);
      prepare(parent);
      make(directory);
      observer.before(CreateStep.SYNC_PARENT);
      sync(parent);
    }
    if (durable.size() >= REMEMBERED) {
      durable.clear();
    }
    durable.add(directory);
  }

  /** Forgets that a directory and those above it are there: one was missing. */
  void forget(Path directory) {
    for (Path at = directory; at != null; at = at.getParent()) {
      durable.remove(at);
    }
  }

  /**
   * Makes the entries of a directory durable. An interrupt does not stop it: the caller could not
   * say any more whether the blob is there.
   */
  void sync(Path directory) throws IOException {
    if (PrivateAccess.isPosix(directory)) {
      boolean interrupted = Thread.interrupted();
      try {
        while (!forced(directory)) {
          interrupted |= Thread.interrupted();
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
    unsettled.remove(directory);
  }

  /** Remembers that a sync failed, so that nobody trusts what the directory shows. */
  void failedToSync(Path directory) {
    unsettled.add(directory);
  }

  /**
   * Syncs a directory again if an earlier sync failed: then what it shows may be gone after a
   * crash, and must not be taken for stored.
   */
  void settle(Path directory) throws IOException {
    if (unsettled.contains(directory)) {
      observer.before(CreateStep.SYNC_DIRECTORY);
      sync(directory);
    }
  }

  private void prepareRoot() throws IOException {
    if (!Files.isDirectory(root)) {
      makeWithParents(root);
      return;
    }
    Path parent = root.getParent();
    if (parent != null) {
      try {
        sync(parent);
      } catch (IOException notOurs) {
        // The root was there before. Its parent may be unreadable for us or on a file system that
        // can't sync; whoever made the root answers for it.
        unsettled.remove(parent);
      }
    }
  }

  private void makeWithParents(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent == null) {
      return;
    }
    if (!Files.isDirectory(parent)) {
      makeWithParents(parent);
    }
    make(directory);
    observer.before(CreateStep.SYNC_PARENT);
    sync(parent);
  }

  private void make(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    observer.before(CreateStep.MAKE_DIRECTORY);
    try {
      Files.createDirectory(directory, PrivateAccess.forDirectory(directory));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw new NotDirectoryException(directory.toString());
      }
    }
  }

  private static boolean forced(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }

  private static Path parentOf(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent == null) {
      throw new NotDirectoryException(directory + " has no parent");
    }
    return parent;
  }
}
