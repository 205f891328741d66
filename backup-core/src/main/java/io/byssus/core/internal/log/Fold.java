package io.byssus.core.internal.log;

import io.byssus.api.SnapshotId;
import io.byssus.core.internal.parity.ParityStrength;
import io.byssus.crypto.Domain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A {@link LogState} as entries are applied to it, one after the other. */
final class Fold {
  /** Stands for the hash of an entry that is there and can't be read: no blob has it. */
  private static final String UNREAD_HASH = "f".repeat(64);

  /** Stands for the hash of an entry that is missing, or too large for one: no blob has it. */
  static final String NO_HASH = "0".repeat(64);

  long number;
  String hash = "";
  long began;
  long lastGap;
  final Map<Long, Set<String>> segments = new LinkedHashMap<>();
  final Map<Long, HostDomain> domains = new LinkedHashMap<>();
  final Set<String> features = new TreeSet<>();
  final Map<SnapshotId, StoredSnapshot> snapshots = new LinkedHashMap<>();
  final Map<String, Holder> holders = new LinkedHashMap<>();
  final Set<String> removedHolders = new LinkedHashSet<>();
  final List<LogDamage> damage = new ArrayList<>();
  final List<LogGap> gaps = new ArrayList<>();

  /**
   * The hashes of blobs that say nothing, or are a host's and not in their place, by their numbers:
   * damage that those who hold the keys may settle.
   */
  final NavigableMap<Long, String> doubtful = new TreeMap<>();

  long settled;
  final List<Condemned> history = new ArrayList<>();
  Pruning pruning = Pruning.NONE;
  Optional<ParityStrength> parity = Optional.empty();
  boolean unread;
  int epoch = 1;
  long epochCreated;

  long number() {
    return number;
  }

  String hash() {
    return hash;
  }

  boolean tailUnread() {
    return isUnread(hash);
  }

  static boolean isUnread(String hash) {
    return hash.equals(UNREAD_HASH);
  }

  /** Goes on to the next number, whose blob has a hash, whether it is valid or not. */
  void step(String entryHash) {
    number++;
    hash = entryHash;
  }

  /** Goes on to the next number, whose blob can't be read. */
  void stepUnread() {
    step(UNREAD_HASH);
    lastGap = number;
    unread = true;
  }

  /** Goes on to a number whose entry, and those before it, are missing. */
  void skipTo(long entryNumber) {
    LogGap last = gaps.isEmpty() ? null : gaps.get(gaps.size() - 1);
    if (last != null && last.next() == number + 1) {
      gaps.set(gaps.size() - 1, last.upTo(entryNumber + 1));
    } else {
      gaps.add(new LogGap(number + 1, entryNumber + 1, hash, epoch));
    }
    number = entryNumber;
    hash = NO_HASH;
    lastGap = number;
  }

  /** Notes that the damage of this entry may be settled by its hash. */
  void doubt() {
    doubtful.put(number, hash);
  }

  void apply(Change change) {
    if (change instanceof Change.Add add) {
      count(add.domain(), add.segments());
      pruning = pruning.added(add.run(), number);
    } else if (change instanceof Change.Commit commit) {
      commit(commit);
    } else if (change instanceof Change.Forget forget) {
      forget.snapshots().forEach(id -> snapshots.computeIfPresent(id, (i, s) -> unlessPinned(s)));
    } else if (change instanceof Change.Pin pin) {
      snapshots.computeIfPresent(pin.snapshot(), (id, s) -> s.withPin(pin.reason()));
    } else if (change instanceof Change.Unpin unpin) {
      snapshots.computeIfPresent(unpin.snapshot(), (id, s) -> s.withPin(null));
    } else if (change instanceof Change.Replace replace) {
      replace(replace);
    } else if (change instanceof Change.Mark mark) {
      pruning = pruning.marked(number, mark);
    } else if (change instanceof Change.Condemn condemn) {
      Condemned gone = pruning.condemnedBy(number, condemn, this::counts);
      pruning = pruning.decided(condemn.mark(), gone);
      remember(gone);
    } else if (change instanceof Change.Swept swept) {
      pruning = pruning.swept(swept.number());
    } else if (change instanceof Change.Hold hold) {
      pruning = pruning.holding(hold.run(), number);
    } else if (change instanceof Change.SetParity set) {
      parity = set.strength();
    } else if (change instanceof Change.Amend amend) {
      amend(amend);
    } else if (change instanceof Change.HolderAdded added) {
      holders.put(added.holder().id(), added.holder());
    } else if (change instanceof Change.HolderRemoved removed) {
      holders.remove(removed.id());
      removedHolders.add(removed.id());
    } else if (change instanceof Change.EpochBegun begun) {
      begin(begun);
    } else if (change instanceof Change.DomainBegun begun) {
      begin(begun);
    } else if (change instanceof Change.Required required) {
      features.add(required.feature());
    } else if (change instanceof Change.Voided voided) {
      settle(voided);
    }
  }

  /** What has another hash stays damage, and what is valid is not touched. */
  private void settle(Change.Voided voided) {
    voided
        .blobs()
        .forEach(
            (at, blob) -> {
              if (doubtful.remove(at, blob)) {
                String key = Log.entryKey(at).value();
                damage.removeIf(found -> found.object().equals(key));
              }
            });
    settled = number;
    if (voided.next() > 0) {
      number = voided.next() - 1;
      hash = NO_HASH;
    }
  }

