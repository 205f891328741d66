package io.byssus.core.internal.pipeline;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.api.source.SourceEntry;
import io.byssus.core.backup.BackupProblem;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeEntry.Freshness;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a walk over a source finds, in the order in which trees are built from it. */
sealed interface WalkItem {
  /**
   * A directory begins: what follows is in it, until it ends.
   *
   * @param attributes its extended attributes
   * @param freshness whether its metadata tell of later changes
   * @param before what has its name in the parent, or {@code null}
   * @param whole what the parent has in it, if that lies in one tree
   */
  record Enter(
      SourceEntry directory,
      ExtendedAttributes attributes,
      Freshness freshness,
      @Nullable TreeEntry before,
      ParentFiles.@Nullable Whole whole)
      implements WalkItem {}

  /** Something in the directory that began last is not in the snapshot. */
  record Lacking() implements WalkItem {}

  /** The directory that began last ends. */
  record Leave() implements WalkItem {}

  /**
   * An entry that needs no reading: no file, or one that is as in the parent.
   *
   * @param before what has its name in the parent, or {@code null}
   */
  record Ready(TreeEntry entry, @Nullable TreeEntry before) implements WalkItem {}

  /**
   * A file that is being read.
   *
   * @param before what has its name in the parent, or {@code null}
   * @param name under which of its names
   * @param result is completed when it was read
   */
  record Reading(
      SourceEntry file,
      @Nullable TreeEntry before,
      ReadName name,
      CompletableFuture<StoredFile> result)
      implements WalkItem {
    /** Returns whether the parent has a file of this name. */
    boolean inParent() {
      return before != null && before.kind() == EntryKind.FILE;
    }
  }

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
