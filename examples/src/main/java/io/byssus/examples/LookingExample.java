package io.byssus.examples;

import io.byssus.api.DataSize;
import io.byssus.core.BackupRepository;
import io.byssus.core.diff.Difference;
import io.byssus.core.find.FindHit;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.statistics.StatisticsReport;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks into snapshots without restoring them. */
public final class LookingExample {
  private LookingExample() {}

  /** Reads files of a snapshot as if they lay on a disk, and returns what is in the largest. */
  public static String largest(BackupRepository repository, Instant moment, Path shop)
      throws IOException {
    Snapshot snapshot = repository.snapshots().origin("shop").nearest(moment).orElseThrow();
    try (FileSystem files = repository.fileSystem(snapshot);
        Stream<Path> all = Files.walk(files.getPath(shop.toString()))) {
      Path largest = all.max((a, b) -> Long.compare(size(a), size(b))).orElseThrow();
      return Files.readString(largest);
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Returns the versions of the orders that any snapshot of the shop has. */
  public static List<FindHit> versions(BackupRepository repository) {
    return repository
        .find()
        .named("orders.csv")
        .atLeast(DataSize.ofBytes(1))
        .in(repository.snapshots().origin("shop"))
        .list();
  }

  /** Returns what changed between two snapshots. */
  public static List<String> changes(BackupRepository repository, Snapshot older, Snapshot newer) {
    List<String> changes = new ArrayList<>();
    for (Difference difference : repository.diff(older, newer).list()) {
      changes.add(difference.change() + " " + difference.path());
    }
    return changes;
  }

  /** Returns how many times smaller than all their files the shop's snapshots are. */
  public static double saving(BackupRepository repository) {
    StatisticsReport report =
        repository.statistics().of(repository.snapshots().origin("shop")).run();
    return report.total().deduplicationRatio() * report.total().compressionRatio();
  }
}
