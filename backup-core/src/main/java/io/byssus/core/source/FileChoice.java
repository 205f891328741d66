package io.byssus.core.source;

import io.byssus.api.source.EntryName;
import io.byssus.core.internal.file.PathPattern;
import io.byssus.core.internal.file.PathRule;
import io.byssus.core.internal.file.PathRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What of the files below the roots is wanted. Immutable. */
final class FileChoice {
  /** Everything. */
  static final FileChoice ALL =
      new FileChoice(
          PathRules.NONE, List.of(), List.of(), List.of(), FileLimits.NONE, Mounts.FOLLOWED);

  private final PathRules rules;
  private final List<PathPattern> includes;
  private final List<EntryName> ignoreFiles;
  private final List<Marker> markers;
  private final FileLimits limits;
  private final Mounts mounts;

  /** What becomes of a directory on which another file system is mounted. */
  enum Mounts {
    /** It is like any other. */
    FOLLOWED,
    /** Nothing in it is listed. */
    EMPTY
  }

  private FileChoice(
      PathRules rules,
      List<PathPattern> includes,
      List<EntryName> ignoreFiles,
      List<Marker> markers,
      FileLimits limits,
      Mounts mounts) {
    this.rules = rules;
    this.includes = List.copyOf(includes);
    this.ignoreFiles = List.copyOf(ignoreFiles);
    this.markers = List.copyOf(markers);
    this.limits = limits;
    this.mounts = mounts;
  }

  FileChoice rules(List<PathRule> more) {
    return new FileChoice(rules.and(more), includes, ignoreFiles, markers, limits, mounts);
  }

  FileChoice include(PathPattern one) {
    return new FileChoice(rules, with(includes, one), ignoreFiles, markers, limits, mounts);
  }

  FileChoice ignoreFile(EntryName one) {
    return new FileChoice(rules, includes, with(ignoreFiles, one), markers, limits, mounts);
  }

  FileChoice marker(Marker one) {
    return new FileChoice(rules, includes, ignoreFiles, with(markers, one), limits, mounts);
  }

  FileChoice limits(UnaryOperator<FileLimits> change) {
    return new FileChoice(rules, includes, ignoreFiles, markers, change.apply(limits), mounts);
  }

  FileChoice emptyMounts() {
    return new FileChoice(rules, includes, ignoreFiles, markers, limits, Mounts.EMPTY);
  }

  private static <T> List<T> with(List<T> list, T one) {
    List<T> longer = new ArrayList<>(list);
    longer.add(one);
    return longer;
  }

  /**
   * Returns whether nothing is left out, however that was said: with an empty list of rules, too.
   */
  boolean everything() {
    return rules.isEmpty()
        && includes.isEmpty()
        && ignoreFiles.isEmpty()
        && markers.isEmpty()
        && limits.equals(FileLimits.NONE)
        && mounts == Mounts.FOLLOWED;
  }

  /** Returns the rules of what is left out. */
  PathRules rules() {
    return rules;
  }

  /** Returns what alone is wanted; everything, if there is nothing. */
  List<PathPattern> includes() {
    return includes;
  }

  /** Returns the names of the files whose rules hold in their directory and below. */
  List<EntryName> ignoreFiles() {
    return ignoreFiles;
  }

  /** Returns what keeps a directory's entries out. */
  List<Marker> markers() {
    return markers;
  }

  /** Returns whether what else is left out depends on a file of that name. */
  boolean decidesBy(EntryName name) {
    return ignoreFiles.contains(name) || markers.stream().anyMatch(m -> m.name().equals(name));
  }

  /** Returns how large and old files may be. */
  FileLimits limits() {
    return limits;
  }

  /** Returns what becomes of mount points. */
  Mounts mounts() {
    return mounts;
  }

  @Override
  public String toString() {
    return "rules "
        + rules
        + ", included "
        + includes
        + ", ignore files "
        + ignoreFiles
        + ", markers "
        + markers
        + ", "
        + limits
        + ", mounts "
        + mounts;
  }
}
