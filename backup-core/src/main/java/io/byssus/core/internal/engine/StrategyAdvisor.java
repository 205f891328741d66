package io.byssus.core.internal.engine;

import io.byssus.api.DataSize;
import io.byssus.core.backup.BackupStrategy;
import io.byssus.core.backup.StrategyRecommendation;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.KnownChunks;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recommends a strategy from what is known of an origin. */
public final class StrategyAdvisor {
  /** How long a file may change without a trace before that is noticed: a month. */
  private static final Duration FULL_INTERVAL = Duration.ofDays(30);

  /** Where more than half is read anyway, reading the rest costs less than it tells. */
  private static final double MUCH = 0.5;

  /** A differential backup that reads this little again costs next to nothing. */
  private static final double LITTLE = 0.1;

  /** Before a week of daily backups, a differential one would read hardly more. */
  private static final int CHAIN = 7;

  private final OpenRepository repository;

  /** Creates an advisor. */
  public StrategyAdvisor(OpenRepository repository) {
    this.repository = repository;
  }

  /** Returns what the next backup of an origin should compare with. */
  public StrategyRecommendation recommend(String origin) {
    LogState state = repository.state();
    ChunkIndex chunks = repository.index(state);
    int missing = Parents.distrustMissingPacks(repository, chunks, new KnownChunks(chunks));
    int damages = missing + state.damage().size();
    Snapshots snapshots =
        repository.snapshots(state).origin(origin).where(s -> s.writtenBy().isEmpty());
    List<Snapshot> list = snapshots.list();
    StrategyRecommendation.Builder advice =
        StrategyRecommendation.builder().found(list.size(), damages);
    if (list.isEmpty()) {
      return advice.recommend(
          BackupStrategy.FULL, "there is no snapshot to compare with, so every file is read");
    }
    Snapshot last = list.get(list.size() - 1);
    Snapshot full = Parents.latestFull(snapshots).orElse(null);
    int since = full == null ? list.size() : list.size() - 1 - list.lastIndexOf(full);
    advice.full(full == null ? null : full.time(), since);
    try (ChunkReader reader = repository.chunks(chunks).reader()) {
      TreeChanges changes = new TreeChanges(new TreeReader(reader::readCopy));
      long sinceLast =
          list.size() == 1 ? 0 : changed(changes, state, list.get(list.size() - 2), last);
      long sinceFull = changed(changes, state, full, last);
      advice.changes(last.size(), DataSize.ofBytes(sinceLast), DataSize.ofBytes(sinceFull));
      return choose(
          advice, new Figures(damages, full, since, last.size().bytes(), sinceLast, sinceFull));
    }
  }

  private long changed(
      TreeChanges changes, LogState state, @Nullable Snapshot before, Snapshot after) {
    return before == null
        ? after.size().bytes()
        : changes.bytes(
            repository.manifest(state, before.id()).tree(),
            repository.manifest(state, after.id()).tree());
  }

  /** What is decided by. */
  private record Figures(
      int damages, @Nullable Snapshot full, int since, long size, long sinceLast, long sinceFull) {}

  private StrategyRecommendation choose(StrategyRecommendation.Builder advice, Figures figures) {
    if (figures.damages > 0) {
      return advice.recommend(
          BackupStrategy.FULL,
          "the repository is damaged, and a backup that reads every file stores again what it lost");
    }
    Snapshot full = figures.full;
    Instant due = repository.settings().clock().instant().minus(FULL_INTERVAL);
    if (full == null || full.time().isBefore(due)) {
      return advice.recommend(
          BackupStrategy.FULL,
          "no backup of the last "
              + FULL_INTERVAL.toDays()
              + " days read every file; a change without a trace in size and times would be missed");
    }
    if (figures.sinceLast > MUCH * figures.size) {
      return advice.recommend(
          BackupStrategy.FULL,
          "most of the data changes from one backup to the next, so comparing saves little");
    }
    if (figures.since >= CHAIN && figures.sinceFull <= LITTLE * figures.size) {
      return advice.recommend(
          BackupStrategy.DIFFERENTIAL,
          "little has changed since every file was read, so reading all of that again costs little"
              + " and confirms "
              + figures.since
              + " snapshots");
    }
    return advice.recommend(
        BackupStrategy.INCREMENTAL,
        "every file was read lately, and every snapshot restores on its own");
  }
}
