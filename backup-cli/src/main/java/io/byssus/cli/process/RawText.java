package io.byssus.cli.process;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Bytes carried in a text without loss: UTF-8 as its characters, every other byte <i>b</i> as the
 * lone surrogate U+DC00 + <i>b</i>, which no valid text holds (the scheme of Python's PEP 383).
 */
public final class RawText {
  private static final char BASE = '\udc00';
  private static final char FIRST = '\udc80';
  private static final char LAST = '\udcff';

  private RawText() {}

  /** Returns the text that carries the bytes. */
  public static String decode(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isError()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (BASE + (in.get() & 0xff)));
      }
    }
  }

  /** Returns the bytes that a text carries. */
  public static byte[] encode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (isRawByte(c)) {
                bytes.write(c - BASE);
              } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  /** Returns whether a text carries nothing but valid UTF-8. */
  public static boolean isText(String text) {
    return text.codePoints().noneMatch(RawText::isRawByte);
  }

  /** Returns whether a text is plain ASCII, which every locale carries. */
  public static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static boolean isRawByte(int codePoint) {
    return codePoint >= FIRST && codePoint <= LAST;
  }
}
