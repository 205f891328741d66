package io.byssus.core.internal.file;

import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pattern and what it says of the entries that match: that they are left out, or, after a {@code
 * !}, that they are kept all the same.
 *
 * @param pattern which entries
 * @param verdict what of them: {@code OUT} or {@code IN}
 */
public record PathRule(PathPattern pattern, PathRules.Verdict verdict) {
  private static final Logger log = LoggerFactory.getLogger(PathRule.class);

  /**
   * Reads a rule: a pattern, with a {@code !} in front if it keeps what matches.
   *
   * @throws IllegalArgumentException if the pattern is malformed
   */
  public static PathRule parse(String text, Case letters) {
    return text.startsWith("!")
        ? new PathRule(PathPattern.parse(text.substring(1), letters), PathRules.Verdict.IN)
        : new PathRule(PathPattern.parse(text, letters), PathRules.Verdict.OUT);
  }

  /**
   * Reads a rule of a directory's ignore file, as git does (gitignore(5)): a slash at the start or
   * in the middle ties the pattern to the directory. To be matched on paths relative to it.
   *
   * @return nothing for what git takes for a pattern that never matches
   */
  static Optional<PathRule> parseIgnored(String line) {
    boolean keeps = line.startsWith("!");
    String body = line.substring(keeps ? 1 : 0);
    boolean directories = body.endsWith("/");
    if (directories) {
      body = body.substring(0, body.length() - 1);
    }
    boolean tied = body.contains("/");
    String relative = body.startsWith("/") ? body.substring(1) : body;
    // git matches texts, in which no path has two slashes in a row, or one at an end.
    if (Arrays.asList(relative.split("/", -1)).contains("")) {
      return Optional.empty();
    }
    // 'a/**' is what is in 'a', to git, and not 'a' itself.
    String inside = tied && relative.matches("(?s)(.*/)?\\*\\*+") ? "/*" : "";
    String escaped = relative.startsWith("!") ? "\\" + relative : relative;
    String pattern = (tied ? "/" : "") + escaped + inside + (directories ? "/" : "");
    try {
      PathRule rule = parse(pattern, Case.RESPECTED);
      return Optional.of(keeps ? new PathRule(rule.pattern, PathRules.Verdict.IN) : rule);
    } catch (IllegalArgumentException e) {
      log.debug("A line of an ignore file matches nothing: {}", e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return (verdict == PathRules.Verdict.IN ? "!" : "") + pattern;
  }
}
