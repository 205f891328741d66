package io.byssus.core.internal.file;

/** Whether a pattern tells capital letters from small ones. */
public enum Case {
  /** It does. */
  RESPECTED,
  /** It does not. */
  IGNORED
}
