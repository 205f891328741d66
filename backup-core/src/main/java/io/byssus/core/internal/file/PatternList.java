package io.byssus.core.internal.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lines of a list of patterns, as git reads them: a {@code #} at the start of a line makes it a
 * comment, blank lines say nothing, spaces at the end of a line are dropped unless a backslash
 * stands before them. A list that a user names is UTF-8.
 */
public final class PatternList {
  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final String BYTES_OF_MARK = "\u00ef\u00bb\u00bf";

  private PatternList() {}

  /**
   * Reads a file of patterns that a user names.
   *
   * @param letters whether capital and small letters differ
   * @throws IllegalArgumentException if a line is malformed, with its number
   * @throws UncheckedIOException if the file can't be read
   */
  public static List<PathRule> read(Path file, Case letters) {
    List<String> lines = lines(bytes(file), StandardCharsets.UTF_8);
    List<PathRule> rules = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Optional<String> pattern = pattern(lines.get(i));
      try {
        pattern.ifPresent(text -> rules.add(PathRule.parse(text, letters)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "line " + (i + 1) + " of '" + file + "': " + e.getMessage(), e);
      }
    }
    return rules;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "can't read the list of patterns '" + file + "': " + FileProblem.describe(e), e);
    }
  }

  /**
   * Reads a directory's ignore file, for names as {@link PathPattern#byteText} gives them: git
   * knows bytes and no characters. What git can't match either is passed over.
   */
  public static PathRules ignored(byte[] content) {
    List<PathRule> rules = new ArrayList<>();
    for (String line : lines(content, StandardCharsets.ISO_8859_1)) {
      pattern(line).flatMap(PathRule::parseIgnored).ifPresent(rules::add);
    }
    return PathRules.of(rules);
  }

  private static List<String> lines(byte[] content, Charset charset) {
    String text = new String(content, charset);
    String mark = charset.equals(StandardCharsets.UTF_8) ? BYTE_ORDER_MARK : BYTES_OF_MARK;
    String start = text.startsWith(mark) ? text.substring(mark.length()) : text;
    return List.of(start.split("\r?\n", -1));
  }

  private static Optional<String> pattern(String line) {
    String trimmed = line.substring(0, lengthWithoutSpaces(line));
    return trimmed.isEmpty() || trimmed.startsWith("#") ? Optional.empty() : Optional.of(trimmed);
  }

  private static int lengthWithoutSpaces(String line) {
    int length = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\') {
        i++;
      }
      if (c != ' ') {
        length = Math.min(i + 1, line.length());
      }
    }
    return length;
  }
}
