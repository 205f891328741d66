package io.byssus.core.internal.engine;

import io.byssus.api.event.Progress;
import io.byssus.api.source.Source;
import io.byssus.core.backup.BackupStrategy;
import io.byssus.core.backup.Compression;
import io.byssus.core.backup.Quiesce;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a backup was asked to do: the settings of a {@link BackupOperation} at the moment it
 * started.
 *
 * @param source what to back up
 * @param origin what the snapshot is of
 * @param tags the snapshot's tags
 * @param description the snapshot's description, may be empty
 * @param strategy what to compare with
 * @param compression how to compress
 * @param incompleteAllowed whether unreadable entries are only reported
 * @param quiesce what is called around the reading, or {@code null}
 * @param onProgress is told how far it is, or {@code null}
 */
record BackupRequest(
    Source source,
    String origin,
    List<String> tags,
    String description,
    BackupStrategy strategy,
    Compression compression,
    boolean incompleteAllowed,
    @Nullable Quiesce quiesce,
    @Nullable Consumer<? super Progress> onProgress) {
  /** Copies the tags. */
  public BackupRequest {
    tags = List.copyOf(tags);
  }
}
