package io.byssus.core.internal.engine;

import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.Log;
import io.byssus.core.internal.log.LogState;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The log as one run sees it: from the fold that the run began with it folds every entry, one after
 * the other, so that it knows all that went since. Safe for use by many threads.
 */
final class RunLog {
  private final Log log;
  private final String run;
  private final long begun;
  private final ReentrantLock lock = new ReentrantLock();
  private LogState state;
  private boolean committed;

  /**
   * Begins a run.
   *
   * @param log is appended to
   * @param run its name
   * @param first its first fold
   */
  RunLog(Log log, String run, LogState first) {
    this.log = log;
    this.run = run;
    this.begun = first.number();
    this.state = first;
  }

  /** Returns the run's name. */
  String run() {
    return run;
  }

  /** Returns the number of the last entry of the run's first fold. */
  long begun() {
    return begun;
  }

  /** Folds to the tail. */
  LogState fold() {
    lock.lock();
    try {
      state = state.unread() ? log.again(state) : log.advance(state);
      return state;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Appends a change.
   *
   * @param changeAfter is given each state that the change would follow, checks everything, and
   *     returns the change, or nothing if there is none to be made
   * @return the state behind it
   */
  LogState append(Function<LogState, Optional<? extends Change>> changeAfter) {
    lock.lock();
    try {
      state = log.append(state, tail -> changeAfter.apply(tail).map(Change.class::cast));
      return state;
    } finally {
      lock.unlock();
    }
  }

  /** Appends the run's COMMIT; it holds no more afterwards. */
  LogState commit(Function<LogState, Change.Commit> changeAfter) {
    lock.lock();
    try {
      LogState behind = append(tail -> Optional.of(changeAfter.apply(tail)));
      committed = true;
      return behind;
    } finally {
      lock.unlock();
    }
  }

  /** Asks pruners not to mark until the run has committed. */
  void hold() {
    lock.lock();
    try {
      append(tail -> committed ? Optional.empty() : Optional.of(new Change.Hold(run)));
    } finally {
      lock.unlock();
    }
  }
}
