package io.byssus.core.repair;

import java.util.List;

/**
 * Something that a repair does, or did.
 *
 * @param kind what
 * @param object the key of the object in the store that it is about, or the snapshot
 * @param message what it means, for people
 * @param affected the files that can't be restored because of it, or that a snapshot lacks from
 *     then on; at most {@value #MAX_AFFECTED}
 */
public record RepairStep(Kind kind, String object, String message, List<String> affected) {
  /** How many files a step names at most. */
  public static final int MAX_AFFECTED = 1000;

  /** What a repair does. */
  public enum Kind {
    /** A number of the log, or what is there, is declared to say nothing. */
    ENTRY_VOIDED,
    /** The index is written anew from packs. */
    INDEX_REBUILT,
    /** A pack is corrected by its parity: nothing of it is lost. */
    PACK_CORRECTED,
    /** What can be read of a pack is stored again; the rest of it is lost. */
    PACK_SALVAGED,
    /** A pack gets parity. */
    PARITY_ADDED,
    /** A pack's parity is made anew. */
    PARITY_RENEWED,
    /** A snapshot is replaced by one without the files that are lost. */
    SNAPSHOT_AMENDED,
    /** Nothing is done: the message says what stands in the way. */
    LEFT
  }

  /** Copies the list. */
  public RepairStep {
    affected = List.copyOf(affected.subList(0, Math.min(affected.size(), MAX_AFFECTED)));
  }

  @Override
  public String toString() {
    return kind + " " + object + ": " + message;
  }
}
