package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.event.Phase;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.core.check.Finding;
import io.byssus.core.check.Finding.Severity;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.execution.Stage;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.IndexedPack;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.log.LogDamage;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.StoredSnapshot;
import io.byssus.core.internal.store.Blobs;
import io.byssus.crypto.CryptoWarmUp;
import io.byssus.crypto.Domain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Checks a repository: the log, checkpoints, keys and index, the packs that the index names, the
 * packs' data as far as asked, and at last the trees of all snapshots, which tells the files that
 * damage touches.
 */
final class CheckRun {
  private final OpenRepository repository;
  private final CheckRequest request;
  private final ProgressMeter meter;
  private final Cancellation cancellation;
  private final VerifiedPacks verified;
  private final Findings findings = new Findings();
  private final Set<String> unusableSegments = new HashSet<>();

  /**
   * What was found.
   *
   * @param state of the log that was checked
   * @param snapshots how many there are
   * @param packs how many there are
   * @param findings what is wrong
   */
  record Result(LogState state, int snapshots, int packs, List<Finding> findings) {
    boolean hasErrors() {
      return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }
  }

  CheckRun(
      OpenRepository repository,
      CheckRequest request,
      ProgressMeter meter,
      Cancellation cancellation,
      VerifiedPacks verified) {
    this.repository = repository;
    this.request = request;
    this.meter = meter;
    this.cancellation = cancellation;
    this.verified = verified;
  }

  Result run() {
    if (request.readData().value() > 0) {
      CryptoWarmUp.inBackground();
    }
    meter.enter(Phase.CHECKING_STRUCTURE);
    LogState replayed = repository.log().verify(this::report);
    LogState state = checkLog(replayed);
    new KeyCheck(repository, findings).run(state, replayed.removedHolders());
    ChunkIndex index = checkIndex(state);
    StoredParity parity = StoredParity.of(repository.store());
    DamagedPacks damaged = checkPresence(state, index, parity);
    int snapshots = readPacksAndWalk(sample(index, damaged), state, index, parity, damaged);
    return new Result(state, snapshots, index.packs().size(), findings.list());
  }

  private LogState checkLog(LogState replayed) {
    replayed.damage().forEach(this::report);
    // A checkpoint may know what a damaged log entry said: the state in use counts.
    return replayed.damage().isEmpty() ? replayed : repository.state();
  }

  private void report(LogDamage damage) {
    if (damage.rebuilt()) {
      findings.warning(damage.object(), damage.message());
    } else {
      findings.error(damage.object(), damage.message());
    }
  }

  private ChunkIndex checkIndex(LogState state) {
    ChunkIndex.Builder builder = new ChunkIndex.Builder(pack -> state.isCondemned(pack.key()));
    for (long domain : state.domainsWithSegments()) {
      for (String segment : state.segments(domain).stream().sorted().toList()) {
        cancellation.check();
        addTo(builder, domain, segment);
      }
    }
    Blobs.forEach(
        repository.store(),
        IndexLoader.PREFIX,
        info -> {
          String segment = info.key().lastSegment();
          // What pruners dropped is deleted when their grace period is over.
          if (!state.segments().contains(segment) && !state.isCondemned(segment)) {
            findings.warning(info.key().value(), unnamed(state));
          }
        });
    return builder.build();
  }

  /** What nobody named can't be told from what is named no more: the log's last entries may go. */
  private static String unnamed(LogState state) {
    return state.number() == 0
        ? "the log is empty, and index segments are there: the first backup was cut short, or the log"
            + " was lost"
        : "no log entry names this index segment: a run was cut short, or the log lost its last"
            + " entries";
  }

  private void addTo(ChunkIndex.Builder builder, long domain, String segment) {
    String key = IndexLoader.key(segment).value();
    try {
      Optional<byte[]> payload = repository.indexes().payload(domain, segment);
      if (payload.isPresent()) {
        builder.add(segment, domain, payload.get());
      } else {
        findings.warning(key, "a write-only host named this index segment, which is not its own");
      }
    } catch (DamagedRepositoryException | BlobNotFoundException e) {
      unusableSegments.add(key);
      findings.error(key, "the index segment can't be used: " + e.getMessage());
    }
  }

  private DamagedPacks checkPresence(LogState state, ChunkIndex index, StoredParity parity) {
    StoredPacks stored = StoredPacks.of(repository);
    DamagedPacks damaged = new DamagedPacks(index.packs().size());
    Set<BlobKey> named = new HashSet<>();
    state.condemned().forEach(gone -> gone.packs().stream().forEach(named::add));
    for (int i = 0; i < index.packs().size(); i++) {
      IndexedPack pack = index.packs().get(i);
      BlobKey key = pack.name().key();
      named.add(key);
      Optional<String> problem = stored.problem(key, pack.length());
      if (problem.isPresent()) {
        damaged.whole(i);
        findings.error(key.value(), problem.get());
      }
    }
    long unnamed = stored.beside(named);
    if (unnamed > 0 && findings.list().stream().noneMatch(f -> f.object().startsWith("index/"))) {
      findings.warning(
          PackName.PREFIX,
          unnamed + " packs are in no index: runs were cut short, or are under way");
    }
    checkParity(state, index, parity, stored);
    return damaged;
  }

