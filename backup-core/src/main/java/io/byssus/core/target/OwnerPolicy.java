package io.byssus.core.target;

/** Whether a {@link FileTarget} gives what it restores to its recorded owner and group. */
public enum OwnerPolicy {
  /**
   * If the process may: if what it creates belongs to user 0. Otherwise all belongs to the user who
   * restores it. The default.
   */
  AS_ROOT,
  /** Always; where it is not permitted, the entry fails. */
  ALWAYS,
  /** Never: all belongs to the user who restores it. */
  NEVER
}
