package io.byssus.core.internal.engine;

import io.byssus.api.SnapshotId;
import io.byssus.api.event.Progress;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.Target;
import io.byssus.core.restore.Overwrite;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a restore was asked to do: the settings of a {@link RestoreOperation} at the moment it
 * started.
 *
 * @param snapshot what to restore
 * @param target where to
 * @param from the path in the snapshot that becomes the target's top
 * @param includes patterns of what to restore; empty for everything
 * @param excludes patterns of what to leave out
 * @param overwrite what happens to what is there
 * @param options what else was asked for
 * @param onProgress is told how far it is, or {@code null}
 */
record RestoreRequest(
    SnapshotId snapshot,
    Target target,
    EntryPath from,
    List<String> includes,
    List<String> excludes,
    Overwrite overwrite,
    Set<Option> options,
    @Nullable Consumer<? super Progress> onProgress) {
  /** Copies the collections. */
  RestoreRequest {
    includes = List.copyOf(includes);
    excludes = List.copyOf(excludes);
    options = Set.copyOf(options);
  }

  /** Something that is asked for or not. */
  enum Option {
    /** What is not in the snapshot is deleted. */
    DELETE_EXTRAS,
    /** What was written is read back. */
    VERIFY,
    /** Entries that can't be restored are only reported. */
    INCOMPLETE_ALLOWED,
    /** Metadata that can't be kept makes the restore incomplete. */
    METADATA_REQUIRED
  }

  boolean asks(Option option) {
    return options.contains(option);
  }

  /** Returns whether all of the snapshot is asked for. */
  boolean whole() {
    return from.isRoot() && includes.isEmpty() && excludes.isEmpty();
  }
}
