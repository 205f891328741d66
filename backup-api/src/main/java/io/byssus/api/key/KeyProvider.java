package io.byssus.api.key;

/**
 * Keeps a key outside the repository: a vault, a cloud's key service, a hardware module.
 *
 * <p>The repository makes a random key for each holder and stores it wrapped by the provider; what
 * wraps it never leaves the provider. Implementations are safe for use by several threads.
 */
public interface KeyProvider {
  /**
   * Returns the name that is stored beside the wrapped key, so that the right provider is asked to
   * unwrap it, such as {@code vault/transit/shop}. At most 200 bytes in UTF-8; not a secret.
   */
  String name();

  /**
   * Wraps a key so that only this provider can unwrap it.
   *
   * @param key 32 bytes; not kept
   * @return the wrapped key, at most 16 KiB
   * @throws io.byssus.api.ByssusException if the provider can't be reached or refuses
   */
  byte[] wrap(Secret key);

  /**
   * Unwraps a key.
   *
   * @param wrapped what {@link #wrap} returned
   * @return the key; the caller closes it
   * @throws io.byssus.api.WrongKeyException if it was not wrapped by this provider, or was changed
   * @throws io.byssus.api.ByssusException if the provider can't be reached or refuses
   */
  Secret unwrap(byte[] wrapped);
}
