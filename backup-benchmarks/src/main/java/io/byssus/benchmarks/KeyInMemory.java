package io.byssus.benchmarks;

import io.byssus.api.WrongKeyException;
import io.byssus.api.key.KeyProvider;
import io.byssus.api.key.Secret;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Keeps a key for as long as the process runs, and wraps others under it (RFC 3394). */
final class KeyInMemory implements KeyProvider {
  private static final int BITS = 256;

  private final SecretKey key;

  KeyInMemory() {
    try {
      KeyGenerator generator = KeyGenerator.getInstance("AES");
      generator.init(BITS);
      key = generator.generateKey();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES", e);
    }
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public byte[] wrap(Secret secret) {
    return secret.use(
        bytes -> {
          try {
            return cipher(Cipher.WRAP_MODE).wrap(new SecretKeySpec(bytes, "AES"));
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK wraps keys by AES", e);
          }
        });
  }

  @Override
  public Secret unwrap(byte[] wrapped) {
    try {
      return Secret.copyOf(
          cipher(Cipher.UNWRAP_MODE).unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new WrongKeyException("the key was wrapped by another process");
    }
  }

  private Cipher cipher(int mode) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AESWrap");
    cipher.init(mode, key);
    return cipher;
  }
}
