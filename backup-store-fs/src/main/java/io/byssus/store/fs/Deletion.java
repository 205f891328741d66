package io.byssus.store.fs;

import io.byssus.api.ByssusException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.DeleteReport;
import io.byssus.api.store.OutcomeUnknownException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deletes blobs and then syncs each directory once. Directories stay, also empty ones: see {@link
 * Directories}. Used by one thread, once.
 */
final class Deletion {
  private final Path root;
  private final Directories directories;
  private final @Nullable Locks locks;
  private final Map<BlobKey, ByssusException> failures = new HashMap<>();
  private final Map<Path, List<BlobKey>> deleted = new LinkedHashMap<>();

  /**
   * Prepares it.
   *
   * @param locks the locks, where the file system can keep them
   */
  Deletion(Path root, Directories directories, @Nullable Locks locks) {
    this.root = root;
    this.directories = directories;
    this.locks = locks;
  }

  /** Deletes blobs, as {@link io.byssus.api.store.BlobStore#delete} says. */
  DeleteReport delete(Collection<BlobKey> keys) {
    FileErrors.requireDirectory(root);
    for (BlobKey key : keys) {
      deleteFile(key, root.resolve(key.value()));
    }
    deleted.forEach(this::sync);
    return DeleteReport.failedFor(failures);
  }

  private void deleteFile(BlobKey key, Path file) {
    Path directory = file.getParent();
    // Deleting a path would remove an empty directory, too. What is in the way of a directory of
    // this key is no such directory, and so there is no such blob.
    if (directory == null
        || !Files.isDirectory(directory)
        || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      if (isLocked(key, file)) {
        return;
      }
      Files.deleteIfExists(file);
      deleted.computeIfAbsent(directory, path -> new ArrayList<>()).add(key);
    } catch (IOException e) {
      failures.put(key, FileErrors.translate("can't delete", file, e));
    }
  }

  private boolean isLocked(BlobKey key, Path file) throws IOException {
    if (locks == null || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Optional<ByssusException> held;
    try {
      held = locks.held(key, file);
    } catch (NoSuchFileException deletedByAnother) {
      return false;
    }
    held.ifPresent(reason -> failures.put(key, reason));
    return held.isPresent();
  }

  /** A missing blob's directory is synced, too: who deleted it may not have come to that. */
  private void sync(Path directory, List<BlobKey> keys) {
    try {
      directories.sync(directory);
    } catch (NoSuchFileException e) {
      // Gone with all that was in it, by another program's hand.
      directories.forget(directory);
    } catch (IOException e) {
      for (BlobKey key : keys) {
        failures.put(
            key,
            new OutcomeUnknownException(
                "%s was deleted, but %s can't be synced, so that it may be back after a crash: %s"
                    .formatted(key, directory, FileErrors.reason(e)),
                e));
      }
    }
  }
}
