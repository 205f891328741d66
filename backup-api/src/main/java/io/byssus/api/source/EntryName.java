package io.byssus.api.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The name of an entry in a directory. Names are bytes: a file system may hold names that are no
 * valid text in any encoding, and they come back unchanged.
 *
 * <p>A name is 1 to 4,096 bytes long, has no slash and no zero byte, and is not {@code .} or {@code
 * ..}: so no name can lead out of its directory.
 */
public final class EntryName implements Comparable<EntryName> {
  /** The greatest length of a name in bytes. */
  public static final int MAX_BYTES = 4096;

  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_PRINTABLE = 0x7e;
  private static final byte[] DOT = {'.'};
  private static final byte[] DOT_DOT = {'.', '.'};

  private final byte[] bytes;

  private EntryName(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the name with the given bytes.
   *
   * @throws IllegalArgumentException if they are no name
   */
  public static EntryName of(byte[] bytes) {
    byte[] copy = bytes.clone();
    EntryName name = new EntryName(copy);
    boolean dots = Arrays.equals(copy, DOT) || Arrays.equals(copy, DOT_DOT);
    if (copy.length == 0 || copy.length > MAX_BYTES || dots) {
      throw new IllegalArgumentException("not the name of an entry: '" + name + "'");
    }
    for (byte b : copy) {
      if (b == 0 || b == '/') {
        throw new IllegalArgumentException("a name has no slash or zero byte: '" + name + "'");
      }
    }
    return name;
  }

  /**
   * Returns the name with the UTF-8 bytes of a text.
   *
   * @throws IllegalArgumentException if they are no name
   */
  public static EntryName of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Returns the number of bytes. */
  public int length() {
    return bytes.length;
  }

  /** Compares bytes as unsigned numbers, from the first to the last. */
  @Override
  public int compareTo(EntryName other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntryName that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /**
   * Returns the name for people: as UTF-8 where it is, with {@code \xNN} for bytes that are not and
   * for control characters, and a backslash doubled, so that different names look different and no
   * name can play tricks on a terminal.
   */
  @Override
  public String toString() {
    return isPlainAscii() ? new String(bytes, StandardCharsets.US_ASCII) : escaped();
  }

  private boolean isPlainAscii() {
    for (byte b : bytes) {
      if (b < FIRST_PRINTABLE || b > LAST_PRINTABLE || b == '\\') {
        return false;
      }
    }
    return true;
  }

  private String escaped() {
    StringBuilder text = new StringBuilder(bytes.length);
    for (int start = 0; start < bytes.length; ) {
      int length = sequenceLength(bytes[start]);
      String decoded = length == 0 ? null : decode(start, length);
      if (decoded == null) {
        text.append(String.format("\\x%02x", bytes[start]));
        start++;
      } else {
        text.append(decoded);
        start += length;
      }
    }
    return text.toString();
  }

  private static int sequenceLength(byte first) {
    int b = first & 0xff;
    if (b < 0x80) {
      return 1;
    }
    return b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc2 ? 2 : 0;
  }

  private @Nullable String decode(int start, int length) {
    if (start + length > bytes.length) {
      return null;
    }
    try {
      CharBuffer chars =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes, start, length));
      String text = chars.toString();
      if (text.equals("\\")) {
        return "\\\\";
      }
      int type = Character.getType(text.codePointAt(0));
      boolean hidden =
          type == Character.CONTROL
              || type == Character.FORMAT
              || type == Character.LINE_SEPARATOR
              || type == Character.PARAGRAPH_SEPARATOR;
      return hidden ? null : text;
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
