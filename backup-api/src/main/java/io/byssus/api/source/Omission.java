package io.byssus.api.source;

import java.util.List;
import java.util.Objects;

/**
 * Something that entries had, or may have had, and that was not kept, though their content was.
 *
 * @param what it is, such as {@code security.capability} or {@code owner}
 * @param reason why it was not kept
 * @param count of how many entries
 * @param first the first few of them
 */
public record Omission(String what, String reason, long count, List<EntryPath> first) {
  /** Copies the list. */
  public Omission {
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(reason, "reason");
    first = List.copyOf(first);
  }

  @Override
  public String toString() {
    return what + " of " + count + (count == 1 ? " entry: " : " entries: ") + reason;
  }
}
