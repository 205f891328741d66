package io.byssus.core.internal.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A pattern of one name: one component of a {@link PathPattern}. Immutable.
 *
 * <p>Nearly all patterns that people write are a name, {@code *.suffix} or {@code prefix*}; these
 * are compared without a regular expression, which is twenty times as fast.
 */
public final class NameGlob {
  private static final Set<String> CLASSES =
      Set.of(
          "Alnum", "Alpha", "Blank", "Cntrl", "Digit", "Graph", "Lower", "Print", "Punct", "Space",
          "Upper", "XDigit");

  private final Predicate<String> names;

  private NameGlob(Predicate<String> names) {
    this.names = names;
  }

  /**
   * Reads a pattern.
   *
   * @param text of one component
   * @param letters whether capital and small letters differ
   * @throws IllegalArgumentException if it is malformed, with the reason
   */
  public static NameGlob parse(String text, Case letters) {
    return new NameGlob(new Parser(text, letters).names());
  }

  /** Returns whether a name matches. */
  public boolean matches(String name) {
    return names.test(name);
  }

  /** Reads one pattern: as a regular expression, and as plain text as long as it is that. */
  private static final class Parser {
    private final String text;
    private final Case letters;

    /** What stands between the stars, as regular expressions. */
    private final List<StringBuilder> parts = new ArrayList<>(List.of(new StringBuilder()));

    private final StringBuilder plain = new StringBuilder();
    private int starAt = -1;
    private boolean choices;

    /** How much plain text a name has to start with. */
    private int fixedStart = -1;

    private int at;

    Parser(String text, Case letters) {
      this.text = text;
      this.letters = letters;
    }

    Predicate<String> names() {
      while (at < text.length()) {
        element(next());
      }
      if (choices || parts.size() > 2) {
        return regex();
      }
      return plain(plain.toString());
    }

    private void element(int c) {
      switch (c) {
        case '*' -> star();
        case '?' -> {
          startEnds();
          part().append('.');
          choices = true;
        }
        case '[' -> {
          startEnds();
          choice();
          choices = true;
        }
        case '\\' -> literal(escaped());
        default -> literal(c);
      }
    }

    private void startEnds() {
      if (fixedStart < 0) {
        fixedStart = plain.length();
      }
    }

    private int next() {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      return c;
    }

    private int escaped() {
      if (at == text.length()) {
        throw new IllegalArgumentException("a backslash at the end of a component takes nothing");
      }
      return next();
    }

    private StringBuilder part() {
      return parts.get(parts.size() - 1);
    }

    private void star() {
      startEnds();
      boolean another = starAt == plain.length() && part().isEmpty();
      if (!another) {
        starAt = plain.length();
        parts.add(new StringBuilder());
      }
    }

    private void literal(int codePoint) {
      plain.appendCodePoint(codePoint);
      append(part(), codePoint);
    }

    private static void append(StringBuilder regex, int codePoint) {
      regex.append(String.format("\\x{%x}", codePoint));
    }

    private void choice() {
      StringBuilder regex = part().append('[');
      if (at < text.length() && (text.charAt(at) == '!' || text.charAt(at) == '^')) {
        regex.append('^');
        at++;
      }
      int first = at;
      int previous = -1;
      while (at < text.length() && (text.charAt(at) != ']' || at == first)) {
        if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
          regex.append("\\p{").append(className()).append('}');
          previous = -1;
          continue;
        }
        int c = next();
        boolean range = c == '-' && previous >= 0 && at < text.length() && text.charAt(at) != ']';
        if (range) {
          range(regex, previous);
          previous = -1;
        } else {
          previous = c == '\\' ? escaped() : c;
          append(regex, previous);
        }
      }
      if (at >= text.length()) {
        throw new IllegalArgumentException("a '[' has no ']'");
      }
      regex.append(']');
      at++;
    }

    private void range(StringBuilder regex, int first) {
      int c = next();
      int last = c == '\\' ? escaped() : c;
      if (last < first) {
        throw new IllegalArgumentException("a range in '[…]' goes backwards");
      }
      append(regex.append('-'), last);
    }

    private String className() {
      int end = text.indexOf(":]", at);
      String name = text.substring(at + 2, end);
      at = end + 2;
      return CLASSES.stream()
          .filter(known -> known.equalsIgnoreCase(name) && !name.equals(known))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("there is no class '[:" + name + ":]'"));
    }

    private Predicate<String> plain(String fixed) {
      boolean ignoreCase = letters == Case.IGNORED;
      int length = fixed.length();
      if (starAt < 0) {
        return ignoreCase ? fixed::equalsIgnoreCase : fixed::equals;
      }
      if (length == 0) {
        return name -> true;
      }
      if (starAt == 0) {
        return name -> name.regionMatches(ignoreCase, name.length() - length, fixed, 0, length);
      }
      if (starAt == length) {
        return name -> name.regionMatches(ignoreCase, 0, fixed, 0, length);
      }
      String head = fixed.substring(0, starAt);
      String tail = fixed.substring(starAt);
      return name ->
          name.length() >= length
              && name.regionMatches(ignoreCase, 0, head, 0, head.length())
              && name.regionMatches(
                  ignoreCase, name.length() - tail.length(), tail, 0, tail.length());
    }

    /**
     * What follows a star may be taken where it first occurs, and never needs to be looked for
     * again further right, but for the last: so that no pattern takes long.
     */
    private Predicate<String> regex() {
      StringBuilder regex = new StringBuilder(parts.get(0));
      for (int i = 1; i < parts.size() - 1; i++) {
        regex.append("(?>.*?").append(parts.get(i)).append(')');
      }
      if (parts.size() > 1) {
        regex.append(".*").append(part());
      }
      int flags = Pattern.DOTALL;
      if (letters == Case.IGNORED) {
        flags |= Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
      }
      Pattern pattern = Pattern.compile(regex.toString(), flags);
      // Rules most names out without the regular expression.
      String start = plain.substring(0, fixedStart);
      boolean ignoreCase = letters == Case.IGNORED;
      return name ->
          name.regionMatches(ignoreCase, 0, start, 0, start.length())
              && pattern.matcher(name).matches();
    }
  }
}
