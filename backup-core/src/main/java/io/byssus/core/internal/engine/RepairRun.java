package io.byssus.core.internal.engine;

import io.byssus.api.DataSize;
import io.byssus.api.event.Phase;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.LogDamage;
import io.byssus.core.internal.log.LogSettlement;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.OpenMark;
import io.byssus.core.internal.log.PackSet;
import io.byssus.core.internal.look.Watch;
import io.byssus.core.repair.RepairReport;
import io.byssus.core.repair.RepairStep;
import io.byssus.core.repair.RepairStep.Kind;
import io.byssus.crypto.Domain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Repairs a repository, domain by domain: the index from packs, packs from their parity or from
 * what is left of them, and snapshots at last.
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
  private long packsRead;
  private long bytesRead;

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
    StoredParity parity = StoredParity.of(repository.store());
    List<DomainRepair> domains = domains(state);
    meter.totalsFinal();
    meter.enter(Phase.CHECKING_DATA);
    domains.forEach(domain -> domain.run(parity));
    domains.forEach(this::count);
    if (mode == Mode.RUN) {
      takeOut(state, domains);
      meter.enter(Phase.LOOKING);
      domains.forEach(this::amend);
    }
    return report();
  }

  /** All begin at the same state, so that nothing is given up before all have rescued theirs. */
  private List<DomainRepair> domains(LogState state) {
    Watch watch = new Watch(meter, cancellation);
    return LongStream.concat(
            LongStream.of(Domain.FULL),
            state.domains().keySet().stream().mapToLong(Long::longValue).sorted())
        .mapToObj(domain -> new DomainRepair(repository, domain, state, mode, watch, steps))
        .toList();
  }

  private void count(DomainRepair domain) {
    packsRead += domain.packsRead();
    bytesRead += domain.bytesRead();
  }

  private void amend(DomainRepair domain) {
    new SnapshotAmendment(repository, domain.domain(), domain.damaged(), cancellation, steps)
        .run(amends(domain));
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

  private Snapshots amends(DomainRepair domain) {
    if (snapshots == Snapshots.AMEND && domain.mayHaveMore()) {
      left("snapshots", "snapshots stay as they are while packs can't be read");
      return Snapshots.LEAVE;
    }
    return snapshots;
  }

  private void left(String object, String message) {
    steps.add(new RepairStep(Kind.LEFT, object, message, List.of()));
  }

  /** Sees to it that damaged packs count no more, now that what they have is elsewhere. */
  private void takeOut(LogState begun, List<DomainRepair> domains) {
    PackSet damaged = givenUp(domains);
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
        domains.stream().flatMap(domain -> domain.standIns().stream()).toList();
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

  /** What is too much for a mark is left to the next repair. */
  private static PackSet givenUp(List<DomainRepair> domains) {
    Set<PackName> kept =
        domains.stream().flatMap(domain -> domain.kept().stream()).collect(Collectors.toSet());
    return PackSet.of(
        domains.stream()
            .flatMap(domain -> domain.givenUp().stream())
            .filter(name -> !kept.contains(name))
            .distinct()
            .limit(Change.Mark.MOST_PACKS)
            .map(PackName::key)
            .toList());
  }

  /** A repair that was cut short may have left its mark: a mark belongs to nobody. */
  private static boolean isOf(PackSet damaged, OpenMark mark) {
    return mark.segments().isEmpty() && mark.packs().minus(damaged).isEmpty();
  }

  /** From here on no other mark can take effect, so the packs that stand in stay. */
  private void decide(LogState begun, LogState marked, OpenMark mark, List<PackName> standIns) {
    try {
      DomainRepair.requireNoneGone(standIns, begun, marked);
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
