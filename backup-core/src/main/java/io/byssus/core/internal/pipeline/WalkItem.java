package io.byssus.core.internal.pipeline;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.SourceEntry;
import io.byssus.core.backup.BackupProblem;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeEntry.Coverage;
import io.byssus.core.internal.tree.TreeEntry.Freshness;
import java.util.concurrent.CompletableFuture;

/** What a walk over a source finds, in the order in which trees are built from it. */
sealed interface WalkItem {
  /**
   * A directory begins: what follows is in it, until it ends.
   *
   * @param metadata its metadata
   * @param freshness whether they are fresh
   * @param coverage whether all that is in it was listed
   * @param parent what the parent has in it
   */
  record Enter(
      SourceEntry directory,
      EntryMetadata metadata,
      Freshness freshness,
      Coverage coverage,
      ParentFiles parent)
      implements WalkItem {}

  /** Something in the directory that began last is not in the snapshot. */
  record Lacking() implements WalkItem {}

  /** The directory that began last ends. */
  record Leave() implements WalkItem {}

  /** An entry that needs no reading: no file, or one that is as in the parent. */
  record Ready(TreeEntry entry) implements WalkItem {}

  /**
   * A file that is being read.
   *
   * @param inParent whether the parent has one of this name
   * @param name under which of its names
   * @param result is completed when it was read
   */
  record Reading(
      SourceEntry file, boolean inParent, ReadName name, CompletableFuture<StoredFile> result)
      implements WalkItem {}

  /** Under which of the names of a file it is read. */
  enum ReadName {
    /** Under this one. */
    OWN,
    /** Under one that was met before, which may not be a name of the same file any more. */
    OTHER
  }

  /** Something that could not be looked at. */
  record Problem(BackupProblem problem) implements WalkItem {}
}