  private void begin(Change.DomainBegun begun) {
    Holder holder = begun.holder();
    boolean taken =
        domains.values().stream()
            .anyMatch(d -> d.number() == begun.number() || d.author().equals(begun.author()));
    if (!taken) {
      holders.put(holder.id(), holder);
      HostDomain domain =
          new HostDomain(begun.number(), epoch, begun.author(), holder.id(), holder.label());
      domains.put(domain.number(), domain);
    }
  }

  /** Returns whether an entry names an index segment that counts, in whatever domain. */
  private boolean counts(String segment) {
    return segments.values().stream().anyMatch(names -> names.contains(segment));
  }

  private void begin(Change.EpochBegun begun) {
    inEpoch(begun.letter().epoch());
    epochCreated = begun.created();
    List<String> recipients = begun.letter().recipients();
    holders.keySet().stream().filter(id -> !recipients.contains(id)).forEach(removedHolders::add);
    holders.keySet().retainAll(recipients);
  }

  /** Goes on in an epoch that an entry belongs to: what begins it may have been lost. */
  void inEpoch(int entryEpoch) {
    epoch = Math.max(epoch, entryEpoch);
  }

  /**
   * A segment that its name was given away of, before its own author named it, counts in its own
   * domain all the same: each has names of its own.
   */
  private void count(long domain, List<String> names) {
    segments
        .computeIfAbsent(domain, d -> new LinkedHashSet<>())
        .addAll(pruning.notCondemned(names));
  }

  private void commit(Change.Commit commit) {
    count(commit.domain(), commit.segments());
    StoredSnapshot snapshot = StoredSnapshot.of(number, commit.snapshot());
    // Committing again what is there must not move it to the end, nor lose its pin.
    snapshots.putIfAbsent(snapshot.id(), snapshot);
    pruning = pruning.committed(commit.run());
  }

  private void amend(Change.Amend amend) {
    count(amend.domain(), amend.segments());
    StoredSnapshot amended = snapshots.get(amend.amended());
    if (amended != null && amended.domain() == amend.domain()) {
      snapshots.remove(amended.id());
      StoredSnapshot snapshot = StoredSnapshot.of(amended.entry(), amend.snapshot());
      snapshots.put(snapshot.id(), snapshot.withPin(amended.pin()));
    }
    pruning = pruning.committed(amend.run());
  }

  private void replace(Change.Replace replace) {
    count(replace.domain(), replace.segments());
    segments.values().forEach(names -> replace.dropped().forEach(names::remove));
    Condemned gone = new Condemned(number, PackSet.EMPTY, Set.copyOf(replace.dropped()));
    pruning = pruning.gone(gone).finished(replace.run());
    remember(gone);
  }

  private void remember(Condemned gone) {
    if (!gone.isEmpty()) {
      history.add(gone);
    }
  }

  private static @Nullable StoredSnapshot unlessPinned(StoredSnapshot snapshot) {
    return snapshot.pinned() ? snapshot : null;
  }

  private Map<SnapshotId, String> pins() {
    Map<SnapshotId, String> pins = new HashMap<>();
    snapshots.forEach(
        (id, snapshot) -> {
          String reason = snapshot.pin();
          if (reason != null) {
            pins.put(id, reason);
          }
        });
    return pins;
  }

  /** Returns whether nothing was found to be wrong so far with which something may be lost. */
  boolean whole() {
    return damage.stream().allMatch(LogDamage::rebuilt);
  }

  private static Map<Long, Set<String>> named(Map<Long, Set<String>> segments) {
    Map<Long, Set<String>> named = new HashMap<>(segments);
    named.values().removeIf(Set::isEmpty);
    return named;
  }

  /** Returns whether another one went the same way to the same entry. */
  boolean saysTheSameAs(Fold other) {
    return number == other.number
        && hash.equals(other.hash)
        && named(segments).equals(named(other.segments))
        && snapshots.keySet().equals(other.snapshots.keySet())
        && pins().equals(other.pins())
        && holders.equals(other.holders)
        && domains.equals(other.domains)
        && features.equals(other.features)
        && pruning.equals(other.pruning)
        && parity.equals(other.parity)
        && epoch == other.epoch
        && epochCreated == other.epochCreated;
  }

  void damaged(LogDamage found) {
    damage.add(found);
  }

  /** Takes the state of a checkpoint. */
  void restore(
      long entryNumber,
      String entryHash,
      List<String> segmentNames,
      List<StoredSnapshot> stored,
      List<Holder> keyHolders,
      Pruning said,
      Optional<ParityStrength> parityOfPacks,
      int saidEpoch,
      long saidEpochCreated) {
    number = entryNumber;
    hash = entryHash;
    began = entryNumber;
    segments.clear();
    segments.put(Domain.FULL, new LinkedHashSet<>(segmentNames));
    domains.clear();
    features.clear();
    snapshots.clear();
    stored.forEach(snapshot -> snapshots.put(snapshot.id(), snapshot));
    holders.clear();
    keyHolders.forEach(holder -> holders.put(holder.id(), holder));
    pruning = said;
    parity = parityOfPacks;
    epoch = saidEpoch;
    epochCreated = saidEpochCreated;
    history.clear();
  }

  LogState state() {
    return new LogState(this);
  }
}
