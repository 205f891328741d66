package io.byssus.store.fs;

import java.io.IOException;

/** The steps of a create that change the disk, in their order. */
enum CreateStep {
  /** A missing directory of the key is made. */
  MAKE_DIRECTORY,
  /** The entry of the key's directory in its parent becomes durable. */
  SYNC_PARENT,
  /** The temporary file appears, empty. */
  OPEN_TEMPORARY,
  /** It gets its bytes. */
  WRITE,
  /** They become durable. */
  SYNC_FILE,
  /** The blob appears under its key. */
  LINK,
  /** That becomes durable. */
  SYNC_DIRECTORY,
  /** The temporary name goes. */
  REMOVE_TEMPORARY;

  /**
   * Is told before each step. Tests stop here to be a crash between two system calls, or throw to
   * be a system call that fails.
   */
  @FunctionalInterface
  interface Observer {
    /** Watches nothing. */
    Observer NONE = step -> {};

    /**
     * Called before a step.
     *
     * @throws IOException as if the step had failed with it
     */
    void before(CreateStep step) throws IOException;
  }
}
