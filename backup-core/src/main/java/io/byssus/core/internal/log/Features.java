package io.byssus.core.internal.log;

import io.byssus.api.UnsupportedFormatException;
import java.util.List;

/**
 * What a program has to know to read and write a repository rightly, by name: from its creation on,
 * or since an entry of the log says so.
 */
public final class Features {
  /** There are holders who only write, in domains of their own. */
  public static final String WRITE_ONLY = "write-only";

  /** A feature that changes what others must do has a name here from its first version on. */
  private static final List<String> KNOWN = List.of(WRITE_ONLY);

  private Features() {}

  /**
   * Returns a name that this version knows.
   *
   * @throws UnsupportedFormatException if it does not
   */
  public static String requireKnown(String feature) {
    if (!KNOWN.contains(feature)) {
      throw new UnsupportedFormatException(
          "the repository needs the feature '"
              + feature
              + "', which this version does not have: a newer one has made it");
    }
    return feature;
  }
}
