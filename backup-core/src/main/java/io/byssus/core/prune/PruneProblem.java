package io.byssus.core.prune;

/**
 * Something that could not be deleted.
 *
 * @param object the key of the blob
 * @param message what the store said
 */
public record PruneProblem(String object, String message) {
  @Override
  public String toString() {
    return object + ": " + message;
  }
}
