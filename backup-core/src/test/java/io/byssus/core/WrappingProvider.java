package io.byssus.core;

import io.byssus.api.WrongKeyException;
import io.byssus.api.key.KeyProvider;
import io.byssus.api.key.Secret;
import java.security.GeneralSecurityException;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Wraps keys by AES key wrap (RFC 3394) under a key that it makes from a seed. */
public final class WrappingProvider implements KeyProvider {
  private final String name;
  private final SecretKeySpec key;

  /**
   * Creates a provider.
   *
   * @param name what key files call it
   * @param seed what its key is made from
   */
  public WrappingProvider(String name, long seed) {
    byte[] bytes = new byte[32];
    new Random(seed).nextBytes(bytes);
    this.name = name;
    this.key = new SecretKeySpec(bytes, "AES");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public byte[] wrap(Secret secret) {
    return secret.use(
        bytes -> {
          try {
            return cipher(Cipher.WRAP_MODE).wrap(new SecretKeySpec(bytes, "AES"));
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Override
  public Secret unwrap(byte[] wrapped) {
    try {
      return Secret.copyOf(
          cipher(Cipher.UNWRAP_MODE).unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new WrongKeyException("the key was wrapped by another: " + e.getMessage());
    }
  }

  private Cipher cipher(int mode) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AESWrap");
    cipher.init(mode, key);
    return cipher;
  }
}
