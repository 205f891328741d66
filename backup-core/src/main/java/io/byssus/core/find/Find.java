package io.byssus.core.find;

import io.byssus.api.DataSize;
import io.byssus.api.Execution;
import io.byssus.api.event.Progress;
import io.byssus.api.source.EntryKind;
import io.byssus.core.snapshot.Snapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds entries in snapshots by name, kind, size, time and content.
 *
 * <p>All snapshots are walked together, a directory at a time, and a directory that is the same in
 * several is read once: a hundred snapshots of what hardly changes cost little more than one. An
 * entry has to meet everything that was asked for; of several names one is enough. Versions of an
 * entry are one hit if a restore makes the same of them. Held in memory are, for the directories on
 * the way to the one at hand, the entries that were found and the subdirectories.
 *
 * <p>Made by {@code BackupRepository.find}; used once. Not safe for use by several threads. Not to
 * be implemented by applications: methods will be added.
 */
public interface Find {
  /**
   * Finds what matches a pattern; of several, one is enough. The patterns are those of a restore:
   * {@code *.conf} is a name in any directory, {@code /srv/**}{@code /*.conf} a whole path.
   *
   * @throws IllegalArgumentException if the pattern is malformed
   */
  Find named(String pattern);

  /**
   * Finds what matches a pattern whichever case its letters have.
   *
   * @throws IllegalArgumentException if the pattern is malformed
   */
  Find namedIgnoringCase(String pattern);

  /** Finds entries of a kind; of several, one is enough. */
  Find kind(EntryKind kind);

  /** Finds files of at least this size. */
  Find atLeast(DataSize size);

  /** Finds files of at most this size. */
  Find atMost(DataSize size);

  /** Finds what was modified at this time or later. */
  Find modifiedFrom(Instant time);

  /** Finds what was modified at this time or earlier. */
  Find modifiedUntil(Instant time);

  /**
   * Finds files that hold a chunk, and directories whose tree is that chunk. Files of a few hundred
   * bytes stand in the tree of their directory and hold none.
   *
   * @param digits the id's first hexadecimal digits
   * @throws IllegalArgumentException if they are no such digits
   */
  Find content(String digits);

  /** Looks into these snapshots only. The default is all that there are when it runs. */
  Find in(Snapshots snapshots);

  /**
   * Is given what was found as it comes, in the order of the paths, by the thread of the search.
   * What the visitor throws ends the search.
   */
  Find onHit(Consumer<? super FindHit> visitor);

  /**
   * Is told how many entries were looked at: by one thread at a time, at most ten times a second.
   */
  Find onProgress(Consumer<? super Progress> listener);

  /**
   * Searches.
   *
   * @return how many hits there were
   * @throws io.byssus.api.SnapshotNotFoundException if one of the snapshots is gone
   * @throws io.byssus.api.DamagedRepositoryException if a directory can't be read
   * @throws io.byssus.api.OperationCancelledException if the calling thread was interrupted
   * @throws IllegalStateException if it was run before
   */
  long run();

  /**
   * Starts searching in the background.
   *
   * @throws IllegalStateException if it was run before
   */
  Execution<Long> start();

  /** Searches, and returns all that was found, in the order of the paths. */
  default List<FindHit> list() {
    List<FindHit> hits = new ArrayList<>();
    onHit(hits::add).run();
    return hits;
  }
}
