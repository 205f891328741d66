package io.byssus.core.internal.engine;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.target.TargetEntry;
import io.byssus.core.internal.pipeline.Verdict;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.restore.Overwrite;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Decides what a restore does with an entry whose name may be taken in the target. */
final class RestoreRules {
  private final Overwrite overwrite;

  RestoreRules(Overwrite overwrite) {
    this.overwrite = overwrite;
  }

  /** Returns whether what is there may be replaced by what is wanted. */
  boolean mayReplace(EntryMetadata found, EntryMetadata wanted) {
    return switch (overwrite) {
      case NEVER -> false;
      case IF_NEWER -> wanted.modified().isAfter(found.modified());
      case IF_CHANGED, ALWAYS -> true;
    };
  }

  /**
   * Decides about what is no directory.
   *
   * @param found what has its name and is no directory, or {@code null}
   */
  Verdict verdict(TreeEntry wanted, @Nullable TargetEntry found) {
    if (found == null) {
      return Verdict.WRITE;
    }
    if (!mayReplace(found.metadata(), wanted.metadata())) {
      return Verdict.KEEP;
    }
    if (found.metadata().kind() != wanted.kind()) {
      return Verdict.WRITE;
    }
    return switch (wanted.kind()) {
      case FILE -> file(wanted.metadata(), found.metadata());
      case SYMBOLIC_LINK -> sameIf(Arrays.equals(wanted.linkTarget(), found.linkTarget()));
      default -> sameIf(wanted.metadata().deviceNumber().equals(found.metadata().deviceNumber()));
    };
  }

  private static Verdict sameIf(boolean same) {
    return same ? Verdict.SAME : Verdict.WRITE;
  }

  private Verdict file(EntryMetadata wanted, EntryMetadata found) {
    boolean seemsSame = wanted.size() == found.size() && wanted.modified().equals(found.modified());
    return (overwrite == Overwrite.IF_CHANGED && seemsSame) ? Verdict.SAME : Verdict.COMPARE;
  }
}
