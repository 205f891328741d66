package io.byssus.store.fs;

import io.byssus.api.ByssusException;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.OutcomeUnknownException;
import io.byssus.api.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * Creates blobs: a durable temporary file is linked to the key, which fails when the key is taken,
 * and the directory is synced.
 *
 * <p>What a crash or error leaves behind, step by step:
 *
 * <ul>
 *   <li>up to the link: perhaps an empty directory, and a temporary file, which no client sees and
 *       a later one sweeps; errors remove it at once, and nothing was created;
 *   <li>from the link on: the whole blob, because its bytes were durable before. If the directory
 *       can't be synced nobody knows whether the blob survives a crash: the outcome is unknown. The
 *       link stays, because another client may have seen it and built upon it;
 *   <li>a temporary name that can't be removed is a second name of the blob, until it is swept.
 * </ul>
 *
 * <p>'Exists' is only said of a blob that is durable: its directory is synced first, since its
 * creator may not have come to that yet. Safe for use by many threads.
 */
final class Creation {
  /** A directory vanishes only by another program's hand; one that does so thrice is at war. */
  private static final int ATTEMPTS = 3;

  private final Path root;
  private final Directories directories;
  private final TemporaryFiles temporaries;
  private final CreateStep.Observer observer;

  Creation(
      Path root,
      Directories directories,
      TemporaryFiles temporaries,
      CreateStep.Observer observer) {
    this.root = root;
    this.directories = directories;
    this.temporaries = temporaries;
    this.observer = observer;
  }

  /**
   * Creates a blob, as {@link io.byssus.api.store.BlobStore#create} says.
   *
   * @param finish what else has to be there with it from the start, such as a lock
   */
  void create(BlobKey key, BlobBody body, TemporaryFiles.Finish finish) {
    Path target = root.resolve(key.value());
    Path directory = target.getParent();
    if (directory == null) {
      throw new StoreUnavailableException("no place for " + key + " in " + root);
    }
    prepare(key, directory);
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw exists(key, target, directory);
    }
    Path temporary = temporaries.write(key, body, finish);
    try {
      link(key, temporary, target, directory);
    } catch (RuntimeException e) {
      temporaries.discard(temporary);
      throw e;
    }
    syncLink(key, temporary, directory);
    temporaries.discard(temporary);
  }

  private void prepare(BlobKey key, Path directory) {
    try {
      directories.prepare(directory);
    } catch (NotDirectoryException e) {
      if (Files.isDirectory(root)) {
        throw new IllegalArgumentException(
            "%s can't be created: the blob %s is where its directory would be"
                .formatted(key, e.getFile()),
            e);
      }
      throw new StoreUnavailableException(
          "can't create " + key + ": " + e.getFile() + " is not a directory", e);
    } catch (IOException e) {
      throw FileErrors.translate("can't make the directory of " + key + " in", directory, e);
    }
  }

  private void link(BlobKey key, Path temporary, Path target, Path directory) {
    for (int attempt = 1; ; attempt++) {
      try {
        observer.before(CreateStep.LINK);
        Files.createLink(target, temporary);
        return;
      } catch (UnsupportedOperationException e) {
        throw withoutHardLinks(key, directory, "not supported", e);
      } catch (IOException e) {
        // A network file system may have linked it, lost the answer and now find its own link.
        if (isLinked(key, temporary, target)) {
          return;
        }
        boolean directoryIsMissing = e instanceof NoSuchFileException && Files.exists(temporary);
        if (!directoryIsMissing || attempt == ATTEMPTS) {
          throw linkFailed(key, temporary, target, directory, e);
        }
        directories.forget(directory);
        prepare(key, directory);
      }
    }
  }

  private static boolean isLinked(BlobKey key, Path temporary, Path target) {
    try {
      return Files.isSameFile(temporary, target);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new OutcomeUnknownException(
          "can't tell whether %s was created: %s".formatted(key, FileErrors.reason(e)), e);
    }
  }

  private RuntimeException linkFailed(
      BlobKey key, Path temporary, Path target, Path directory, IOException error) {
    if (error instanceof FileAlreadyExistsException) {
      return exists(key, target, directory);
    }
    if (error instanceof NoSuchFileException) {
      return new StoreUnavailableException(
          "can't create %s: its temporary file or its directory was removed by another program: %s"
              .formatted(key, error.getMessage()),
          error);
    }
    ByssusException translated = FileErrors.translate("can't create", target, error);
    boolean full = OutOfSpace.isReason(FileErrors.reason(error));
    if (!full && Files.isWritable(directory) && !temporaries.canLink(temporary)) {
      return withoutHardLinks(key, directory, FileErrors.reason(error), error);
    }
    return translated;
  }

  private static HardLinksUnsupportedException withoutHardLinks(
      BlobKey key, Path directory, String reason, Exception cause) {
    return new HardLinksUnsupportedException(
        "can't create %s: the file system of %s (%s) has no hard links: %s"
            .formatted(key, directory, FileErrors.fileSystemType(directory), reason),
        cause);
  }

  private RuntimeException exists(BlobKey key, Path target, Path directory) {
    if (Files.isDirectory(target)) {
      return new IllegalArgumentException(
          "%s can't be created: %s is a directory, of other keys".formatted(key, target));
    }
    try {
      observer.before(CreateStep.SYNC_DIRECTORY);
      directories.sync(directory);
    } catch (IOException e) {
      return FileErrors.translate("can't create: exists, but can't be synced:", target, e);
    }
    return new BlobExistsException(key + " is already in " + root);
  }

  private void syncLink(BlobKey key, Path temporary, Path directory) {
    try {
      observer.before(CreateStep.SYNC_DIRECTORY);
      directories.sync(directory);
    } catch (IOException e) {
      directories.failedToSync(directory);
      temporaries.discard(temporary);
      throw new OutcomeUnknownException(
          "%s was created, but %s can't be synced, so that it may be gone after a crash: %s"
              .formatted(key, directory, FileErrors.reason(e)),
          e);
    }
  }
}
