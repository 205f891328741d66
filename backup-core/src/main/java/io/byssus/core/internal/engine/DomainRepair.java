package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.IndexedPack;
import io.byssus.core.internal.index.PackKind;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.Condemned;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.PackSet;
import io.byssus.core.internal.look.Watch;
import io.byssus.core.internal.pack.MissingCodecException;
import io.byssus.core.internal.pack.PackSalvage;
import io.byssus.core.internal.pack.PackSettings;
import io.byssus.core.internal.pack.PackStore;
import io.byssus.core.internal.pack.PackWriter;
import io.byssus.core.internal.pack.RecordDecoder;
import io.byssus.core.repair.RepairStep;
import io.byssus.core.repair.RepairStep.Kind;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.Domain;
import io.byssus.crypto.RepositoryKeys;
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
 * Repairs the index and the packs of a domain, up to where damaged packs could cease to count.
 *
 * <p>What a write-only host says is not believed: its index may list packs of others and with wrong
 * lengths, and what it stored may be anything. No pack is given up for such a word.
 */
final class DomainRepair {
  private final OpenRepository repository;
  private final long domain;
  private final RepositoryKeys keys;
  private final LogState begun;
  private final RepairRun.Mode mode;
  private final Watch watch;
  private final List<RepairStep> steps;
  private final RepairIndex segments;
  private final Set<String> unusableSegments = new LinkedHashSet<>();
  private final ChunkIndex index;
  private final BitSet given = new BitSet();
  private final List<Suspect> suspects;
  private final List<Suspect> damaged = new ArrayList<>();
  private final Set<PackName> unreadable = new HashSet<>();
  private final Set<PackName> kept = new HashSet<>();
  private List<PackName> standIns = List.of();
  private long packsRead;
  private long bytesRead;

  /** A pack to be looked at. */
  private record Suspect(PackName name, PackKind kind, long length, int number) {}

  /**
   * Loads the index, and tells the watch how much is to be read.
   *
   * @param begun what the log says
   * @param steps takes what is done
   */
  DomainRepair(
      OpenRepository repository,
      long domain,
      LogState begun,
      RepairRun.Mode mode,
      Watch watch,
      List<RepairStep> steps) {
    this.repository = repository;
    this.domain = domain;
    this.keys = repository.keys(domain);
    this.begun = begun;
    this.mode = mode;
    this.watch = watch;
    this.steps = steps;
    this.segments = new RepairIndex(repository, domain);
    this.index = usableIndex();
    this.suspects = suspects();
    suspects.forEach(suspect -> watch.meter().expect(1, suspect.length()));
  }

  long domain() {
    return domain;
  }

  /** Returns the packs that were found to be damaged, and of which no more can be read. */
  Set<PackName> damaged() {
    return damaged.stream()
        .map(Suspect::name)
        .filter(name -> !kept.contains(name))
        .collect(Collectors.toSet());
  }

  /** Returns the packs that nothing is needed of any more, if the packs that stand in stay. */
  List<PackName> givenUp() {
    return given.stream()
        .mapToObj(i -> index.packs().get(i).name())
        .filter(name -> !begun.isCondemned(name.key()))
        .toList();
  }

  /** Returns the packs that have what can be read of those that are given up. */
  List<PackName> standIns() {
    return standIns;
  }

  /** Returns packs that may not be given up by any domain: this one opens more than it can read. */
  Set<PackName> kept() {
    return kept;
  }

  /** Returns whether there are packs of which a repair on another day may have more. */
  boolean mayHaveMore() {
    return !unreadable.isEmpty() || !kept.isEmpty();
  }

  long packsRead() {
    return packsRead;
  }

  long bytesRead() {
    return bytesRead;
  }

  /** Reads the packs, stores again what is sound in damaged ones, and makes it count. */
  void run(StoredParity parity) {
    try (WriterRun run = keys.startRun(repository.configuration().suite());
        PackSalvage salvage = new PackSalvage(keys, new RecordDecoder(repository.codecs()))) {
      survey(parity, salvage);
      PackRescue rescue = rescue(run, parity, salvage);
      if (mode == RepairRun.Mode.RUN) {
        enter(run.name());
        standIns =
            rescue.standIns().stream()
                .mapToObj(i -> index.packs().get(i).name())
                .collect(Collectors.toCollection(ArrayList::new));
        standIns.addAll(segments.packs());
      }
    }
  }

  private void left(PackName pack, String message) {
    steps.add(new RepairStep(Kind.LEFT, pack.toString(), message, List.of()));
  }

  private ChunkIndex usableIndex() {
    ChunkIndex.Builder builder = new ChunkIndex.Builder();
    for (String segment : begun.segments(domain).stream().sorted().toList()) {
      watch.check();
      try {
        repository
            .indexes()
            .payload(domain, segment)
            .ifPresent(payload -> builder.add(segment, domain, payload));
      } catch (DamagedRepositoryException | BlobNotFoundException e) {
        if (unusableSegments.size() < Change.Replace.MOST) { // the next repair takes the others
          unusableSegments.add(segment);
        }
      }
    }
    return builder.build().in(domain);
  }

  /** Returns the packs to be read: what counts, and, if the index has a gap, what may be in it. */
  private List<Suspect> suspects() {
    List<Suspect> found = new ArrayList<>();
    Set<PackName> listed = new LinkedHashSet<>();
    for (int i = 0; i < index.packs().size(); i++) {
      IndexedPack pack = index.packs().get(i);
      if (begun.isCondemned(pack.name().key())) {
        given.set(i);
      } else if (listed.add(pack.name())) {
        found.add(new Suspect(pack.name(), pack.kind(), pack.length(), i));
      }
    }
    if (!unusableSegments.isEmpty()) {
      found.addAll(unlisted(listed));
    }
    return found;
  }

