package io.byssus.crypto;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shared secrets of the runs whose containers were opened lately: one run has many packs, and
 * an agreement costs a hundred times what the rest of a header does.
 *
 * <p>Safe for use by several threads.
 */
final class AgreementCache {
  /** Runs whose packs a restore reads in turn; about 200 bytes each. */
  static final int CAPACITY = 1024;

  /** By epoch and public key. */
  private final Map<ByteBuffer, byte[]> secrets = new LinkedHashMap<>(16, 0.75f, true);

  private boolean wiped;

  private static ByteBuffer agreement(int epoch, byte[] publicKey) {
    return ByteBuffer.allocate(Integer.BYTES + publicKey.length)
        .putInt(epoch)
        .put(publicKey)
        .flip();
  }

  /** Returns a copy of a shared secret, or {@code null} if it is not known. */
  synchronized byte @Nullable [] find(int epoch, byte[] publicKey) {
    byte[] secret = secrets.get(agreement(epoch, publicKey));
    return secret == null ? null : secret.clone();
  }

  /** Keeps a copy of a shared secret. */
  synchronized void keep(int epoch, byte[] publicKey, byte[] secret) {
    if (wiped) {
      return;
    }
    byte[] replaced = secrets.put(agreement(epoch, publicKey), secret.clone());
    if (replaced != null) {
      Arrays.fill(replaced, (byte) 0);
    }
    if (secrets.size() > CAPACITY) {
      var eldest = secrets.values().iterator();
      Arrays.fill(eldest.next(), (byte) 0);
      eldest.remove();
    }
  }

  synchronized int size() {
    return secrets.size();
  }

  /** Wipes all secrets, and keeps no more. */
  synchronized void wipe() {
    secrets.values().forEach(secret -> Arrays.fill(secret, (byte) 0));
    secrets.clear();
    wiped = true;
  }
}
