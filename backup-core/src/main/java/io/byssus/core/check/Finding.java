package io.byssus.core.check;

import java.util.List;

/**
 * Something that a check found.
 *
 * @param severity how bad it is
 * @param object the key of the object in the store that it is about
 * @param message what is wrong, for people
 * @param affected the files that can't be restored because of it, as {@code snapshot:path}; at most
 *     {@value #MAX_AFFECTED}
 */
public record Finding(Severity severity, String object, String message, List<String> affected) {
  /** How many affected files a finding names at most. */
  public static final int MAX_AFFECTED = 1000;

  /** How bad a finding is. */
  public enum Severity {
    /** Data is missing or damaged. */
    ERROR,
    /** Something is not as it should be, and nothing is lost. */
    WARNING
  }

  /** Copies the list. */
  public Finding {
    affected = List.copyOf(affected);
  }

  @Override
  public String toString() {
    return severity
        + " "
        + object
        + ": "
        + message
        + (affected.isEmpty() ? "" : " (affects " + affected.size() + " files)");
  }
}
