package io.byssus.core.internal.pipeline;

import io.byssus.api.ChunkId;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.LinkGroup;
import io.byssus.core.backup.BackupProblem;
import io.byssus.core.internal.tree.TreeEntry.Freshness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file that was read.
 *
 * @param content what was read, or {@code null} if it could not be
 * @param metadata the file's, as they were when that was read
 * @param freshness whether they can tell of later changes
 * @param problem what went wrong, or {@code null}
 */
record StoredFile(
    @Nullable Content content,
    EntryMetadata metadata,
    Freshness freshness,
    @Nullable BackupProblem problem) {
  /**
   * Returns whether this was surely read of the file that an entry is another name of: it was read,
   * and has its metadata, which would tell if it had changed since.
   */
  boolean isOf(EntryMetadata entry) {
    return content != null
        && freshness == Freshness.SETTLED
        && LinkGroup.of(entry).equals(LinkGroup.of(metadata));
  }

  /**
   * The content of a file.
   *
   * @param inline the bytes, if they are few enough to stand in the tree, else {@code null}
   * @param ids the chunks otherwise, holes among them
   * @param lengths their lengths
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Content(byte @Nullable [] inline, List<ChunkId> ids, List<Long> lengths)
      implements FileReading.Sized {
    static Content inline(byte[] bytes) {
      return new Content(bytes, List.of(), List.of());
    }

    static Content chunks(List<ChunkId> ids, List<Long> lengths) {
      return new Content(null, ids, lengths);
    }

    @Override
    public long size() {
      long size = inline != null ? inline.length : 0;
      for (long length : lengths) { // without a stream: it is asked for each file
        size += length;
      }
      return size;
    }
  }
}
