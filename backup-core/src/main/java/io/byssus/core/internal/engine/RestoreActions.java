package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetEntry;
import io.byssus.api.target.TargetSession.Begun;
import io.byssus.core.internal.pipeline.Verdict;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.restore.RestoreProblem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a {@link RestoreWalk} finds is to be done: it is done, or written into a plan. */
interface RestoreActions {
  /**
   * Begins a directory.
   *
   * @param found what has its name, or {@code null}; nothing but a directory
   * @return whether it was there, or {@code null} if it can't be begun
   */
  @Nullable Begun beginDirectory(EntryPath path, @Nullable TargetEntry found);

  /** Looks into a directory that was there, or returns {@code null} if that fails. */
  @Nullable FoundEntries look(EntryPath path);

  /** Ends a directory. */
  void endDirectory(EntryPath path, EntryMetadata metadata);

  /** Ends a directory that was there and keeps its metadata. */
  void leaveDirectory(EntryPath path);

  /**
   * Restores what is no directory.
   *
   * @param found what has its name, or {@code null}; no directory
   */
  void entry(EntryPath path, TreeEntry entry, Verdict verdict, @Nullable TargetEntry found);

  /** Leaves what has a directory's name; returns nothing of it is restored. */
  void keep(EntryPath path);

  /** Leaves what is not in the snapshot, because nothing says that it was not there. */
  void keepExtra(EntryPath path, TargetEntry found);

  /** Removes what is not in the snapshot; returns whether it is gone. */
  boolean removeExtra(EntryPath path, TargetEntry found);

  /** Removes what is in the way of an entry of another kind; returns whether it is gone. */
  boolean clear(EntryPath path, TargetEntry found);

  /** Notes that a directory's tree is damaged. */
  void damaged(EntryPath path, ByssusException failure);

  /** Counts an entry that is not restored, as a directory above it is not. */
  void unreached();

  /** Notes that an entry can't be restored or removed. */
  void notWritten(EntryPath path, IOException failure);

  /** Notes that something can't be done. */
  void note(EntryPath path, RestoreProblem.Kind kind, String message);
}
