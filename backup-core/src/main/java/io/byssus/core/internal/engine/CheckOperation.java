package io.byssus.core.internal.engine;

import io.byssus.api.Execution;
import io.byssus.api.Fraction;
import io.byssus.api.event.Progress;
import io.byssus.core.check.Check;
import io.byssus.core.check.CheckReport;
import io.byssus.core.internal.execution.Operation;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The settings of a check, collected until it runs. */
public final class CheckOperation implements Check {

  private final Operation<CheckRequest, CheckReport> operation;
  private Fraction readData = new Fraction(0);
  private @Nullable Consumer<? super Progress> onProgress;

  /** Creates the settings of a check. */
  public CheckOperation(OpenRepository repository) {
    this.operation = new Operation<>("check", request -> CheckEngine.start(repository, request));
  }

  @Override
  public Check readData(Fraction part) {
    this.readData = Objects.requireNonNull(part, "part");
    return this;
  }

  @Override
  public Check onProgress(Consumer<? super Progress> listener) {
    this.onProgress = Objects.requireNonNull(listener, "listener");
    return this;
  }

  @Override
  public CheckReport run() {
    return operation.run(new CheckRequest(readData, onProgress));
  }

  @Override
  public Execution<CheckReport> start() {
    return operation.start(new CheckRequest(readData, onProgress));
  }
}
