package io.byssus.crypto.cbor;

import io.byssus.api.DamagedRepositoryException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads one item of deterministic CBOR (RFC 8949, section 4.2.1), strictly.
 *
 * <p>A pull reader over an array: the caller asks for what it expects. Whatever else the input
 * holds is a {@link DamagedRepositoryException} that names the offset: another type, an argument
 * that could be shorter, an indefinite length, a float or tag, map keys that are unsorted, double
 * or neither numbers nor texts, a text that is not UTF-8, a length or count beyond the input,
 * nesting deeper than 32, and what follows the item (found by {@link #end()}). Numbers are from
 * −2<sup>63</sup> to 2<sup>63</sup> − 1. Arrays and maps end by themselves when their items are
 * read. Nothing allocates more than the input's length.
 *
 * <p>Not safe for use by several threads. The input must not change meanwhile.
 */
public final class CborReader {
  private final Nesting nesting = new Nesting();
  private final byte[] input;
  private final int start;
  private final int limit;
  private int position;
  private int stringOffset;

  /**
   * Creates a reader of an array.
   *
   * @param input the whole of it is read
   */
  public CborReader(byte[] input) {
    this(input, 0, input.length);
  }

  /**
   * Creates a reader of a part of an array.
   *
   * @param input the array
   * @param offset where the part starts
   * @param length how long it is
   */
  public CborReader(byte[] input, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, input.length);
    this.input = input;
    this.start = offset;
    this.limit = offset + length;
    this.position = offset;
  }

  /** Returns the type of the next item. */
  public CborType peek() {
    int initial = initial();
    return switch (initial >>> 5) {
      case Major.UNSIGNED -> CborType.UNSIGNED;
      case Major.NEGATIVE -> CborType.NEGATIVE;
      case Major.BYTES -> CborType.BYTES;
      case Major.TEXT -> CborType.TEXT;
      case Major.ARRAY -> CborType.ARRAY;
      case Major.MAP -> CborType.MAP;
      default ->
          switch (initial) {
            case Major.FALSE, Major.TRUE -> CborType.BOOLEAN;
            case Major.NULL -> CborType.NULL;
            default -> throw damage(position, "a float, a tag or an unknown simple value");
          };
    };
  }

  /** Returns whether the next item is null, without taking it. */
  public boolean isNull() {
    return initial() == Major.NULL;
  }

  /** Takes a null. */
  public void readNull() {
    beginValue();
    if (initial() != Major.NULL) {
      throw unexpected("null");
    }
    position++;
    nesting.scalar();
  }

  /** Takes true or false. */
  public boolean readBoolean() {
    beginValue();
    int initial = initial();
    if (initial != Major.TRUE && initial != Major.FALSE) {
      throw unexpected("true or false");
    }
    position++;
    nesting.scalar();
    return initial == Major.TRUE;
  }

  /** Takes a number that is not negative. */
  public long readUnsigned() {
    return readUnsigned(Long.MAX_VALUE);
  }

  /**
   * Takes a number from 0 to a greatest one.
   *
   * @param greatest the greatest that is accepted
   */
  public long readUnsigned(long greatest) {
    int item = position;
    long value = head(Major.UNSIGNED, "a number that is not negative");
    if (value < 0 || value > greatest) {
      throw damage(
          item, "the number " + Long.toUnsignedString(value) + " is greater than " + greatest);
    }
    endKeyOrValue(item);
    return value;
  }

  /** Takes a number. */
  public long readInteger() {
    if (initial() >>> 5 != Major.NEGATIVE) {
      return readUnsigned();
    }
    beginValue();
    int item = position;
    long value = head(Major.NEGATIVE, "a number");
    if (value < 0) {
      throw damage(item, "the number is less than -2^63");
    }
    nesting.scalar();
    return -1 - value;
  }

  /** Takes a byte string and returns a copy of its bytes. */
  public byte[] readBytes() {
    int length = readByteString();
    return Arrays.copyOfRange(input, stringOffset, stringOffset + length);
  }

  /**
   * Takes a byte string of a known length and returns a copy of its bytes.
   *
   * @param length the length that it must have
   */
  public byte[] readBytes(int length) {
    int item = position;
    int found = readByteString();
    if (found != length) {
      throw damage(item, "a byte string of " + found + " bytes instead of " + length);
    }
    return Arrays.copyOfRange(input, stringOffset, stringOffset + length);
  }

  /**
   * Takes a byte string without copying it: its bytes start at {@link #stringOffset()} of the
   * input.
   *
   * @return its length
   */
  public int readByteString() {
    beginValue();
    int length = string(Major.BYTES, "a byte string");
    nesting.scalar();
    return length;
  }

  /** Returns where the bytes of the last byte string or text start in the input array. */
  public int stringOffset() {
    return stringOffset;
  }

  /** Returns where the next item starts in the input array. */
  public int position() {
    return position;
  }

  /** Takes a text. */
  public String readText() {
    int item = position;
    int length = string(Major.TEXT, "a text");
    String text = decode(item, length);
    endKeyOrValue(item);
    return text;
  }

  /**
   * Takes the head of an array.
   *
   * @return how many elements follow; at most as many as there are bytes left
   */
  public int readArray() {
    int count = container(Major.ARRAY, "an array", 1);
    nesting.openArray(count);
    return count;
  }

  /**
   * Takes the head of a map.
   *
   * @return how many keys follow, each with its value behind it
   */
  public int readMap() {
    int count = container(Major.MAP, "a map", 2);
    nesting.openMap(count);
    return count;
  }

  /** Takes the next item, whatever it is, with all that is in it; it is checked all the same. */
  public void skip() {
    int depth = nesting.depth();
    do {
      skipOne();
    } while (nesting.depth() > depth);
  }

  /** Checks that the item is complete and nothing follows it. */
  public void end() {
    if (!nesting.complete()) {
      throw damage(position, "more items were announced than expected");
    }
    if (position != limit) {
      throw damage(position, (limit - position) + " bytes follow the item");
    }
  }

  private void skipOne() {
    switch (peek()) {
      case UNSIGNED, NEGATIVE -> readInteger();
      case BYTES -> readByteString();
      case TEXT -> readText();
      case ARRAY -> readArray();
      case MAP -> readMap();
      case BOOLEAN -> readBoolean();
      case NULL -> readNull();
    }
  }

  private int initial() {
    if (nesting.complete()) {
      throw damage(position, "the item has fewer parts than expected");
    }
    if (position == limit) {
      throw damage(position, "the input ends too early");
    }
    return input[position] & 0xff;
  }

  private void beginValue() {
    if (nesting.expectsKey()) {
      throw damage(position, "a map key that is neither a number nor a text");
    }
  }

  private void endKeyOrValue(int item) {
    if (nesting.expectsKey() && !nesting.key(input, item, position)) {
      throw damage(item, "map keys are unsorted or double");
    }
    nesting.scalar();
  }

  private int container(int major, String expected, int bytesPerItem) {
    beginValue();
    int item = position;
    long count = head(major, expected);
    if (count < 0 || count > (limit - position) / bytesPerItem) {
      throw damage(item, "a count beyond the input: " + Long.toUnsignedString(count));
    }
    if (nesting.full()) {
      throw damage(item, "nested deeper than " + Nesting.MAX_DEPTH);
    }
    return (int) count;
  }

  private int string(int major, String expected) {
    int item = position;
    long length = head(major, expected);
    if (length < 0 || length > limit - position) {
      throw damage(item, "a length beyond the input: " + Long.toUnsignedString(length));
    }
    stringOffset = position;
    position += (int) length;
    return (int) length;
  }

  private long head(int major, String expected) {
    int initial = initial();
    if (initial >>> 5 != major) {
      throw unexpected(expected);
    }
    position++;
    int information = initial & 0x1f;
    return information < Major.ONE_BYTE ? information : longArgument(information);
  }

  private long longArgument(int information) {
    int item = position - 1;
    if (information > Major.EIGHT_BYTES) {
      throw damage(item, "an indefinite or reserved length");
    }
    int size = 1 << (information - Major.ONE_BYTE);
    if (size > limit - position) {
      throw damage(item, "the input ends too early");
    }
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | (input[position + i] & 0xff);
    }
    position += size;
    boolean shortest =
        switch (information) {
          case Major.ONE_BYTE -> value >= Major.ONE_BYTE;
          case Major.TWO_BYTES -> value > 0xffL;
          case Major.FOUR_BYTES -> value > 0xffffL;
          default -> value >>> 32 != 0;
        };
    if (!shortest) {
      throw damage(item, "an argument that is not as short as it can be");
    }
    return value;
  }

  private String decode(int item, int length) {
    int end = stringOffset + length;
    int index = stringOffset;
    while (index < end && input[index] >= 0) {
      index++;
    }
    if (index == end) {
      return new String(input, stringOffset, length, StandardCharsets.US_ASCII);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(input, stringOffset, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new DamagedRepositoryException(message(item, "a text that is not UTF-8"), e);
    }
  }

  private DamagedRepositoryException unexpected(String expected) {
    return damage(position, "not " + expected);
  }

  private DamagedRepositoryException damage(int at, String what) {
    return new DamagedRepositoryException(message(at, what));
  }

  private String message(int at, String what) {
    return "damaged CBOR at byte " + (at - start) + ": " + what;
  }
}
