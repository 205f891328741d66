package io.byssus.core.internal.execution;

import io.byssus.api.Execution;
import io.byssus.api.OperationCancelledException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Something that is done once: runs or starts an engine with a request, and refuses a second time.
 *
 * @param <Q> the request
 * @param <R> the report
 */
public final class Operation<Q, R> {
  private static final Duration WITHOUT_LIMIT = Duration.ofDays(365_000);

  private final String name;
  private final Function<Q, Execution<R>> engine;
  private final AtomicBoolean used = new AtomicBoolean();

  /** Creates an operation with a name for messages. */
  public Operation(String name, Function<Q, Execution<R>> engine) {
    this.name = name;
    this.engine = engine;
  }

  /** Starts it. */
  public Execution<R> start(Q request) {
    if (!used.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "this " + name + " was run before; make a new one from the repository");
    }
    return engine.apply(request);
  }

  /** Starts it and waits for the end; an interrupt cancels it and waits until it has stopped. */
  public R run(Q request) {
    try (Execution<R> execution = start(request)) {
      return execution.await(WITHOUT_LIMIT);
    } catch (TimeoutException e) {
      throw new OperationCancelledException("the " + name + " took longer than any limit", e);
    }
  }
}
