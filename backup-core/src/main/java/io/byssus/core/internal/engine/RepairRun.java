package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.DataSize;
import io.byssus.api.event.Phase;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.IndexedPack;
import io.byssus.core.internal.index.PackKind;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.Condemned;
import io.byssus.core.internal.log.LogDamage;
import io.byssus.core.internal.log.LogSettlement;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.OpenMark;
import io.byssus.core.internal.log.PackSet;
import io.byssus.core.internal.pack.PackSalvage;
import io.byssus.core.internal.pack.PackSettings;
import io.byssus.core.internal.pack.PackStore;
import io.byssus.core.internal.pack.PackWriter;
import io.byssus.core.internal.pack.RecordDecoder;
import io.byssus.core.repair.RepairReport;
import io.byssus.core.repair.RepairStep;
import io.byssus.core.repair.RepairStep.Kind;
import io.byssus.crypto.Domain;
import io.byssus.crypto.WriterRun;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Repairs a repository: the index from packs, packs from their parity or from what is left of them,
 * and snapshots at last.
 *
 * <p>What is rescued is stored and counts before a damaged pack ceases to: a repack, in the words
 * of {@code docs/protocol.md}, but for chunks that nobody has any more. Nothing but parity is ever
 * deleted, so that a repair which is cut short anywhere is just run again.
 */
final class RepairRun {
  private final OpenRepository repository;
  private final Mode mode;
  private final Snapshots snapshots;
  private final Entries entries;
  private final ProgressMeter meter;
  private final Cancellation cancellation;
  private final List<RepairStep> steps = new ArrayList<>();
  private final Set<String> unusableSegments = new LinkedHashSet<>();
  private long packsRead;
  private long bytesRead;
  private final Set<PackName> unreadable = new HashSet<>();

  /** Whether anything is changed. */
  enum Mode {
    /** It is only told what would be done. */
    PLAN,
    /** It is done. */
    RUN
  }

  /** What becomes of snapshots with files that are lost. */
  enum Snapshots {
    /** A backup may make them whole. */
    LEAVE,
    /** They are replaced by snapshots without those files. */
    AMEND
  }

  /** What becomes of what is wrong with the log. */
  enum Entries {
    /** Somebody puts entries back from a copy. */
    LEAVE,
    /** It is declared to say nothing. */
    VOID
  }

  /** A pack to be looked at. */
  private record Suspect(PackName name, PackKind kind, long length, int number) {}

  RepairRun(
      OpenRepository repository,
      Mode mode,
      Snapshots snapshots,
      Entries entries,
      ProgressMeter meter,
      Cancellation cancellation) {
    this.repository = repository;
    this.mode = mode;
    this.snapshots = snapshots;
    this.entries = entries;
    this.meter = meter;
    this.cancellation = cancellation;
  }

  RepairReport run() {
    meter.enter(Phase.CHECKING_STRUCTURE);
    if (entries == Entries.VOID && settleLog() && mode == Mode.PLAN) {
      left("packs and snapshots", "what would be done to them is told when the log is whole");
      return report();
    }
    LogState state = repository.state();
    WholeLog.require(repository, state, "repaired");
    if (!state.domains().isEmpty()) {
      left("write-only hosts", "what they stored is not looked at: a check tells of damage to it");
    }
    ChunkIndex index = usableIndex(state);
    StoredParity parity = StoredParity.of(repository.store());
    BitSet given = new BitSet();
    List<Suspect> suspects = suspects(state, index, given);
    suspects.forEach(suspect -> meter.expect(1, suspect.length()));
    meter.totalsFinal();
    meter.enter(Phase.CHECKING_DATA);
    List<Suspect> damaged;
    try (WriterRun run = repository.keys().startRun(repository.configuration().suite());
        PackSalvage salvage =
            new PackSalvage(repository.keys(), new RecordDecoder(repository.codecs()))) {
      RepairIndex segments = new RepairIndex(repository);
      damaged = survey(suspects, state, parity, salvage, segments, given);
      PackRescue rescue = rescue(run, damaged, index, given, parity, salvage, segments, state);
      if (mode == Mode.RUN) {
        enter(run.name(), state, segments);
        takeOut(state, index, given, rescue, segments.packs());
      }
    }
    if (mode == Mode.RUN) {
      meter.enter(Phase.LOOKING);
      Set<PackName> names = damaged.stream().map(Suspect::name).collect(Collectors.toSet());
      new SnapshotAmendment(repository, names, cancellation, steps).run(amends());
    }
    return report();
  }

