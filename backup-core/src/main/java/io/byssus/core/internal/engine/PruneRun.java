package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.DataSize;
import io.byssus.api.OperationCancelledException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.event.Phase;
import io.byssus.core.internal.engine.PruneRequest.Epochs;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.OpenMark;
import io.byssus.core.internal.look.Watch;
import io.byssus.core.internal.prune.Candidates;
import io.byssus.core.internal.prune.Condemning;
import io.byssus.core.internal.prune.Deletion;
import io.byssus.core.internal.prune.Grace;
import io.byssus.core.internal.prune.HoldWatch;
import io.byssus.core.internal.prune.IndexRewrite;
import io.byssus.core.internal.prune.LivePacks;
import io.byssus.core.internal.prune.Marking;
import io.byssus.core.internal.prune.RepackChoice;
import io.byssus.core.internal.prune.Survey;
import io.byssus.core.internal.prune.Sweeping;
import io.byssus.core.prune.PrunePlan;
import io.byssus.core.prune.PruneProblem;
import io.byssus.core.prune.PruneReport;
import io.byssus.crypto.WriterRun;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes away what no snapshot needs. Folds and takes up what it finds, whoever left it, in this
 * order: the open mark, what is condemned, new candidates; so any prune finishes any other's work.
 */
final class PruneRun {
  /** Others would have to take something away during each. */
  private static final int ATTEMPTS = 5;

  /** Others would have to be faster with their marks each time. */
  private static final int LOST_MARKS = 10;

  /** How often a prune that waits for a writer looks at the log, and whether it is cancelled. */
  private static final int LOOKS_BETWEEN_FOLDS = 50;

  private static final long LOOK_MILLIS = 100;

  private final OpenRepository repository;
  private final PruneRequest request;
  private final ProgressMeter meter;
  private final Watch watch;
  private final PruneSource source;
  private final Grace grace;
  private final HoldWatch holds;
  private final Deletion deletion;
  private long packsRepacked;
  private long bytesRepacked;
  private long bytesStored;

  PruneRun(
      OpenRepository repository,
      PruneRequest request,
      ProgressMeter meter,
      Cancellation cancellation) {
    this.repository = repository;
    this.request = request;
    this.meter = meter;
    this.watch = new Watch(meter, cancellation);
    this.source = new PruneSource(repository, watch);
    this.holds = new HoldWatch(request.patience(), System::nanoTime);
    this.grace = new Grace(request.grace(), repository.settings().clock().instant());
    this.deletion = new Deletion(source, grace);
  }

  PruneReport run() {
    return retried(this::attempt, this::release);
  }

  /**
   * Folds again where something was missing (R50): others may have replaced a segment, or deleted
   * packs of a snapshot that was forgotten meanwhile. Only if the log says no more, something is
   * lost.
   */
  private <R> R retried(Supplier<R> attempt, Consumer<LogState> onLoss) {
    for (int attempts = 1; ; attempts++) {
      try {
        return attempt.get();
      } catch (DamagedRepositoryException e) {
        long seen = source.folded();
        LogState now = source.state();
        if (attempts == ATTEMPTS || now.number() == seen) {
          onLoss.accept(now);
          throw e;
        }
      } catch (UnsupportedFormatException e) {
        onLoss.accept(source.state()); // others may be able to read it
        throw e;
      }
    }
  }

  /** Nobody knows what snapshots need of what is marked. */
  private void release(LogState state) {
    state.openMark().ifPresent(mark -> new Condemning(source, grace).release(state, mark));
  }

  private PruneReport attempt() {
    Survey survey = prune(takeUp(null));
    RepackChoice repack = repack(survey, candidates(survey));
    if (!repack.isEmpty()) {
      packsRepacked = repack.count();
      bytesRepacked = repack.bytes();
      bytesStored = repack(survey, repack.positions());
      survey = prune(takeUp(survey));
    }
    return report(survey);
  }

  /** Stores chunks again, each in its domain; returns how many bytes were stored. */
  private long repack(Survey survey, int[] positions) {
    ChunkIndex index = survey.packs().index();
    Map<Long, List<Integer>> byDomain =
        Arrays.stream(positions).boxed().collect(Collectors.groupingBy(index::domainOf));
    long stored = 0;
    for (Map.Entry<Long, List<Integer>> some : byDomain.entrySet()) {
      int[] there = some.getValue().stream().mapToInt(Integer::intValue).toArray();
      stored +=
          new Repack(repository, some.getKey(), watch).run(index, there, survey.state().parity());
    }
    return stored;
  }

  /** Returns what a run would do. */
  PrunePlan plan() {
    return retried(this::planned, state -> {});
  }

