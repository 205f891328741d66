package io.byssus.core.internal.engine;

import io.byssus.api.DataSize;
import io.byssus.api.Fraction;
import io.byssus.api.event.Progress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a prune was asked for.
 *
 * @param grace how long what may go is left alone
 * @param maxUnused how much of the repository may be unused
 * @param maxRepack how much is stored anew at most, or {@code null} for no limit
 * @param patience how long a run that holds is waited for without an entry of it
 * @param epochs what becomes of what earlier epochs sealed
 * @param onProgress is told how far it is, or {@code null}
 */
record PruneRequest(
    Duration grace,
    Fraction maxUnused,
    @Nullable DataSize maxRepack,
    Duration patience,
    Epochs epochs,
    @Nullable Consumer<? super Progress> onProgress) {
  /** What becomes of packs and index segments that an earlier epoch sealed. */
  enum Epochs {
    /** They are as good as others. */
    LEAVE,
    /** They are stored anew. */
    RENEW
  }
}
