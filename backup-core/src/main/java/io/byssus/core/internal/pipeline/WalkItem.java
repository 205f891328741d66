package io.byssus.core.internal.pipeline;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.SourceEntry;
import io.byssus.core.backup.BackupProblem;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeEntry.Freshness;
import java.util.concurrent.CompletableFuture;

/** What a walk over a source finds, in the order in which trees are built from it. */
sealed interface WalkItem {
  /**
   * A directory begins, with its metadata and whether they are fresh, and with what the parent has
   * in it: what follows is in it, until it ends.
   */
  record Enter(
      SourceEntry directory, EntryMetadata metadata, Freshness freshness, ParentFiles parent)
      implements WalkItem {}

  /** The directory that began last ends. */
  record Leave() implements WalkItem {}

  /** An entry that needs no reading: no file, or one that is as in the parent. */
  record Ready(TreeEntry entry) implements WalkItem {}

  /**
   * A file that is being read, perhaps under another of its names, and whether the parent has one
   * of this name.
   */
  record Reading(SourceEntry file, boolean inParent, CompletableFuture<StoredFile> result)
      implements WalkItem {}

  /** Something that could not be looked at. */
  record Problem(BackupProblem problem) implements WalkItem {}
}
