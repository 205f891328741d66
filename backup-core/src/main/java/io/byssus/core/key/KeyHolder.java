package io.byssus.core.key;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody, or something, that can open the repository.
 *
 * @param id the name of the holder's key file: 64 hexadecimal digits
 * @param kind how the key file is opened
 * @param label a name for people
 * @param created when it was added, by the clock of the machine that did; nothing for a leftover
 * @param current whether the repository was opened with it
 */
public record KeyHolder(
    String id, Kind kind, String label, Optional<Instant> created, boolean current) {
  /** How a key file is opened. */
  public enum Kind {
    /** With a passphrase. */
    PASSPHRASE,
    /** With a key provider. */
    PROVIDER,
    /**
     * Nobody knows: the log does not name the key file. Adding it was cut short, or is under way,
     * or it was removed and its file could not be deleted. It may open the repository all the same.
     */
    LEFTOVER
  }
}
