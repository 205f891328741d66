package io.byssus.api.source;

/**
 * In which order the entries of a directory are wanted: by a rank, and by name where that is equal.
 * Names alone decide, so that a source need not hold more of a large directory. Used by one thread.
 */
@FunctionalInterface
public interface EntryOrder {
  /** The order of names. */
  EntryOrder BY_NAME = (name, names) -> 0;

  /**
   * Returns the rank of a name, as an unsigned number; smaller ones come first.
   *
   * @param name a name of the directory
   * @param names how many it has
   */
  long rank(EntryName name, int names);
}
