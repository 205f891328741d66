package io.byssus.crypto.cbor;

/** The kinds of item that the repository's CBOR is made of. */
public enum CborType {
  /** A number that is not negative. */
  UNSIGNED,
  /** A negative number. */
  NEGATIVE,
  /** A byte string. */
  BYTES,
  /** A text. */
  TEXT,
  /** An array. */
  ARRAY,
  /** A map. */
  MAP,
  /** True or false. */
  BOOLEAN,
  /** Null. */
  NULL
}
