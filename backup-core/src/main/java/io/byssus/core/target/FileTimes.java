package io.byssus.core.target;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What the JDK and file systems make of moments that are far away. */
final class FileTimes {
  /** The JDK sets times as nanoseconds in a {@code long}, and cuts off what that can't hold. */
  private static final Instant LAST_OF_JDK = Instant.ofEpochSecond(0, Long.MAX_VALUE);

  private static final Instant FIRST_OF_JDK = Instant.ofEpochSecond(0, Long.MIN_VALUE);

  /** Behind this a file system with 32 bits for the seconds can't go: XFS as it was, ext3. */
  private static final Instant LAST_OF_ALL = Instant.ofEpochSecond(Integer.MAX_VALUE);

  private FileTimes() {}

  /** Returns whether the JDK sets a time as it is: before 1970 it sets whole seconds alone. */
  static boolean isExact(Instant time) {
    return !time.isAfter(LAST_OF_JDK)
        && !time.isBefore(FIRST_OF_JDK)
        && (isWhole(time) || !time.isBefore(Instant.EPOCH));
  }

  private static boolean isWhole(Instant time) {
    return time.equals(time.truncatedTo(ChronoUnit.SECONDS));
  }

  /** Returns whether there are file systems that can't hold a time. */
  static boolean mayBeRefused(Instant time) {
    return time.isBefore(Instant.EPOCH) || time.isAfter(LAST_OF_ALL);
  }

  /** Returns whether a time is what was wanted, as far as the JDK can read it. */
  static boolean same(Instant wanted, Instant read) {
    boolean far = wanted.isAfter(LAST_OF_JDK);
    return (far ? wanted.truncatedTo(ChronoUnit.MICROS) : wanted).equals(read);
  }
}
