package io.byssus.core.internal.execution;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The threads of one operation: daemons that end with it, and are found if they do not.
 *
 * <p>What a member starts by {@link #current()} belongs to the same crew. Threads that others
 * start, such as the client of a store, do not: they may serve the application too. Safe for use by
 * many threads.
 */
final class Crew {
  private final Set<Member> members = ConcurrentHashMap.newKeySet();

  /** Returns the crew of the calling thread; a new one if it has none. */
  static Crew current() {
    return Thread.currentThread() instanceof Member member ? member.crew() : new Crew();
  }

  /** Returns a thread, to be started. */
  Thread thread(String name, Runnable task) {
    return new Member(name, task);
  }

  /** Returns whether the calling thread is a member. */
  boolean includesCaller() {
    return Thread.currentThread() instanceof Member member && member.crew() == this;
  }

  /** Interrupts every member that runs. */
  void interrupt() {
    members.forEach(Thread::interrupt);
  }

  /** Returns the names of the members that run, and what each is doing. */
  @Override
  public String toString() {
    return members.stream().map(Crew::whereabouts).sorted().collect(Collectors.joining(", "));
  }

  private static String whereabouts(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .filter(frame -> !isJdk(frame))
        .findFirst()
        .map(
            frame -> thread.getName() + " in " + frame.getClassName() + "." + frame.getMethodName())
        .orElse(thread.getName());
  }

  private static boolean isJdk(StackTraceElement frame) {
    return frame.getClassName().startsWith("java.")
        || frame.getClassName().startsWith("jdk.")
        || frame.getClassName().startsWith("sun.");
  }

  private final class Member extends Thread {
    Member(String name, Runnable task) {
      super(task, name);
      setDaemon(true);
    }

    Crew crew() {
      return Crew.this;
    }

    @Override
    public void run() {
      members.add(this);
      try {
        super.run();
      } finally {
        members.remove(this);
      }
    }
  }
}