  private List<Suspect> unlisted(Set<PackName> listed) {
    List<Suspect> found = new ArrayList<>();
    List<Condemned> gone = repository.log().replay().condemnedSince(0);
    for (BlobKey key : StoredPacks.of(repository).keys()) {
      Optional<PackName> name = PackName.parse(key);
      if (name.isPresent()
          && !listed.contains(name.get())
          && gone.stream().noneMatch(c -> c.packs().contains(key))) {
        long length = repository.store().stat(key).map(BlobInfo::length).orElse(0L);
        found.add(new Suspect(name.get(), PackKind.DATA, length, -1));
      }
    }
    return found;
  }

  /** Reads all packs, tells those that are damaged, and lists those that nobody listed. */
  private void survey(StoredParity parity, PackSalvage salvage) {
    PackSurvey survey = new PackSurvey(repository.store(), parity, begun.parity(), mode, steps);
    int listedAnew = 0;
    for (Suspect suspect : suspects) {
      watch.check();
      Optional<byte[]> found = read(suspect);
      if (!isOfAnother(suspect, found)) {
        PackSurvey.Verdict verdict = survey.judge(suspect.name(), found);
        if (verdict == PackSurvey.Verdict.DAMAGED) {
          damaged.add(suspect);
        } else if (verdict == PackSurvey.Verdict.UNREADABLE) {
          unreadable.add(suspect.name());
        } else if (suspect.number() < 0 && found.isPresent()) {
          listedAnew += list(suspect, found.get(), salvage);
        }
      }
      watch.meter().done(1, suspect.length());
    }
    given.or(numbers(damaged()));
    tellRebuilt(listedAnew);
  }

  /**
   * Returns whether a pack belongs to another domain, whose own index says what it has. One that a
   * host lists with less than there is may be whole, too.
   */
  private boolean isOfAnother(Suspect suspect, Optional<byte[]> found) {
    if (found.isEmpty() || Domain.of(found.get()) == domain) {
      return false;
    }
    boolean believed = suspect.number() >= 0 && domain == Domain.FULL;
    return !believed
        && (suspect.number() < 0 || isNamedSo(suspect.name(), found.get()) || isLonger(suspect));
  }

  private static boolean isNamedSo(PackName pack, byte[] bytes) {
    return DigestAlgorithm.SHA_256.hex(bytes, 0, bytes.length).equals(pack.sha256());
  }

  private boolean isLonger(Suspect suspect) {
    return repository
        .store()
        .stat(suspect.name().key())
        .filter(info -> info.length() > suspect.length())
        .isPresent();
  }

  private void tellRebuilt(int listedAnew) {
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
  }

  private int list(Suspect suspect, byte[] bytes, PackSalvage salvage) {
    try {
      var contents = salvage.contents(suspect.name(), bytes);
      if (mode == RepairRun.Mode.RUN) {
        segments.stored(contents);
      }
      return 1;
    } catch (MissingCodecException e) {
      keepHosts(suspect, e);
    } catch (DamagedRepositoryException e) {
      left(suspect.name(), String.valueOf(e.getMessage()));
    }
    return 0;
  }

  /** A host could stop every repair by naming a codec that there is not. */
  private void keepHosts(Suspect suspect, MissingCodecException failure) {
    if (domain == Domain.FULL) {
      throw failure;
    }
    kept.add(suspect.name());
    left(suspect.name(), "nothing is given up: " + failure.getMessage());
  }

  private Optional<byte[]> read(Suspect suspect) {
    Optional<byte[]> found =
        FoundBytes.read(repository.store(), suspect.name().key(), suspect.length());
    packsRead++;
    bytesRead += found.map(bytes -> bytes.length).orElse(0);
    return found;
  }

  private PackRescue rescue(WriterRun run, StoredParity parity, PackSalvage salvage) {
    if (mode == RepairRun.Mode.PLAN || damaged.isEmpty()) {
      return rescue((PackWriter) null, parity, salvage);
    }
    PackSettings settings = PackSettings.forHeap(1, Runtime.getRuntime().maxMemory());
    try (PackWriter packs =
        new PackWriter(run, PackStore.in(repository.store(), begun.parity()), settings, segments)) {
      PackRescue rescue = rescue(packs, parity, salvage);
      packs.finish();
      return rescue;
    }
  }

  private PackRescue rescue(@Nullable PackWriter packs, StoredParity parity, PackSalvage salvage) {
    PackRescue rescue = new PackRescue(index, given, numbers(unreadable), parity, salvage, packs);
    for (Suspect suspect : damaged) {
      watch.check();
      byte[] found = read(suspect).orElse(new byte[0]);
      PackKind kind = suspect.number() < 0 ? PackSalvage.kind(found) : suspect.kind();
      try {
        steps.add(rescue.rescue(suspect.name(), kind, suspect.number(), found, suspect.length()));
      } catch (MissingCodecException e) {
        keepHosts(suspect, e);
      }
    }
    return rescue;
  }

  private BitSet numbers(Set<PackName> packs) {
    BitSet numbers = new BitSet();
    for (int i = 0; i < index.packs().size(); i++) {
      numbers.set(i, packs.contains(index.packs().get(i).name()));
    }
    return numbers;
  }

  /** Makes what was stored, or found, count. */
  private void enter(String run) {
    List<String> names = segments.finish();
    if (names.isEmpty() && unusableSegments.isEmpty()) {
      return;
    }
    Change change =
        unusableSegments.isEmpty()
            ? new Change.Add(run, names, domain)
            : new Change.Replace(run, names, List.copyOf(unusableSegments), domain);
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

  /** What a repair relies on may not have been condemned since it began (R22, R24). */
  static void requireNoneGone(Collection<PackName> packs, LogState begun, LogState tail) {
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
}
