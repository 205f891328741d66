package io.byssus.core.repair;

import io.byssus.api.Execution;
import io.byssus.api.event.Progress;
import java.util.function.Consumer;

/**
 * Repairs a repository as far as what is stored allows.
 *
 * <p>It writes a lost index anew from the packs, corrects damaged packs by their parity, stores
 * again what else can be read of them, and gives parity to packs that lack it. Damaged packs do not
 * count any more then: what is lost of them is stored again by a backup whose source still has it,
 * which makes the snapshots whole that had lost it, and a prune deletes the packs themselves. A
 * repair deletes nothing but parity that it makes anew. Backups may run meanwhile; a repair that is
 * cut short at any moment loses nothing, and is run again.
 *
 * <p>What could be put back from a copy of the repository should be, before a repair gives it up:
 * {@link #plan()} tells.
 *
 * <p>Made by {@code BackupRepository.repair}. Not safe for use by several threads.
 *
 * <p>Not to be implemented by applications: methods will be added.
 */
public interface Repair {
  /**
   * Also takes the files that are lost out of the snapshots: each such snapshot is replaced by one
   * without them, with the same time, origin, tags, place in the order of snapshots and pin. A
   * directory that is lost is empty then. By default snapshots stay as they are, since a backup may
   * still make them whole.
   */
  Repair amendSnapshots();

  /**
   * Also settles what is wrong with the log: declares that blobs which are no entries, and numbers
   * that are missing, say nothing. Then everything is possible again that a damaged log stops.
   *
   * <p>It is the way out when somebody who may create blobs, and no more, stored garbage among the
   * entries. A valid entry can't be lost by it. But an entry that the store damaged, or lost with
   * nothing behind it, can't be told from garbage, and is given up with it: look for it in a copy
   * of the repository first. What a later entry shows to be lost is not given up. By default
   * nothing is settled.
   */
  Repair voidEntries();

  /** Is told how far the repair is: by one thread at a time, at most ten times a second. */
  Repair onProgress(Consumer<? super Progress> listener);

  /**
   * Returns what a repair would do, and changes nothing. What a later step would do is told from
   * what is there now.
   *
   * @throws io.byssus.api.DamagedRepositoryException as {@link #run()} does
   */
  RepairReport plan();

  /**
   * Repairs and returns what was done.
   *
   * @throws io.byssus.api.DamagedRepositoryException if entries of the log are damaged or missing:
   *     they are put back from a copy first, since nobody knows what they said, or settled by
   *     {@link #voidEntries()}
   * @throws io.byssus.api.OperationCancelledException if the calling thread was interrupted
   * @throws IllegalStateException if it was run before
   */
  RepairReport run();

  /**
   * Starts repairing in the background.
   *
   * @throws IllegalStateException if it was run before
   */
  Execution<RepairReport> start();
}
