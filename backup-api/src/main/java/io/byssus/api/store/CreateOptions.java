package io.byssus.api.store;

/**
 * What else a store should do when it creates a blob. Retention and tier will be options here,
 * because an object lock has to be set in the same request that creates the object.
 */
public final class CreateOptions {
  private static final CreateOptions NONE = new CreateOptions();

  private CreateOptions() {}

  /** Returns the options of a plain create. */
  public static CreateOptions none() {
    return NONE;
  }
}
