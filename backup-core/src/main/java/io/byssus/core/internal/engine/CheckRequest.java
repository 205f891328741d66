package io.byssus.core.internal.engine;

import io.byssus.api.Fraction;
import io.byssus.api.event.Progress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a check was asked to do: the settings of a {@link CheckOperation} at the moment it started.
 *
 * @param readData how much of the packs to read
 * @param onProgress is told how far it is, or {@code null}
 */
record CheckRequest(Fraction readData, @Nullable Consumer<? super Progress> onProgress) {}
