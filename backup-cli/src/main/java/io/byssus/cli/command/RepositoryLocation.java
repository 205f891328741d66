package io.byssus.cli.command;

import io.byssus.cli.process.RawPath;
import java.util.regex.Pattern;

/** Reads where a repository is: a URI, or a directory of this machine. */
final class RepositoryLocation {
  /** At least two letters, so that a Windows drive is none (RFC 3986, section 3.1). */
  private static final Pattern SCHEME =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);

  private RepositoryLocation() {}

  /**
   * Returns the URI of a location; {@code ..} in it stays, for the system to follow.
   *
   * @param value a text with a scheme, or a path; a path that looks like a scheme is written with
   *     {@code ./}
   */
  static String of(String value) {
    return SCHEME.matcher(value).matches() ? value : RawPath.of(value).toUri().toString();
  }
}