  private RepairReport report() {
    return RepairReport.builder()
        .steps(steps)
        .read(packsRead, DataSize.ofBytes(bytesRead))
        .duration(meter.elapsed())
        .build();
  }

  /** Returns whether there was something to be settled. */
  private boolean settleLog() {
    LogState found = repository.log().replay();
    LogSettlement.requireSettleable(found);
    for (LogDamage damage : found.damage()) {
      if (!damage.rebuilt()) {
        String said = damage.message() + "; nothing is to be expected of it any more";
        steps.add(new RepairStep(Kind.ENTRY_VOIDED, damage.object(), said, List.of()));
      }
    }
    if (mode == Mode.RUN) {
      repository.log().settle();
    }
    return found.incomplete();
  }

  private Snapshots amends() {
    if (snapshots == Snapshots.AMEND && !unreadable.isEmpty()) {
      left("snapshots", "snapshots stay as they are while packs can't be read");
      return Snapshots.LEAVE;
    }
    return snapshots;
  }

  private void left(String object, String message) {
    steps.add(new RepairStep(Kind.LEFT, object, message, List.of()));
  }

  private ChunkIndex usableIndex(LogState state) {
    ChunkIndex.Builder builder = new ChunkIndex.Builder();
    for (String segment : state.segments(Domain.FULL).stream().sorted().toList()) {
      cancellation.check();
      try {
        repository
            .indexes()
            .payload(Domain.FULL, segment)
            .ifPresent(payload -> builder.add(segment, payload));
      } catch (DamagedRepositoryException | BlobNotFoundException e) {
        unusableSegments.add(segment);
      }
    }
    return builder.build();
  }

  /** Returns the packs to be read: what counts, and, if the index has a gap, what may be in it. */
  private List<Suspect> suspects(LogState state, ChunkIndex index, BitSet given) {
    List<Suspect> suspects = new ArrayList<>();
    Set<PackName> listed = new LinkedHashSet<>();
    for (int i = 0; i < index.packs().size(); i++) {
      IndexedPack pack = index.packs().get(i);
      if (state.isCondemned(pack.name().key())) {
        given.set(i);
      } else if (listed.add(pack.name())) {
        suspects.add(new Suspect(pack.name(), pack.kind(), pack.length(), i));
      }
    }
    if (!unusableSegments.isEmpty()) {
      List<Condemned> gone = repository.log().replay().condemnedSince(0);
      for (BlobKey key : StoredPacks.of(repository).keys()) {
        Optional<PackName> name = PackName.parse(key);
        if (name.isPresent()
            && !listed.contains(name.get())
            && gone.stream().noneMatch(c -> c.packs().contains(key))) {
          long length = repository.store().stat(key).map(BlobInfo::length).orElse(0L);
          suspects.add(new Suspect(name.get(), PackKind.DATA, length, -1));
        }
      }
    }
    return suspects;
  }

