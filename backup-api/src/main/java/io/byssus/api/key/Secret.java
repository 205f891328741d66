package io.byssus.api.key;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;

/**
 * Bytes that nobody else should see: a passphrase, a key.
 *
 * <p>The bytes are copied in, handed out only for the length of a call, never printed, and wiped by
 * {@link #close()}. What cannot be promised on a JVM is that the collector made no copy of the
 * array before it was wiped.
 *
 * <p>Safe for use by several threads.
 */
public final class Secret implements AutoCloseable {
  private final byte[] bytes;
  private boolean wiped;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns a secret with a copy of the bytes; the caller wipes its own. */
  public static Secret copyOf(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  /**
   * Returns a secret with the UTF-8 bytes of a passphrase; the caller wipes its own array. No
   * {@code String} is made on the way.
   */
  public static Secret ofPassphrase(char[] passphrase) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    encoded.rewind();
    while (encoded.hasRemaining()) {
      encoded.put((byte) 0);
    }
    return new Secret(bytes);
  }

  /** Returns a copy that is wiped on its own. */
  public Secret copy() {
    return use(Secret::copyOf);
  }

  /**
   * Calls a function with the bytes, which it must neither keep nor change.
   *
   * @param function what to do with the bytes
   * @return what the function returns
   * @throws IllegalStateException if the secret was wiped
   */
  public synchronized <T> T use(Function<? super byte[], ? extends T> function) {
    Objects.requireNonNull(function, "function");
    if (wiped) {
      throw new IllegalStateException("the secret was closed, and its bytes wiped");
    }
    return function.apply(bytes);
  }

  /** Overwrites the bytes with zeros. */
  @Override
  public synchronized void close() {
    Arrays.fill(bytes, (byte) 0);
    wiped = true;
  }

  /** Returns a text that says nothing of the bytes. */
  @Override
  public String toString() {
    return "Secret[…]";
  }
}
