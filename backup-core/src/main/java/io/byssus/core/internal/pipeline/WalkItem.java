package io.byssus.core.internal.pipeline;

import io.byssus.api.source.SourceEntry;
import io.byssus.core.backup.BackupProblem;
import io.byssus.core.internal.tree.TreeEntry;
import java.util.concurrent.CompletableFuture;

/** What a walk over a source finds, in the order in which trees are built from it. */
sealed interface WalkItem {
  /** A directory begins, with what the parent has of it: what follows is in it, until it ends. */
  record Enter(SourceEntry directory, ParentFiles parent) implements WalkItem {}

  /** The directory that began last ends. */
  record Leave() implements WalkItem {}

  /** An entry that needs no reading: a link, or a file that is as in the parent. */
  record Ready(TreeEntry entry) implements WalkItem {}

  /** A file that is being read, and whether the parent has one of its name. */
  record Reading(SourceEntry file, boolean inParent, CompletableFuture<StoredFile> result)
      implements WalkItem {}

  /** Something that could not be looked at. */
  record Problem(BackupProblem problem) implements WalkItem {}
}
