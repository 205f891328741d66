package io.byssus.cli.command;

import io.byssus.api.SnapshotId;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.Snapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that narrow snapshots down. */
final class SnapshotFilter {
  private static final String LATEST = "latest";

  @Option(names = "--origin", paramLabel = "NAME", description = "Only snapshots of this origin.")
  private @Nullable String origin;

  @Option(names = "--host", paramLabel = "NAME", description = "Only snapshots of this host.")
  private @Nullable String host;

  @Option(
      names = "--tag",
      paramLabel = "TAG[,TAG...]",
      description = "Only snapshots with all of these tags; given again: or with all of those.")
  private final List<String> tags = new ArrayList<>();

  @Option(
      names = "--before",
      paramLabel = "TIME",
      description = "Only snapshots of this time or earlier.")
  private @Nullable String before;

  @Option(
      names = "--after",
      paramLabel = "TIME",
      description = "Only snapshots of this time or later.")
  private @Nullable String after;

  Snapshots apply(Snapshots all) {
    Snapshots found = origin == null ? all : all.origin(Arguments.text("--origin", origin));
    if (host != null) {
      String name = Arguments.text("--host", host);
      found = found.where(snapshot -> snapshot.host().equals(name));
    }
    if (before != null) {
      Instant end = TimeArgument.parse("--before", before, Instant.now());
      found = found.where(snapshot -> !snapshot.time().isAfter(end));
    }
    if (after != null) {
      Instant start = TimeArgument.parse("--after", after, Instant.now());
      found = found.where(snapshot -> !snapshot.time().isBefore(start));
    }
    List<List<String>> wanted = tags.stream().map(Arguments::tags).toList();
    return wanted.isEmpty()
        ? found
        : found.where(snapshot -> wanted.stream().anyMatch(snapshot.tags()::containsAll));
  }

  /** Picks several, each once. */
  List<SnapshotId> pickAll(Snapshots all, List<String> named) {
    return named.stream().map(name -> pick(all, name).id()).distinct().toList();
  }

  /** Picks by the digits of an id among all, or the latest among those that the filter leaves. */
  Snapshot pick(Snapshots all, String idOrLatest) {
    return (idOrLatest.equals(LATEST) ? apply(all) : all).pick(idOrLatest);
  }
}
