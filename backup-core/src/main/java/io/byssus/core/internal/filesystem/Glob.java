package io.byssus.core.internal.filesystem;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Translates the globs of {@code FileSystem.getPathMatcher} into regular expressions. They differ
 * from the patterns of backups and restores: a star stops at a slash, {@code {a,b}} is a choice.
 */
final class Glob {
  private final String text;
  private final StringBuilder regex = new StringBuilder();
  private int at;
  private boolean inChoice;

  private Glob(String text) {
    this.text = text;
  }

  /**
   * Returns the expression.
   *
   * @throws PatternSyntaxException if the glob is malformed
   */
  static Pattern compile(String text) {
    Glob glob = new Glob(text);
    while (glob.at < text.length()) {
      glob.next();
    }
    if (glob.inChoice) {
      throw glob.malformed("a '{' has no '}'");
    }
    return Pattern.compile(glob.regex.toString(), Pattern.DOTALL);
  }

  private void next() {
    int c = take();
    switch (c) {
      case '\\' -> {
        if (at == text.length()) {
          throw malformed("a backslash at the end takes nothing");
        }
        literal(take());
      }
      case '*' -> {
        if (text.startsWith("*", at)) {
          at++;
          regex.append(".*");
        } else {
          regex.append("[^/]*");
        }
      }
      case '?' -> regex.append("[^/]");
      case '[' -> bracket();
      case '{' -> {
        if (inChoice) {
          throw malformed("choices are not nested");
        }
        inChoice = true;
        regex.append("(?:(?:");
      }
      case '}' -> {
        regex.append(inChoice ? "))" : "\\}");
        inChoice = false;
      }
      case ',' -> regex.append(inChoice ? ")|(?:" : ",");
      default -> literal(c);
    }
  }

  private void bracket() {
    regex.append("[[^/]&&[");
    if (text.startsWith("!", at)) {
      at++;
      regex.append('^');
    }
    int first = at;
    int previous = -1;
    while (true) {
      if (at == text.length()) {
        throw malformed("a '[' has no ']'");
      }
      int c = take();
      if (c == ']' && at - 1 > first) {
        break;
      }
      if (c == '/') {
        throw malformed("a slash is in no choice");
      }
      boolean range = c == '-' && previous >= 0 && at < text.length() && text.charAt(at) != ']';
      if (range) {
        int last = take();
        if (last < previous) {
          throw malformed("a range goes backwards");
        }
        regex.append('-');
        literal(last);
        previous = -1;
      } else {
        literal(c);
        previous = c;
      }
    }
    regex.append("]]");
  }

  private int take() {
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  private void literal(int codePoint) {
    regex.append(String.format("\\x{%x}", codePoint));
  }

  private PatternSyntaxException malformed(String why) {
    return new PatternSyntaxException(why, text, at - 1);
  }
}
