package io.byssus.core.internal.log;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.store.Blobs;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The numbers of entries and checkpoints, as keys and as a store lists them. */
final class EntryNumbers {
  private static final int DIGITS = 16;

  /** Entries are listed by hundreds: by their number without its last digits. */
  private static final int LISTED_DIGITS = 2;

  private static final int LISTED = 100;

  /** What {@value #DIGITS} digits can say. */
  private static final long GREATEST = 9_999_999_999_999_999L;

  /**
   * So far behind the number before it lies no entry: a log has not so many, so that nothing can be
   * lost with it. One blob with a great number must not use up all numbers below it.
   */
  static final long REACH = 1_000_000_000;

  private final BlobStore store;

  EntryNumbers(BlobStore store) {
    this.store = store;
  }

  /**
   * Returns the key of an entry or checkpoint.
   *
   * @throws DamagedRepositoryException if there is no such number any more
   */
  static BlobKey key(String prefix, long number) {
    if (number > GREATEST) {
      throw new DamagedRepositoryException(
          "no number is left behind " + prefix + GREATEST,
          "Back up into a new repository; what is in this one can be restored.",
          null);
    }
    return BlobKey.of(prefix + digits(number));
  }

  static String digits(long number) {
    // Not by String.format: other locales have digits of their own, and it takes 25 ms to start.
    String digits = Long.toString(number);
    return "0".repeat(DIGITS - digits.length()) + digits;
  }

  /** Lists all that have a prefix. */
  NavigableSet<Long> all(String prefix) {
    NavigableSet<Long> numbers = new TreeSet<>();
    Blobs.forEach(store, prefix, info -> numbers.addAll(number(info.key())));
    return numbers;
  }

  /**
   * Lists the entries behind one, some hundred at most. Rather than trying to read the next, so
   * that a missing one does not end the log.
   */
  NavigableSet<Long> entriesAfter(long number) {
    NavigableSet<Long> found = new TreeSet<>();
    for (long start : new long[] {number + 1, number + 1 + LISTED}) {
      if (start > GREATEST) {
        break;
      }
      String hundred = digits(start).substring(0, DIGITS - LISTED_DIGITS);
      Blobs.forEach(store, Log.PREFIX + hundred, info -> found.addAll(number(info.key())));
    }
    found.removeIf(n -> n <= number);
    return found;
  }

  /**
   * Returns those of some numbers that lie within reach behind one, each of the one before.
   *
   * @param listed ascending
   */
  static NavigableSet<Long> withinReach(long number, NavigableSet<Long> listed) {
    long last = number;
    for (long next : listed) {
      if (next - last > REACH) {
        return new TreeSet<>(listed.headSet(next, false));
      }
      last = next;
    }
    return listed;
  }

  private static List<Long> number(BlobKey key) {
    String text = key.lastSegment();
    boolean numeric = text.length() == DIGITS && text.chars().allMatch(Character::isDigit);
    return numeric ? List.of(Long.parseLong(text)) : List.of();
  }
}