  private PrunePlan planned() {
    Survey survey = Survey.of(source, source.state(), grace, null);
    Candidates candidates = candidates(survey);
    RepackChoice repack = repack(survey, candidates);
    return PrunePlan.builder()
        .going(
            candidates.packCount(),
            candidates.orphanPackCount(),
            DataSize.ofBytes(candidates.bytes()))
        .condemned(
            survey.listing().condemnedPackCount(),
            DataSize.ofBytes(survey.listing().condemnedBytes()))
        .repack(
            repack.count(), DataSize.ofBytes(repack.bytes()), DataSize.ofBytes(repack.bytesUsed()))
        .left(DataSize.ofBytes(repack.bytesAfter()), DataSize.ofBytes(repack.unusedAfter()))
        .ofEarlierEpochs(repack.outdatedAfter(), DataSize.ofBytes(repack.outdatedBytesAfter()))
        .build();
  }

  /** Finishes the mark that is open, and what is condemned. */
  private Survey takeUp(@Nullable Survey before) {
    LogState state = source.state();
    Survey survey = before;
    Optional<OpenMark> mark = state.openMark();
    while (mark.isPresent()) {
      meter.enter(Phase.LOOKING);
      survey = new Condemning(source, grace).run(state, mark.get(), survey);
      state = source.state();
      mark = state.openMark();
    }
    meter.enter(Phase.PRUNING);
    survey = Survey.of(source, state, grace, survey);
    new IndexRewrite(source, newRun()).run(survey, outdatedSegments(survey));
    LogState now = source.state();
    long done = deletion.run(survey, now);
    if (done > 0) {
      new Sweeping(source).run(now, done);
    }
    return now.number() == state.number() && done == 0
        ? survey
        : Survey.of(source, source.state(), grace, survey);
  }

  /** Marks what may go, and takes it away, until nothing more may go. */
  private Survey prune(Survey found) {
    Survey survey = found;
    long last = Long.MAX_VALUE;
    for (int lost = 0; lost < LOST_MARKS; ) {
      Candidates candidates = candidates(survey);
      if (candidates.isEmpty() || candidates.count() >= last) {
        return survey;
      }
      awaitHolds();
      if (new Marking(source, holds).run(survey.state(), candidates)) {
        last = candidates.count();
      } else {
        lost++;
      }
      survey = takeUp(survey);
    }
    return survey;
  }

  private Candidates candidates(Survey survey) {
    meter.enter(Phase.LOOKING);
    survey.walk();
    meter.enter(Phase.PRUNING);
    return Candidates.of(survey);
  }

  private RepackChoice repack(Survey survey, Candidates going) {
    long most = request.maxRepack() == null ? Long.MAX_VALUE : request.maxRepack().bytes();
    return new RepackChoice(survey, going, outdatedPacks(survey), request.maxUnused(), most);
  }

  private BitSet outdatedPacks(Survey survey) {
    return request.epochs() == Epochs.RENEW ? survey.packsSealedEarlier() : new BitSet();
  }

  private Set<String> outdatedSegments(Survey survey) {
    return request.epochs() == Epochs.RENEW ? survey.segmentsSealedEarlier() : Set.of();
  }

  /** The name of a run that stores index segments and nothing else. */
  private String newRun() {
    try (WriterRun run = repository.keys().startRun(repository.configuration().suite())) {
      return run.name();
    }
  }

  private void awaitHolds() {
    while (holds.forbidsMarks(source.state())) {
      repository.warn(
          "a backup that lost what it relied on has asked prunes to wait; this one does until the"
              + " backup is done, or has not been heard of for "
              + request.patience().toSeconds()
              + " s: if you know that no backup runs, prune without patience");
      for (int look = 0; look < LOOKS_BETWEEN_FOLDS; look++) {
        watch.check();
        pause();
      }
    }
  }

  private static void pause() {
    try {
      if (new CountDownLatch(1).await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts it down");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationCancelledException("a thread of the prune was interrupted", e);
    }
  }

  private PruneReport report(Survey survey) {
    LivePacks packs = survey.packs();
    BitSet outdated = outdatedPacks(survey);
    return PruneReport.builder()
        .deleted(deletion.deletedPacks(), DataSize.ofBytes(deletion.deletedBytes()))
        .waiting(deletion.waitingPacks(), DataSize.ofBytes(deletion.waitingBytes()))
        .repacked(packsRepacked, DataSize.ofBytes(bytesRepacked), DataSize.ofBytes(bytesStored))
        .left(
            packs.count(), DataSize.ofBytes(packs.bytes()), DataSize.ofBytes(survey.bytesUnused()))
        .ofEarlierEpochs(outdated.cardinality(), DataSize.ofBytes(packs.bytes(outdated)))
        .duration(meter.elapsed())
        .problems(
            deletion.failures().entrySet().stream()
                .map(failure -> new PruneProblem(failure.getKey(), failure.getValue()))
                .toList())
        .build();
  }
}
