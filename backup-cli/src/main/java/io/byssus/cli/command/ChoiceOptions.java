package io.byssus.cli.command;

import io.byssus.cli.process.RawPath;
import io.byssus.core.source.FileSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose from the files below the paths of a backup. */
final class ChoiceOptions {
  @Option(
      names = {"-e", "--exclude"},
      paramLabel = "PATTERN",
      description = "Leave out what matches; '!' in front keeps it. May be given several times.")
  private final List<String> excludes = new ArrayList<>();

  @Option(
      names = "--iexclude",
      paramLabel = "PATTERN",
      description = "The same, whether letters are capital or small.")
  private final List<String> excludesOfAnyCase = new ArrayList<>();

  @Option(
      names = "--exclude-file",
      paramLabel = "FILE",
      description = "Leave out what a line of the file matches.")
  private final List<String> excludeFiles = new ArrayList<>();

  @Option(
      names = "--iexclude-file",
      paramLabel = "FILE",
      description = "The same, whether letters are capital or small.")
  private final List<String> excludeFilesOfAnyCase = new ArrayList<>();

  @Option(
      names = "--ignore-file",
      paramLabel = "NAME",
      description = "Honour files of this name wherever they are, such as .gitignore, as git does.")
  private final List<String> ignoreFiles = new ArrayList<>();

  @Option(
      names = "--include",
      paramLabel = "PATTERN",
      description = "Back up only what matches, and what leads there.")
  private final List<String> includes = new ArrayList<>();

  @Option(
      names = "--iinclude",
      paramLabel = "PATTERN",
      description = "The same, whether letters are capital or small.")
  private final List<String> includesOfAnyCase = new ArrayList<>();

  @Option(
      names = "--exclude-if-present",
      paramLabel = "NAME",
      description = "Leave out the rest of directories that have an entry of this name.")
  private final List<String> markers = new ArrayList<>();

  @Option(
      names = "--exclude-caches",
      description = "Leave out the rest of directories that have a valid CACHEDIR.TAG.")
  private boolean caches;

  @Option(
      names = "--exclude-larger-than",
      paramLabel = "SIZE",
      description = "Leave out files larger than this, such as 500M or 2G.")
  private @Nullable String largest;

  @Option(
      names = "--exclude-older-than",
      paramLabel = "TIME",
      description = "Leave out files last modified before this, such as 30d or 2026-01-31.")
  private @Nullable String oldest;

  @Option(
      names = "--exclude-newer-than",
      paramLabel = "TIME",
      description = "Leave out files last modified after this.")
  private @Nullable String newest;

  @Option(
      names = {"-x", "--one-file-system"},
      description = "Back up mount points as empty directories.")
  private boolean oneFileSystem;

  /** Returns whether there is one. */
  boolean isGiven() {
    boolean listed =
        Stream.of(
                excludes,
                excludesOfAnyCase,
                excludeFiles,
                excludeFilesOfAnyCase,
                ignoreFiles,
                includes,
                includesOfAnyCase,
                markers)
            .anyMatch(values -> !values.isEmpty());
    boolean limited = largest != null || oldest != null || newest != null;
    return listed || limited || caches || oneFileSystem;
  }

  /** Returns whether only what matches a pattern is wanted. */
  boolean hasIncludes() {
    return !(includes.isEmpty() && includesOfAnyCase.isEmpty());
  }

  /**
   * Returns what is chosen of a source. Rules of files come first, so that a pattern on the command
   * line can keep what a file leaves out.
   */
  FileSource of(FileSource all) {
    FileSource chosen = all;
    for (String file : excludeFilesOfAnyCase) {
      chosen = chosen.excludesFromIgnoringCase(RawPath.of(file));
    }
    for (String file : excludeFiles) {
      chosen = chosen.excludesFrom(RawPath.of(file));
    }
    chosen = chosen.excludeIgnoringCase(texts("--iexclude", excludesOfAnyCase));
    chosen = chosen.exclude(texts("--exclude", excludes));
    for (String name : texts("--ignore-file", ignoreFiles)) {
      chosen = chosen.honourIgnoreFiles(name);
    }
    for (String pattern : texts("--include", includes)) {
      chosen = chosen.include(pattern);
    }
    for (String pattern : texts("--iinclude", includesOfAnyCase)) {
      chosen = chosen.includeIgnoringCase(pattern);
    }
    for (String name : texts("--exclude-if-present", markers)) {
      chosen = chosen.excludeIfPresent(name);
    }
    chosen = caches ? chosen.excludeCaches() : chosen;
    return withinLimits(oneFileSystem ? chosen.oneFileSystem() : chosen);
  }

  private FileSource withinLimits(FileSource source) {
    Instant now = Instant.now();
    FileSource chosen = source;
    if (largest != null) {
      chosen = chosen.excludeLargerThan(SizeArgument.parse("--exclude-larger-than", largest));
    }
    if (oldest != null) {
      chosen = chosen.excludeOlderThan(TimeArgument.parse("--exclude-older-than", oldest, now));
    }
    if (newest != null) {
      chosen = chosen.excludeNewerThan(TimeArgument.parse("--exclude-newer-than", newest, now));
    }
    return chosen;
  }

  private static String[] texts(String option, List<String> values) {
    return Arguments.texts(option, values).toArray(new String[0]);
  }
}
