package io.byssus.core.internal.pipeline;

import io.byssus.api.ChunkId;
import io.byssus.core.backup.BackupProblem;
import io.byssus.core.internal.tree.TreeEntry.Freshness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file that was read.
 *
 * @param inline the content, if it is small enough to stand in the tree, else {@code null}
 * @param ids the chunks of the content otherwise
 * @param lengths their lengths
 * @param freshness whether its metadata can tell of later changes
 * @param problem what went wrong, or {@code null}; without content if it could not be read
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
record StoredFile(
    byte @Nullable [] inline,
    List<ChunkId> ids,
    List<Long> lengths,
    Freshness freshness,
    @Nullable BackupProblem problem) {
  static StoredFile inline(byte[] content, Freshness freshness, @Nullable BackupProblem problem) {
    return new StoredFile(content, List.of(), List.of(), freshness, problem);
  }

  static StoredFile chunks(
      List<ChunkId> ids, List<Long> lengths, Freshness freshness, @Nullable BackupProblem problem) {
    return new StoredFile(null, ids, lengths, freshness, problem);
  }

  static StoredFile unread(BackupProblem problem) {
    return new StoredFile(null, List.of(), List.of(), Freshness.RACY, problem);
  }

  /** Returns whether there is content to put into the tree. */
  boolean read() {
    return inline != null || problem == null || problem.kind() == BackupProblem.Kind.CHANGED;
  }
}
