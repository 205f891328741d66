package io.byssus.api;

/**
 * The kinds of failure, each with whether trying again can help and what an operator should do
 * next.
 *
 * <p>Codes are stable: a program may decide by them, and the command prints them with {@code
 * --json}.
 */
public enum ErrorCode {
  /** There is no repository at the location. */
  REPOSITORY_NOT_FOUND(Retry.FUTILE, "Check the location; a new repository is made with create()."),
  /** A repository is already at the location. */
  REPOSITORY_EXISTS(Retry.FUTILE, "Open it instead, or choose another location."),
  /** The location holds something that is not a Byssus repository. */
  NOT_A_REPOSITORY(Retry.FUTILE, "Check the location."),
  /** The repository was written by a newer version. */
  UNSUPPORTED_FORMAT(Retry.FUTILE, "Use a newer version of Byssus."),
  /** No key that was offered opens the repository. */
  WRONG_KEY(Retry.FUTILE, "Check the passphrase or the key provider."),
  /** The key that the repository was opened with can only write. */
  WRITE_ONLY_KEY(
      Retry.FUTILE,
      "Open the repository with a key that may read: this one backs up, and nothing else."),
  /** A holder of keys can't be added, removed or changed as asked. */
  KEY_HOLDER_REFUSED(Retry.FUTILE, "List the holders of keys and name one of them."),
  /** Stored data is missing or not what was written. */
  DAMAGED_REPOSITORY(Retry.FUTILE, "Run a check to see what is affected."),
  /** No snapshot, or more than one, answers the request. */
  SNAPSHOT_NOT_FOUND(Retry.FUTILE, "List the snapshots and name one of them."),
  /** A snapshot is pinned, and can't be forgotten. */
  SNAPSHOT_PINNED(Retry.FUTILE, "Unpin the snapshot first, if it is not needed any more."),
  /** No entry of a snapshot answers the request. */
  ENTRY_NOT_FOUND(Retry.FUTILE, "List the snapshot and name what is in it."),
  /** No such blob in the store. */
  BLOB_NOT_FOUND(Retry.FUTILE, "Run a check: a file of the repository is missing."),
  /** A blob with that key is already in the store. */
  BLOB_EXISTS(Retry.FUTILE, "Blobs are written once; choose another key."),
  /** A blob is under a retention lock and can't be deleted yet. */
  BLOB_LOCKED(Retry.FUTILE, "Delete it when its lock has ended; nobody can end it earlier."),
  /** The store did not answer or failed in a way that may pass. */
  STORE_UNAVAILABLE(Retry.HELPS, "Check that the store can be reached, then try again."),
  /** The store refused access. */
  STORE_ACCESS_DENIED(Retry.FUTILE, "Check the credentials and permissions of the store."),
  /** The store has no room left. */
  STORE_FULL(Retry.FUTILE, "Make room in the store, then try again: nothing stored is lost."),
  /** A request may or may not have taken effect. */
  OUTCOME_UNKNOWN(Retry.HELPS, "Try again: the state of the store is looked up first."),
  /** The store takes only one writer, and nothing can be deleted there. */
  SINGLE_WRITER(
      Retry.FUTILE,
      "Copy the repository to a store that creates a blob only if it is not there, and prune it there."),
  /** No plugin serves what was asked for. */
  NO_PROVIDER(Retry.FUTILE, "Add the module that serves it to the application."),
  /** The source could not be read at all. */
  SOURCE_UNREADABLE(Retry.FUTILE, "Check that the source exists and may be read."),
  /** The backup is stored, but parts of the source could not be read. */
  INCOMPLETE_BACKUP(Retry.HELPS, "Look at the problems in the report; the snapshot was kept."),
  /** The application was not at rest for a backup, or did not take up its work again. */
  QUIESCE_FAILED(
      Retry.FUTILE, "Look at what the callback says, and whether the application is at work."),
  /** The target could not be written. */
  TARGET_UNWRITABLE(Retry.FUTILE, "Check the target's permissions and free space."),
  /** Parts of a snapshot could not be restored. */
  INCOMPLETE_RESTORE(Retry.FUTILE, "Look at the problems in the report."),
  /** The Java virtual machine has too little memory for what was asked. */
  NOT_ENOUGH_MEMORY(Retry.FUTILE, "Give the Java virtual machine more heap with -Xmx."),
  /** The operation was cancelled or interrupted. */
  CANCELLED(Retry.HELPS, "Start it again: what was already stored is used.");

  private enum Retry {
    HELPS,
    FUTILE
  }

  private final Retry retry;
  private final String advice;

  ErrorCode(Retry retry, String advice) {
    this.retry = retry;
    this.advice = advice;
  }

  /** Returns whether the same call may succeed later without anybody changing anything. */
  public boolean retryable() {
    return retry == Retry.HELPS;
  }

  /** Returns what an operator should do next, as a sentence. */
  public String advice() {
    return advice;
  }
}
