package io.byssus.api.event;

import io.byssus.api.SnapshotId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an operation on a repository: it started, completed or failed. Holds
 * no secret, so that it can be written to an audit log as it is.
 */
public final class OperationEvent {
  /** What happened. */
  public enum Type {
    /** The operation started. */
    STARTED,
    /** The operation did all it was asked to do. */
    COMPLETED,
    /** The operation ended with an error. */
    FAILED
  }

  private final Type type;
  private final String operation;
  private final Instant time;
  private final @Nullable SnapshotId snapshot;
  private final @Nullable Throwable failure;

  private OperationEvent(
      Type type,
      String operation,
      Instant time,
      @Nullable SnapshotId snapshot,
      @Nullable Throwable failure) {
    this.type = type;
    this.operation = Objects.requireNonNull(operation, "operation");
    this.time = Objects.requireNonNull(time, "time");
    this.snapshot = snapshot;
    this.failure = failure;
  }

  /** Returns the event of an operation that starts. */
  public static OperationEvent started(String operation, Instant time) {
    return new OperationEvent(Type.STARTED, operation, time, null, null);
  }

  /** Returns the event of an operation that completed, with the snapshot it was about, if any. */
  public static OperationEvent completed(
      String operation, Instant time, @Nullable SnapshotId snapshot) {
    return new OperationEvent(Type.COMPLETED, operation, time, snapshot, null);
  }

  /** Returns the event of an operation that failed. */
  public static OperationEvent failed(String operation, Instant time, Throwable failure) {
    return new OperationEvent(Type.FAILED, operation, time, null, failure);
  }

  /** Returns what happened. */
  public Type type() {
    return type;
  }

  /** Returns the operation's name, such as {@code backup}. */
  public String operation() {
    return operation;
  }

  /** Returns when it happened. */
  public Instant time() {
    return time;
  }

  /** Returns the snapshot it was about, if any. */
  public Optional<SnapshotId> snapshot() {
    return Optional.ofNullable(snapshot);
  }

  /** Returns the error it failed with, if it failed. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public String toString() {
    return time
        + " "
        + operation
        + " "
        + type
        + (snapshot == null ? "" : " " + snapshot.abbreviated())
        + (failure == null ? "" : " " + failure.getMessage());
  }
}
