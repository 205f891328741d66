package io.byssus.crypto.cbor;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one item of deterministic CBOR (RFC 8949, section 4.2.1) into a growing array.
 *
 * <p>Lengths are definite and as short as can be. Arrays and maps are announced with their count
 * and end by themselves when so many items were written; the caller writes the keys of a map
 * (numbers that are not negative, or texts) in the bytewise order of their encodings: smaller
 * numbers first, then shorter texts, then by bytes. What would not be deterministic CBOR is an
 * {@link IllegalStateException}.
 *
 * <p>Not safe for use by several threads.
 */
public final class CborWriter {
  private static final int INITIAL_CAPACITY = 256;
  private static final char MAX_ASCII = 0x7f;

  private final Nesting nesting = new Nesting();
  private byte[] buffer;
  private int length;

  /** Creates a writer. */
  public CborWriter() {
    this(INITIAL_CAPACITY);
  }

  /**
   * Creates a writer with room for so many bytes before it has to grow.
   *
   * @param capacity bytes, not negative
   */
  public CborWriter(int capacity) {
    buffer = new byte[capacity];
  }

  /**
   * Writes a number that is not negative.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public CborWriter writeUnsigned(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("a negative number is not unsigned: " + value);
    }
    int start = begin();
    head(Major.UNSIGNED, value);
    return end(start);
  }

  /** Writes a number. */
  public CborWriter writeInteger(long value) {
    if (value >= 0) {
      return writeUnsigned(value);
    }
    beginValue();
    head(Major.NEGATIVE, -1 - value);
    return endValue();
  }

  /** Writes a byte string. */
  public CborWriter writeBytes(byte[] value) {
    return writeBytes(value, 0, value.length);
  }

  /**
   * Writes a part of an array as a byte string.
   *
   * @param value the array
   * @param offset where the part starts
   * @param count how long it is
   */
  public CborWriter writeBytes(byte[] value, int offset, int count) {
    beginValue();
    head(Major.BYTES, count);
    append(value, offset, count);
    return endValue();
  }

  /**
   * Writes a text.
   *
   * @throws IllegalArgumentException if it is no Unicode text: half a surrogate pair
   */
  public CborWriter writeText(String value) {
    int start = begin();
    if (isAscii(value)) {
      head(Major.TEXT, value.length());
      appendAscii(value);
    } else {
      ByteBuffer encoded = encode(value);
      head(Major.TEXT, encoded.remaining());
      append(encoded.array(), encoded.arrayOffset() + encoded.position(), encoded.remaining());
    }
    return end(start);
  }

  /** Writes true or false. */
  public CborWriter writeBoolean(boolean value) {
    beginValue();
    append((byte) (value ? Major.TRUE : Major.FALSE));
    return endValue();
  }

  /** Writes null. */
  public CborWriter writeNull() {
    beginValue();
    append((byte) Major.NULL);
    return endValue();
  }

  /**
   * Writes an item as another writer wrote it.
   *
   * @param item holds one whole value, which is not checked
   * @param offset where it starts
   * @param count how long it is
   */
  public CborWriter writeEncoded(byte[] item, int offset, int count) {
    beginValue();
    append(item, offset, count);
    return endValue();
  }

  /**
   * Begins an array: the next so many items are its elements.
   *
   * @param count elements, not negative
   */
  public CborWriter writeArray(int count) {
    beginContainer(Major.ARRAY, count);
    nesting.openArray(count);
    return this;
  }

  /**
   * Begins a map: so many keys follow, each with its value behind it.
   *
   * @param count keys, from 0 to 2<sup>30</sup> − 1
   */
  public CborWriter writeMap(int count) {
    if (count > Integer.MAX_VALUE / 2) {
      throw new IllegalArgumentException("a map of too many keys: " + count);
    }
    beginContainer(Major.MAP, count);
    nesting.openMap(count);
    return this;
  }

  /** Returns how many bytes were written. */
  public int length() {
    return length;
  }

  /**
   * Returns a copy of the item.
   *
   * @throws IllegalStateException if an array or map lacks items, or nothing was written
   */
  public byte[] toByteArray() {
    if (!nesting.complete()) {
      throw new IllegalStateException(
          "the item is not complete: " + nesting.depth() + " arrays and maps are open");
    }
    return Arrays.copyOf(buffer, length);
  }

  /** Forgets what was written, so that another item can be written into the same array. */
  public void reset() {
    length = 0;
    nesting.restart();
  }

  /** Overwrites what was written with zeros and forgets it. Arrays it outgrew are wiped as well. */
  public void wipe() {
    Arrays.fill(buffer, (byte) 0);
    reset();
  }

  private int begin() {
    if (nesting.complete()) {
      throw new IllegalStateException("the item is complete: nothing can follow it");
    }
    return length;
  }

  private CborWriter end(int start) {
    if (nesting.expectsKey() && !nesting.key(buffer, start, length)) {
      throw new IllegalStateException(
          "map keys are not in the order of their encodings, or equal, at byte " + start);
    }
    return endValue();
  }

  private void beginValue() {
    begin();
    if (nesting.expectsKey()) {
      throw new IllegalStateException("a map key is a number or a text, at byte " + length);
    }
  }

  private CborWriter endValue() {
    nesting.scalar();
    return this;
  }

  private void beginContainer(int major, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("a negative count: " + count);
    }
    beginValue();
    if (nesting.full()) {
      throw new IllegalStateException("nested deeper than " + Nesting.MAX_DEPTH);
    }
    head(major, count);
  }

  private void head(int major, long argument) {
    ensure(1 + Long.BYTES);
    int high = major << 5;
    if (argument < Major.ONE_BYTE) {
      buffer[length++] = (byte) (high | argument);
    } else if (argument <= 0xffL) {
      buffer[length++] = (byte) (high | Major.ONE_BYTE);
      big(argument, 1);
    } else if (argument <= 0xffffL) {
      buffer[length++] = (byte) (high | Major.TWO_BYTES);
      big(argument, 2);
    } else if (argument <= 0xffff_ffffL) {
      buffer[length++] = (byte) (high | Major.FOUR_BYTES);
      big(argument, 4);
    } else {
      buffer[length++] = (byte) (high | Major.EIGHT_BYTES);
      big(argument, 8);
    }
  }

  private void big(long value, int size) {
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (value >>> shift);
    }
  }

  private void append(byte value) {
    ensure(1);
    buffer[length++] = value;
  }

  private void append(byte[] value, int offset, int count) {
    ensure(count);
    System.arraycopy(value, offset, buffer, length, count);
    length += count;
  }

  private void appendAscii(String value) {
    ensure(value.length());
    for (int i = 0; i < value.length(); i++) {
      buffer[length++] = (byte) value.charAt(i);
    }
  }

  private static boolean isAscii(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) > MAX_ASCII) {
        return false;
      }
    }
    return true;
  }

  private void ensure(int more) {
    int needed = Math.addExact(length, more);
    if (needed > buffer.length) {
      int doubled = (int) Math.min(2L * buffer.length, Integer.MAX_VALUE - 8);
      byte[] outgrown = buffer;
      buffer = Arrays.copyOf(outgrown, Math.max(needed, doubled));
      Arrays.fill(outgrown, 0, length, (byte) 0);
    }
  }

  private static ByteBuffer encode(String value) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not a Unicode text: half a surrogate pair", e);
    }
  }
}