  /** Reads all packs; returns those that are damaged, and lists those that nobody listed. */
  private List<Suspect> survey(
      List<Suspect> suspects,
      LogState state,
      StoredParity parity,
      PackSalvage salvage,
      RepairIndex segments,
      BitSet given) {
    PackSurvey survey = new PackSurvey(repository.store(), parity, state.parity(), mode, steps);
    List<Suspect> damaged = new ArrayList<>();
    int listedAnew = 0;
    for (Suspect suspect : suspects) {
      cancellation.check();
      Optional<byte[]> found = read(suspect);
      if (suspect.number() < 0 && found.filter(b -> Domain.of(b) != Domain.FULL).isPresent()) {
        meter.done(1, suspect.length());
        continue; // a host's, whose index says what it has
      }
      PackSurvey.Verdict verdict = survey.judge(suspect.name(), found);
      if (verdict == PackSurvey.Verdict.DAMAGED) {
        damaged.add(suspect);
        if (suspect.number() >= 0) {
          given.set(suspect.number());
        }
      } else if (verdict == PackSurvey.Verdict.UNREADABLE) {
        unreadable.add(suspect.name());
      } else if (suspect.number() < 0 && found.isPresent()) {
        listedAnew += list(suspect, found.get(), salvage, segments);
      }
      meter.done(1, suspect.length());
    }
    for (String segment : unusableSegments) {
      steps.add(
          new RepairStep(
              Kind.INDEX_REBUILT,
              IndexLoader.key(segment).value(),
              "the segment can't be used; "
                  + listedAnew
                  + " packs that no other one lists are read",
              List.of()));
    }
    return damaged;
  }

  private int list(Suspect suspect, byte[] bytes, PackSalvage salvage, RepairIndex segments) {
    try {
      var contents = salvage.contents(suspect.name(), bytes);
      if (mode == Mode.RUN) {
        segments.stored(contents);
      }
      return 1;
    } catch (DamagedRepositoryException e) {
      left(suspect.name().toString(), String.valueOf(e.getMessage()));
      return 0;
    }
  }

  private Optional<byte[]> read(Suspect suspect) {
    Optional<byte[]> found =
        FoundBytes.read(repository.store(), suspect.name().key(), suspect.length());
    packsRead++;
    bytesRead += found.map(bytes -> bytes.length).orElse(0);
    return found;
  }

  private PackRescue rescue(
      WriterRun run,
      List<Suspect> damaged,
      ChunkIndex index,
      BitSet given,
      StoredParity parity,
      PackSalvage salvage,
      RepairIndex segments,
      LogState state) {
    if (mode == Mode.PLAN || damaged.isEmpty()) {
      return rescue(null, damaged, index, given, parity, salvage);
    }
    meter.enter(Phase.STORING);
    PackSettings settings = PackSettings.forHeap(1, Runtime.getRuntime().maxMemory());
    try (PackWriter packs =
        new PackWriter(run, PackStore.in(repository.store(), state.parity()), settings, segments)) {
      PackRescue rescue = rescue(packs, damaged, index, given, parity, salvage);
      packs.finish();
      return rescue;
    }
  }

  private PackRescue rescue(
      @Nullable PackWriter packs,
      List<Suspect> damaged,
      ChunkIndex index,
      BitSet given,
      StoredParity parity,
      PackSalvage salvage) {
    PackRescue rescue =
        new PackRescue(index, given, numbers(index, unreadable), parity, salvage, packs);
    for (Suspect suspect : damaged) {
      cancellation.check();
      byte[] found = read(suspect).orElse(new byte[0]);
      PackKind kind = suspect.number() < 0 ? PackSalvage.kind(found) : suspect.kind();
      steps.add(rescue.rescue(suspect.name(), kind, suspect.number(), found, suspect.length()));
    }
    return rescue;
  }

  private static BitSet numbers(ChunkIndex index, Set<PackName> packs) {
    BitSet numbers = new BitSet();
    for (int i = 0; i < index.packs().size(); i++) {
      numbers.set(i, packs.contains(index.packs().get(i).name()));
    }
    return numbers;
  }

