package io.byssus.core.internal.log;

/**
 * Something wrong with the log or a checkpoint that did not keep the state from being known.
 *
 * @param object the key of the blob
 * @param message what is wrong
 * @param rebuilt whether nothing is lost, because the state was rebuilt without it
 */
public record LogDamage(String object, String message, boolean rebuilt) {
  @Override
  public String toString() {
    return object + ": " + message;
  }
}
