package io.byssus.api;

/** No entry of a snapshot answers the request. */
public class EntryNotFoundException extends ByssusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, with its value
   */
  public EntryNotFoundException(String message) {
    super(ErrorCode.ENTRY_NOT_FOUND, message);
  }
}
