package io.byssus.testkit.model;

import io.byssus.api.key.KeyProvider;
import io.byssus.api.key.Secret;

/**
 * Leaves keys as they are, so that opening a repository derives none: a crash costs no second.
 *
 * <p>A repository of random bytes that lives for a test has nothing to keep.
 */
final class PlainKeys implements KeyProvider {
  @Override
  public String name() {
    return "plain keys of a test";
  }

  @Override
  public byte[] wrap(Secret key) {
    return key.use(bytes -> bytes.clone());
  }

  @Override
  public Secret unwrap(byte[] wrapped) {
    return Secret.copyOf(wrapped);
  }
}
