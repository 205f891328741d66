package io.byssus.cli.terminal;

/** Makes texts from outside fit for a terminal: what they hold can neither move nor colour it. */
public final class PrintableText {
  private static final int FIRST_RAW_BYTE = 0xdc80;
  private static final int LAST_RAW_BYTE = 0xdcff;

  private PrintableText() {}

  /**
   * Returns a text with {@code \xNN} in the place of control characters and of bytes that are no
   * UTF-8 (held as the lone surrogates U+DC80 to U+DCFF).
   */
  public static String of(String text) {
    if (text.codePoints().noneMatch(PrintableText::hidden)) {
      return text;
    }
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (!hidden(c)) {
                printable.appendCodePoint(c);
              } else if (c <= 0xff || (c >= FIRST_RAW_BYTE && c <= LAST_RAW_BYTE)) {
                printable.append(String.format("\\x%02x", c & 0xff));
              } else {
                printable.append(String.format("\\u%04x", c));
              }
            });
    return printable.toString();
  }

  private static boolean hidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
