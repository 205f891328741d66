package io.byssus.core.prune;

import io.byssus.api.DataSize;
import io.byssus.api.Execution;
import io.byssus.api.Fraction;
import io.byssus.api.event.Progress;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Deletes what no snapshot needs: packs whose snapshots were forgotten, and what runs that were cut
 * short left behind. Packs that are mostly unused are stored anew without the waste, and small
 * index segments are merged. What earlier epochs sealed is stored anew if that is asked for.
 *
 * <p>Backups, restores, checks and other prunes may run at the same time, from any number of
 * processes; nobody waits for anybody, and nothing that a snapshot needs is lost, whatever is cut
 * short when. A prune that is cut short or cancelled is finished by the next, whoever runs that.
 * What is decided is deleted when the grace period is over: by a later prune, unless the period is
 * zero.
 *
 * <p>Made by {@code BackupRepository.prune}. Not safe for use by several threads. Not to be
 * implemented by applications: methods will be added.
 */
public interface Prune {
  /** The grace period where nobody says another: a day. */
  Duration DEFAULT_GRACE = Duration.ofDays(1);

  /** How much may stay unused where nobody says otherwise: 5 %. */
  Fraction DEFAULT_MAX_UNUSED = Fraction.percent(5);

  /** How long a backup that asked prunes to wait may be silent, where nobody says otherwise. */
  Duration DEFAULT_PATIENCE = Duration.ofMinutes(15);

  /**
   * Leaves alone what is new: packs of a run that showed a sign of life within this time are not
   * taken, so that the next backup finds what one that was cut short has stored; and what is
   * decided is not deleted within this time, so that slow restores of forgotten snapshots end well.
   * A day by default. It is no matter of safety: with zero, one prune does everything at once.
   *
   * @param period zero or more, by clocks, which may be wrong
   * @throws IllegalArgumentException if it is negative
   */
  Prune grace(Duration period);

  /**
   * Stores packs anew, those with the most waste first, until no more than this part of all that is
   * stored is unused. 5 % by default; with {@link Fraction#ALL}, nothing is stored anew.
   */
  Prune maxUnused(Fraction part);

  /**
   * Stores no more than so many bytes of packs anew, and no pack that is larger. No limit by
   * default.
   */
  Prune maxRepack(DataSize size);

  /**
   * Waits at most so long for a sign of life of a backup that lost to prunes twice and asked them
   * to wait. A backup that works gives one every five minutes; one that was killed never does. 15
   * minutes by default. It is no matter of safety: whoever knows that no backup runs says zero, and
   * if one does, it compares its source once more.
   *
   * @param time zero or more
   * @throws IllegalArgumentException if it is negative
   */
  Prune patience(Duration time);

  /**
   * Stores packs and index segments anew that were sealed in an earlier epoch than this one, under
   * its keys: so that a holder who was removed, and kept his keys, reads nothing any more that is
   * still needed, once the old packs are deleted. It takes part in {@link #maxRepack}, and goes
   * before what is unused; so a large repository can be gone through a night at a time, and a prune
   * that is cut short is gone on with by the next that asks for it. Packs within the grace period
   * are left to that, too; {@link PruneReport#packsOfEarlierEpochs()} tells whether it is needed.
   *
   * <p>Entries of the log are kept as they are for ever, and with them the times, paths, tags and
   * descriptions of the snapshots of earlier epochs.
   */
  Prune reencrypt();

  /** Is told how far the prune is: by one thread at a time, at most ten times a second. */
  Prune onProgress(Consumer<? super Progress> listener);

  /**
   * Returns what a prune would do now, without changing anything.
   *
   * @throws io.byssus.api.DamagedRepositoryException as {@link #run()} does
   */
  PrunePlan plan();

  /**
   * Prunes and returns the report. Waits for a backup that asked for it, as long as it shows signs
   * of life: see {@link #patience}.
   *
   * @throws io.byssus.api.DamagedRepositoryException if the log is not whole, or a tree or an index
   *     segment can't be read: then nobody knows what is needed, and nothing more is taken away
   * @throws io.byssus.api.SingleWriterException if the store can't have more than one writer
   * @throws io.byssus.api.OperationCancelledException if the calling thread was interrupted
   * @throws IllegalStateException if it was run before
   */
  PruneReport run();

  /**
   * Starts pruning in the background.
   *
   * @throws IllegalStateException if it was run before
   */
  Execution<PruneReport> start();
}
