package io.byssus.core.internal.engine;

import io.byssus.api.Execution;
import io.byssus.api.event.Phase;
import io.byssus.api.event.Progress;
import io.byssus.core.internal.execution.Operation;
import io.byssus.core.internal.look.Watch;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a search, a comparison and a count have in common: each goes once through the trees of
 * snapshots, in the background, and can be watched and cancelled.
 *
 * @param <R> the result
 */
final class LookEngine<R> {
  private final Operation<Look<R>, R> operation;
  private @Nullable Consumer<? super Progress> onProgress;

  /** Goes through trees. */
  @FunctionalInterface
  interface Look<R> {
    R at(OpenTrees open, Watch watch);
  }

  LookEngine(OpenRepository repository, String name) {
    this.operation = new Operation<>(name, look -> start(repository, name, look));
  }

  private Execution<R> start(OpenRepository repository, String name, Look<R> look) {
    return repository.start(
        name,
        onProgress,
        (meter, cancellation) -> {
          try (OpenTrees open = new OpenTrees(repository)) {
            meter.enter(Phase.LOOKING);
            return look.at(open, new Watch(meter, cancellation));
          }
        });
  }

  void onProgress(Consumer<? super Progress> listener) {
    onProgress = Objects.requireNonNull(listener, "listener");
  }

  R run(Look<R> look) {
    return operation.run(look);
  }

  Execution<R> start(Look<R> look) {
    return operation.start(look);
  }
}
