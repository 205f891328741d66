package io.byssus.crypto;

import io.byssus.api.DamagedRepositoryException;

/** What a record of a container holds. */
public enum RecordType {
  /** One chunk. */
  CHUNK(1),
  /** Small chunks that are compressed together. */
  BUNDLE(2),
  /** A document: an entry of the log, an index segment, the configuration. */
  DOCUMENT(126),
  /** The list of the records before it; the last record of every container. */
  DIRECTORY(127);

  private final int id;

  RecordType(int id) {
    this.id = id;
  }

  /**
   * Returns the type with a number.
   *
   * @throws DamagedRepositoryException if there is none: what can't be opened is not told apart
   *     from what was changed
   */
  public static RecordType of(int id) {
    for (RecordType type : values()) {
      if (type.id == id) {
        return type;
      }
    }
    throw new DamagedRepositoryException("a record header does not open: type " + id);
  }

  /** Returns the number that is stored. */
  public int id() {
    return id;
  }
}