  private void checkParity(
      LogState state, ChunkIndex index, StoredParity parity, StoredPacks stored) {
    // A repair leaves what hosts stored to them.
    long without =
        index.packs().stream()
            .filter(pack -> pack.domain() == Domain.FULL && !parity.has(pack.name()))
            .count();
    if (state.parity().isPresent() && without > 0) {
      findings.warning(PackName.PARITY_PREFIX, without + " packs have no parity: a repair adds it");
    }
    int left = parity.beside(stored.keys()).size();
    if (left > 0) {
      findings.warning(
          PackName.PARITY_PREFIX, left + " parity blobs are of packs that are not there");
    }
  }

  private List<IndexedPack> sample(ChunkIndex index, DamagedPacks damaged) {
    List<IndexedPack> candidates = new ArrayList<>();
    for (int i = 0; i < index.packs().size(); i++) {
      if (!damaged.isWhole(i)) {
        candidates.add(index.packs().get(i));
      }
    }
    Collections.shuffle(candidates, ThreadLocalRandom.current());
    candidates.sort(Comparator.comparing(pack -> !verified.isSound(pack)));
    int count = (int) Math.ceil(request.readData().value() * candidates.size());
    List<IndexedPack> sample =
        candidates.subList(0, count).stream().filter(pack -> !verified.isSound(pack)).toList();
    sample.forEach(pack -> meter.expect(1, pack.length()));
    meter.totalsFinal();
    return sample;
  }

  /**
   * Reads packs while this thread walks the snapshots. Where the reading finds damage, they are
   * walked once more, to tell the files that it touches.
   */
  private int readPacksAndWalk(
      List<IndexedPack> sample,
      LogState state,
      ChunkIndex index,
      StoredParity parity,
      DamagedPacks damaged) {
    try (Stage<IndexedPack> reading = reading(sample.size(), index, parity, damaged)) {
      meter.enter(Phase.CHECKING_DATA);
      sample.forEach(reading::put);
      int before = damaged.found();
      Findings walked = new Findings();
      int snapshots = walk(state, index, damaged, walked);
      reading.finish();
      if (damaged.found() != before) {
        walked = new Findings();
        snapshots = walk(state, index, damaged, walked);
      }
      findings.addAll(walked);
      tellWhatHealed(index, damaged, !walked.hasErrors());
      return snapshots;
    }
  }

  /** Damage that backups have made up for since costs nothing any more, and is no error. */
  private void tellWhatHealed(ChunkIndex index, DamagedPacks damaged, boolean everyFileIsThere) {
    findings.harmless(
        damaged.healed(index).stream()
            .mapToObj(pack -> index.packs().get(pack).name().toString())
            .collect(Collectors.toSet()),
        "nothing is lost, because other packs have a copy of each of its chunks");
    if (everyFileIsThere) {
      findings.harmless(
          unusableSegments,
          "nothing is lost, because every file of every snapshot is found without it");
    }
  }

  private int walk(LogState state, ChunkIndex index, DamagedPacks damaged, Findings into) {
    return state.snapshots().values().stream()
        .map(StoredSnapshot::domain)
        .distinct()
        .sorted()
        .map(index::in)
        .mapToInt(
            domain ->
                new SnapshotCheck(repository, state, domain, damaged, into, cancellation).run())
        .sum();
  }

  private Stage<IndexedPack> reading(
      int packs, ChunkIndex index, StoredParity parity, DamagedPacks damaged) {
    Map<IndexedPack, Integer> numbers = new HashMap<>();
    for (int i = 0; i < index.packs().size(); i++) {
      numbers.put(index.packs().get(i), i);
    }
    return new Stage<>(
        "check",
        repository.settings().processors(),
        packs + 1,
        () -> {
          PackVerifier verifier = new PackVerifier(repository, index, parity, findings);
          return new Stage.Worker<IndexedPack>() {
            @Override
            public void accept(IndexedPack pack) {
              cancellation.check();
              int number = numbers.getOrDefault(pack, -1);
              if (verifier.verify(pack, number, damaged)) {
                verified.sound(pack);
              }
              verified.read(pack);
              meter.done(1, pack.length());
            }

            @Override
            public void close() {
              verifier.close();
            }
          };
        });
  }
}
