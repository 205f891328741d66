package io.byssus.testkit.crash;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One sync of a file or directory, and who asked for it.
 *
 * @param path a name that was synced
 * @param callers the methods on the stack, as {@code Class.method}, the innermost first; without
 *     those of the JDK and of the disk
 */
public record Sync(String path, List<String> callers) {
  private static final int CALLERS = 12;

  private static final Set<String> OURS =
      Set.of(Sync.class.getName(), CrashDisk.class.getName(), CrashChannel.class.getName());

  /** Copies the list. */
  public Sync {
    callers = List.copyOf(callers);
  }

  static Sync now(String path) {
    List<String> callers =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .filter(frame -> !OURS.contains(frame.getClassName()))
                        .filter(frame -> !frame.getClassName().startsWith("java."))
                        .filter(frame -> !frame.getClassName().startsWith("jdk."))
                        .limit(CALLERS)
                        .map(Sync::name)
                        .toList());
    return new Sync(path, callers);
  }

  private static String name(StackWalker.StackFrame frame) {
    String type = frame.getClassName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName();
  }

  /**
   * Returns the innermost caller that is not among some, such as those which only pass the call on.
   */
  public Optional<String> callerBeside(Set<String> passing) {
    return callers.stream().filter(caller -> !passing.contains(caller)).findFirst();
  }
}
