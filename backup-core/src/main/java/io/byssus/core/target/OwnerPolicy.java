package io.byssus.core.target;

/**
 * Whom a {@link FileTarget} gives what it restores to.
 *
 * <p>Owners are set if the process may: if what it creates belongs to user 0. Otherwise all belongs
 * to the user who restores it, and the report names the owners that were not kept.
 */
public enum OwnerPolicy {
  /**
   * The user and the group that have the recorded name on this machine, whatever their numbers are;
   * where nobody has it, or none was recorded, those with the recorded number. The default: on
   * another machine the number may be somebody else's.
   */
  BY_NAME,
  /** The user and the group with the recorded numbers: for a system that is restored as a whole. */
  BY_NUMBER,
  /** All belongs to the user who restores it. */
  NEVER
}
