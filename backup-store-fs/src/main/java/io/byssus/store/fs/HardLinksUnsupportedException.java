package io.byssus.store.fs;

import io.byssus.api.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The file system has no hard links, so that no blob can be created on it; nothing was.
 *
 * <p>A hard link is the one call that puts a whole file under a name only if the name is free. A
 * rename would overwrite, and writing under the final name would show parts of blobs to readers.
 */
public final class HardLinksUnsupportedException extends StoreUnavailableException {
  private static final long serialVersionUID = 1L;

  HardLinksUnsupportedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public boolean retryable() {
    return false;
  }

  @Override
  public String advice() {
    return "Put the store on a file system with hard links, such as ext4, xfs, btrfs, zfs or NFS.";
  }
}
