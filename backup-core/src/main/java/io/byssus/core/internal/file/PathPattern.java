package io.byssus.core.internal.file;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of paths, matched on the components of an absolute path.
 *
 * <p>Within a component {@code *} is any text, {@code ?} one character, {@code [a-c]} and {@code
 * [!a-c]} a choice, and a backslash takes the next character as it is; a component {@code **} is
 * any number of components, none included. With a slash at the start the pattern is the whole path;
 * without, it is the path's last components. Names are matched as UTF-8 text in any locale, each
 * byte that is none as U+FFFD. Immutable.
 */
public final class PathPattern {
  private static final String ANY_DEPTH = "**";

  private final String text;

  /** From the first to the last; {@code null} is {@code **}. */
  private final List<@Nullable Component> components;

  private PathPattern(String text, List<@Nullable Component> components) {
    this.text = text;
    this.components = components;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is malformed, with its text
   */
  public static PathPattern parse(String text) {
    if (text.startsWith("!")) {
      throw malformed(text, "a '!' at the start has no meaning; write '\\!' for the character");
    }
    List<@Nullable Component> components = new ArrayList<>();
    if (!text.startsWith("/")) {
      components.add(null);
    }
    int anyDepthAtStart = components.size();
    for (String part : text.split("/", -1)) {
      if (part.equals(".") || part.equals("..")) {
        throw malformed(text, "no path has a component '" + part + "'");
      }
      if (!part.isEmpty()) {
        components.add(part.equals(ANY_DEPTH) ? null : new Component(compile(part, text)));
      }
    }
    if (components.size() == anyDepthAtStart) {
      throw malformed(text, "it has no component");
    }
    return new PathPattern(text, components);
  }

  /**
   * Returns whether an entry matches.
   *
   * @param directory the components of its directory's absolute path
   * @param name its name
   */
  public boolean matches(List<String> directory, String name) {
    return matches(components.size(), directory, name, directory.size() + 1);
  }

  /**
   * Returns whether something below a directory, at any depth, may match: a walk for matches need
   * not enter the others.
   *
   * @param directory the components of its absolute path
   */
  public boolean mayMatchBelow(List<String> directory) {
    for (int i = 0; i < directory.size(); i++) {
      if (i == components.size()) {
        return false;
      }
      Component component = components.get(i);
      if (component == null) {
        return true;
      }
      if (!component.matches(directory.get(i))) {
        return false;
      }
    }
    return directory.size() < components.size();
  }

  // From the end, because the last component rules out most entries.
  private boolean matches(int patterns, List<String> directory, String name, int names) {
    if (patterns == 0) {
      return names == 0;
    }
    Component component = components.get(patterns - 1);
    if (component == null) {
      for (int fewer = names; fewer >= 0; fewer--) {
        if (matches(patterns - 1, directory, name, fewer)) {
          return true;
        }
      }
      return false;
    }
    if (names == 0) {
      return false;
    }
    String last = names > directory.size() ? name : directory.get(names - 1);
    return component.matches(last) && matches(patterns - 1, directory, name, names - 1);
  }

  @Override
  public String toString() {
    return text;
  }

  private static Pattern compile(String part, String whole) {
    StringBuilder regex = new StringBuilder();
    int i = 0;
    while (i < part.length()) {
      int c = part.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '[' -> i = choice(part, i, regex, whole);
        case '\\' -> {
          if (i == part.length()) {
            throw malformed(whole, "a backslash at the end of a component takes nothing");
          }
          int escaped = part.codePointAt(i);
          i += Character.charCount(escaped);
          literal(escaped, regex);
        }
        default -> literal(c, regex);
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static int choice(String part, int start, StringBuilder regex, String whole) {
    int i = start;
    regex.append('[');
    if (i < part.length() && (part.charAt(i) == '!' || part.charAt(i) == '^')) {
      regex.append('^');
      i++;
    }
    int previous = -1;
    for (int first = i; i < part.length() && (part.charAt(i) != ']' || i == first); ) {
      int c = part.codePointAt(i);
      i += Character.charCount(c);
      boolean range = c == '-' && previous >= 0 && i < part.length() && part.charAt(i) != ']';
      if (range) {
        int last = part.codePointAt(i);
        i += Character.charCount(last);
        if (last < previous) {
          throw malformed(whole, "a range in '[…]' goes backwards");
        }
        regex.append('-');
        literal(last, regex);
        previous = -1;
      } else {
        literal(c, regex);
        previous = c;
      }
    }
    if (i >= part.length()) {
      throw malformed(whole, "a '[' has no ']'");
    }
    regex.append(']');
    return i + 1;
  }

  private static void literal(int codePoint, StringBuilder regex) {
    regex.append(String.format("\\x{%x}", codePoint));
  }

  private static IllegalArgumentException malformed(String text, String why) {
    return new IllegalArgumentException("malformed exclude pattern '" + text + "': " + why);
  }

  private record Component(Pattern pattern) {
    boolean matches(String name) {
      return pattern.matcher(name).matches();
    }
  }
}
