package io.byssus.core.key;

import io.byssus.api.key.KeyProvider;
import io.byssus.api.key.Secret;
import java.util.List;

/**
 * Who can open the repository. Adding and removing takes effect for everybody at once, and writes
 * no data again: removing a holder does not help against one who kept a copy of the keys.
 */
public interface KeyHolders {
  /** Returns all holders, oldest first. */
  List<KeyHolder> list();

  /**
   * Adds a holder with a passphrase.
   *
   * @param passphrase at least one byte; copied
   * @param label a name for people, at most 200 characters
   */
  KeyHolder add(Secret passphrase, String label);

  /** Adds a holder with a key provider. */
  KeyHolder add(KeyProvider provider, String label);

  /**
   * Removes a holder.
   *
   * @param idPrefix the first digits of its id
   * @throws IllegalArgumentException if none or several have it, it is the last holder, or the one
   *     that the repository was opened with
   */
  void remove(String idPrefix);

  /**
   * Replaces the passphrase that the repository was opened with by another.
   *
   * @throws IllegalStateException if it was opened with a key provider
   */
  KeyHolder changePassphrase(Secret passphrase);
}
