package io.byssus.core.internal.log.model;

/** The types of entries. */
enum EntryType {
  ADD(0),
  COMMIT(1),
  FORGET(2),
  REPLACE(3),
  MARK(4),
  CONDEMN(5),
  SWEPT(6),
  HOLD(7),
  AMEND(8);

  /** How a world notes it. */
  final int code;

  EntryType(int code) {
    this.code = code;
  }
}
