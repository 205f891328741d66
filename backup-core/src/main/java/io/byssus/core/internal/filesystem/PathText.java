package io.byssus.core.internal.filesystem;

import io.byssus.api.source.EntryName;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names, which are bytes, as text and back: in the form of {@link EntryName#toString()}, in which
 * {@code \xNN} is a byte and a double backslash a single one. Every name has one such text.
 */
final class PathText {
  private static final int HEX = 16;
  private static final int BYTE_ESCAPE = 4;

  private PathText() {}

  /**
   * Returns the parts of a path in the one form that each has; no empty ones.
   *
   * @throws InvalidPathException if a part is no name
   */
  static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty()) {
        parts.add(isPlain(part) ? part : name(part, path).toString());
      }
    }
    return parts;
  }

  /** Returns the parts of a path that is bytes; no empty ones. */
  static List<String> parts(byte[] path) {
    List<String> parts = new ArrayList<>();
    for (int start = 0, end; start < path.length; start = end + 1) {
      end = start;
      while (end < path.length && path[end] != '/') {
        end++;
      }
      if (end > start) {
        parts.add(text(path, start, end));
      }
    }
    return parts;
  }

  private static String text(byte[] path, int start, int end) {
    boolean dots = end - start <= 2 && path[start] == '.' && path[end - 1] == '.';
    if (dots) {
      return end - start == 1 ? "." : "..";
    }
    byte[] bytes = Arrays.copyOfRange(path, start, end);
    try {
      return EntryName.of(bytes).toString();
    } catch (IllegalArgumentException e) {
      throw invalid("(" + path.length + " bytes)", e.getMessage());
    }
  }

  /** Returns the name that a part of a path stands for. */
  static EntryName name(String part) {
    return name(part, part);
  }

  private static EntryName name(String part, String whole) {
    byte[] bytes = isPlain(part) ? part.getBytes(StandardCharsets.US_ASCII) : bytes(part, whole);
    try {
      return EntryName.of(bytes);
    } catch (IllegalArgumentException e) {
      throw invalid(whole, e.getMessage());
    }
  }

  private static boolean isPlain(String part) {
    return part.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '\\')
        && part.length() <= EntryName.MAX_BYTES;
  }

  private static byte[] bytes(String part, String whole) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(part.length() + HEX);
    for (int i = 0; i < part.length(); ) {
      int c = part.codePointAt(i);
      if (c != '\\') {
        bytes.writeBytes(encode(Character.toString(c), whole));
        i += Character.charCount(c);
      } else if (part.startsWith("\\\\", i)) {
        bytes.write('\\');
        i += 2;
      } else {
        bytes.write(escaped(part, i, whole));
        i += BYTE_ESCAPE;
      }
    }
    return bytes.toByteArray();
  }

  private static int escaped(String part, int at, String whole) {
    if (part.startsWith("\\x", at) && at + BYTE_ESCAPE <= part.length()) {
      int high = Character.digit(part.charAt(at + 2), HEX);
      int low = Character.digit(part.charAt(at + 3), HEX);
      if (high >= 0 && low >= 0) {
        return high * HEX + low;
      }
    }
    throw invalid(whole, "a backslash starts \\xNN, which is a byte; write it twice for itself");
  }

  private static byte[] encode(String character, String whole) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(character));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw invalid(whole, "half of a surrogate pair is no character");
    }
  }

  private static InvalidPathException invalid(String path, @Nullable String why) {
    return new InvalidPathException(path, why == null ? "not a path" : why);
  }
}
