package io.byssus.core.retention;

import io.byssus.core.snapshot.Snapshots;

/**
 * Applies a policy to the snapshots of a repository.
 *
 * <p>Made by {@code BackupRepository.retention}. Not safe for use by several threads. Not to be
 * implemented by applications: methods will be added.
 */
public interface Retention {
  /**
   * Looks at these snapshots only; the others stay, and do not count. The default is all.
   *
   * @param chosen from {@code BackupRepository.snapshots}, narrowed down
   */
  Retention of(Snapshots chosen);

  /**
   * Returns what stays and what goes, by the snapshots that there are now. Nothing is changed.
   *
   * @throws io.byssus.api.store.StoreUnavailableException if the store can't be reached
   * @throws io.byssus.api.store.StoreAccessDeniedException if the store refuses
   */
  RetentionPlan plan();
}
