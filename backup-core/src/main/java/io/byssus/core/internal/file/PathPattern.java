package io.byssus.core.internal.file;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of paths, matched on the components of an absolute path.
 *
 * <p>Within a component {@code *} is any text, {@code ?} one character (a code point), {@code
 * [a-c]} and {@code [!a-c]} a choice ({@code [[:digit:]]} and the like in it a class of ASCII), and
 * a backslash takes the next character as it is; a component {@code **} is any number of
 * components, none included. With a slash at the start the pattern is the whole path; without, it
 * is the path's last components. With a slash at the end it is meant for directories only. Names
 * are matched as UTF-8 text in any locale, each byte that is none as U+FFFD. Immutable.
 */
public final class PathPattern {
  private final String text;
  private final boolean directoriesOnly;

  /** From the first to the last; {@code null} is {@code **}. */
  private final List<@Nullable NameGlob> components;

  private PathPattern(String text, List<@Nullable NameGlob> components) {
    this.text = text;
    this.directoriesOnly = text.endsWith("/");
    this.components = components;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is malformed, with its text
   */
  public static PathPattern parse(String text) {
    return parse(text, Case.RESPECTED);
  }

  /**
   * Reads a pattern.
   *
   * @param letters whether capital and small letters differ
   * @throws IllegalArgumentException if it is malformed, with its text
   */
  public static PathPattern parse(String text, Case letters) {
    if (text.startsWith("!")) {
      throw malformed(text, "a '!' at the start has no meaning here; '\\!' is the character");
    }
    List<@Nullable NameGlob> components = new ArrayList<>();
    if (!text.startsWith("/")) {
      components.add(null);
    }
    int anyDepthAtStart = components.size();
    for (String part : text.split("/", -1)) {
      if (part.equals(".") || part.equals("..")) {
        throw malformed(text, "no path has a component '" + part + "'");
      }
      if (!part.isEmpty()) {
        components.add(component(part, letters, text));
      }
    }
    if (components.size() == anyDepthAtStart) {
      throw malformed(text, "it has no component");
    }
    return new PathPattern(text, components);
  }

  private static @Nullable NameGlob component(String part, Case letters, String whole) {
    boolean anyDepth = part.length() > 1 && part.chars().allMatch(c -> c == '*');
    try {
      return anyDepth ? null : NameGlob.parse(part, letters);
    } catch (IllegalArgumentException e) {
      throw malformed(whole, String.valueOf(e.getMessage()));
    }
  }

  /** Returns whether it is meant for directories only. */
  public boolean directoriesOnly() {
    return directoriesOnly;
  }

  /**
   * Returns whether an entry's path matches; what the entry is, is the caller's affair.
   *
   * @param directory the components of its directory's absolute path
   * @param name its name
   */
  public boolean matches(List<String> directory, String name) {
    return matches(components.size(), directory, name, directory.size() + 1);
  }

  /**
   * Returns whether an entry matches: its path, and its kind where the pattern asks for one.
   *
   * @param directory the components of its directory's absolute path
   * @param name its name
   * @param kind what it is
   */
  public boolean matches(List<String> directory, String name, EntryKind kind) {
    return (kind == EntryKind.DIRECTORY || !directoriesOnly) && matches(directory, name);
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
      NameGlob component = components.get(i);
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
    NameGlob component = components.get(patterns - 1);
    if (component == null) {
      if (patterns == 1) {
        return true;
      }
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

  /** Returns a name as patterns see it. */
  public static String text(EntryName name) {
    return new String(name.bytes(), StandardCharsets.UTF_8);
  }

  /**
   * Returns a name as the rules of ignore files see it, which git compares byte by byte: each byte
   * is a character.
   */
  public static String byteText(EntryName name) {
    return new String(name.bytes(), StandardCharsets.ISO_8859_1);
  }

  /** Returns the components of a path as the rules of ignore files see them. */
  public static List<String> byteTexts(EntryPath path) {
    return path.names().stream().map(PathPattern::byteText).toList();
  }

  /** Returns the components of a path as patterns see them. */
  public static List<String> texts(EntryPath path) {
    return path.names().stream().map(PathPattern::text).toList();
  }

  @Override
  public String toString() {
    return text;
  }

  private static IllegalArgumentException malformed(String text, String why) {
    return new IllegalArgumentException("malformed pattern '" + text + "': " + why);
  }
}
