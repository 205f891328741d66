package io.byssus.core.source;

import io.byssus.api.source.EntryKind;
import io.byssus.core.internal.file.PathRules;
import io.byssus.core.internal.file.PathRules.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of an ignore file, and behind them those that stand further up. Immutable.
 *
 * @param depth how many components the path of the file's directory has
 * @param rules what they say, of paths relative to that directory
 * @param above what decides where these say nothing, or {@code null}
 */
record IgnoreRules(int depth, PathRules rules, @Nullable IgnoreRules above) {
  /**
   * Returns what the nearest file says that says anything of an entry.
   *
   * @param directory the components of its directory's path, {@linkplain
   *     io.byssus.core.internal.file.PathPattern#byteText as bytes}, as its name is
   */
  static Verdict verdict(
      @Nullable IgnoreRules nearest,
      List<String> directory,
      String name,
      @Nullable EntryKind kind) {
    for (IgnoreRules file = nearest; file != null; file = file.above) {
      List<String> relative = directory.subList(file.depth, directory.size());
      Verdict verdict = file.rules.verdict(relative, name, kind);
      if (verdict != Verdict.NONE) {
        return verdict;
      }
    }
    return Verdict.NONE;
  }
}
