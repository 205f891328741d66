package io.byssus.core.internal.engine;

import io.byssus.api.SnapshotId;
import io.byssus.api.event.Progress;
import io.byssus.api.target.Target;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a restore was asked to do: the settings of a {@link RestoreOperation} at the moment it
 * started.
 *
 * @param snapshot what to restore
 * @param target where to
 * @param includes patterns of what to restore; empty for everything
 * @param incompleteAllowed whether entries that can't be restored are only reported
 * @param onProgress is told how far it is, or {@code null}
 */
record RestoreRequest(
    SnapshotId snapshot,
    Target target,
    List<String> includes,
    boolean incompleteAllowed,
    @Nullable Consumer<? super Progress> onProgress) {
  /** Copies the patterns. */
  public RestoreRequest {
    includes = List.copyOf(includes);
  }
}