  /** Makes what was stored, or found, count. */
  private void enter(String run, LogState begun, RepairIndex segments) {
    List<String> names = segments.finish();
    if (names.isEmpty() && unusableSegments.isEmpty()) {
      return;
    }
    Change change =
        unusableSegments.isEmpty()
            ? new Change.Add(run, names)
            : new Change.Replace(run, names, List.copyOf(unusableSegments));
    repository
        .log()
        .append(
            repository.state(),
            change,
            tail -> {
              WholeLog.require(repository, tail, "repaired");
              requireNoneGone(segments.packs(), begun, tail);
              requireNoneTaken(names, begun, tail);
            });
  }

  private static void requireNoneGone(Collection<PackName> packs, LogState begun, LogState tail) {
    PackSet relied = PackSet.of(packs.stream().map(PackName::key).toList());
    for (Condemned gone : tail.condemnedSince(begun.number())) {
      if (!gone.packs().intersect(relied).isEmpty()) {
        throw new RepairOvertakenException(gone.packs().intersect(relied).get(0));
      }
    }
  }

  /** A segment that no entry had named may have been taken for an orphan (R23). */
  static void requireNoneTaken(Collection<String> segments, LogState begun, LogState tail) {
    for (Condemned gone : tail.condemnedSince(begun.number())) {
      for (String segment : segments) {
        if (gone.segments().contains(segment)) {
          throw new RepairOvertakenException(IndexLoader.key(segment));
        }
      }
    }
  }

  /** Sees to it that damaged packs count no more, now that what they have is elsewhere. */
  private void takeOut(
      LogState begun, ChunkIndex index, BitSet given, PackRescue rescue, List<PackName> stored) {
    PackSet damaged =
        PackSet.of(
            given.stream()
                .mapToObj(i -> index.packs().get(i).name())
                .map(PackName::key)
                .filter(key -> !begun.isCondemned(key))
                .toList());
    if (damaged.isEmpty()) {
      return;
    }
    if (repository.configuration().writers() == Configuration.Writers.ONE) {
      left(
          PackName.PREFIX,
          "damaged packs stay in the index, because the store takes only one writer at a time");
      return;
    }
    List<PackName> standIns =
        rescue.standIns().stream()
            .mapToObj(i -> index.packs().get(i).name())
            .collect(Collectors.toCollection(ArrayList::new));
    standIns.addAll(stored);
    LogState marked =
        repository
            .log()
            .append(
                repository.state(),
                tail -> {
                  WholeLog.require(repository, tail, "repaired");
                  return tail.openMark().isEmpty()
                      ? Optional.of(new Change.Mark(damaged, List.of()))
                      : Optional.empty();
                });
    Optional<OpenMark> mark = marked.openMark().filter(open -> isOf(damaged, open));
    if (mark.isEmpty()) {
      left(
          PackName.PREFIX,
          "damaged packs stay in the index until the prune is finished that is under way, or was"
              + " cut short: run a prune, then repair again");
      return;
    }
    decide(begun, marked, mark.get(), standIns);
  }

  /** A repair that was cut short may have left its mark: a mark belongs to nobody. */
  private static boolean isOf(PackSet damaged, OpenMark mark) {
    return mark.segments().isEmpty() && mark.packs().minus(damaged).isEmpty();
  }

  /** From here on no other mark can take effect, so the packs that stand in stay. */
  private void decide(LogState begun, LogState marked, OpenMark mark, List<PackName> standIns) {
    try {
      requireNoneGone(standIns, begun, marked);
    } catch (RepairOvertakenException e) {
      condemn(marked, mark.number(), PackSet.EMPTY);
      throw e;
    }
    condemn(marked, mark.number(), mark.packs());
  }

  private void condemn(LogState state, long mark, PackSet packs) {
    repository
        .log()
        .append(
            state,
            tail ->
                tail.openMark().filter(open -> open.number() == mark).isPresent()
                    ? Optional.of(new Change.Condemn(mark, packs, List.of()))
                    : Optional.empty());
  }
}
