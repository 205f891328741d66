package io.byssus.core.internal.log;

import io.byssus.api.SnapshotId;
import io.byssus.api.store.BlobKey;
import io.byssus.core.internal.parity.ParityStrength;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the log says up to an entry: the fold over all entries. Immutable. */
public final class LogState {
  private final long number;
  private final String hash;
  private final Map<Long, Set<String>> segments;
  private final Set<String> allSegments;
  private final Map<Long, HostDomain> domains;
  private final Set<String> features;
  private final Map<SnapshotId, StoredSnapshot> snapshots;
  private final Map<String, Holder> holders;
  private final Set<String> removedHolders;
  private final List<LogDamage> damage;
  private final boolean unread;
  private final Pruning pruning;
  private final Optional<ParityStrength> parity;
  private final List<Condemned> history;
  private final long began;
  private final long lastGap;
  private final int epoch;
  private final long epochCreated;
  private final List<LogGap> gaps;
  private final NavigableMap<Long, String> doubtful;
  private final long settled;

  LogState(Fold fold) {
    this.number = fold.number;
    this.hash = fold.hash;
    this.segments =
        fold.segments.entrySet().stream()
            .filter(named -> !named.getValue().isEmpty())
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, named -> Set.copyOf(named.getValue())));
    this.allSegments =
        segments.size() == 1
            ? segments.values().iterator().next()
            : segments.values().stream()
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    this.domains = Map.copyOf(fold.domains);
    this.features = Set.copyOf(fold.features);
    this.snapshots = Map.copyOf(fold.snapshots);
    this.holders = Map.copyOf(fold.holders);
    this.removedHolders = Set.copyOf(fold.removedHolders);
    this.parity = fold.parity;
    this.damage = List.copyOf(fold.damage);
    this.unread = fold.unread;
    this.pruning = fold.pruning;
    this.history = List.copyOf(fold.history);
    this.began = fold.began;
    this.lastGap = fold.lastGap;
    this.epoch = fold.epoch;
    this.epochCreated = fold.epochCreated;
    this.gaps = List.copyOf(fold.gaps);
    this.doubtful = new TreeMap<>(fold.doubtful);
    this.settled = fold.settled;
  }

  /**
   * Returns the state before the first entry.
   *
   * @param configHash SHA-256 of the configuration
   * @param founders the first holders of keys
   */
  static LogState initial(String configHash, List<Holder> founders) {
    Fold fold = new Fold();
    fold.hash = configHash;
    founders.forEach(founder -> fold.holders.put(founder.id(), founder));
    return fold.state();
  }

  /** Returns the number of the last entry; 0 before the first. */
  public long number() {
    return number;
  }

  /** Returns the SHA-256 of the last entry, of the configuration before the first. */
  public String hash() {
    return hash;
  }

  /**
   * Returns the names of the index segments that are named as counting, in all domains. They may
   * list condemned packs.
   */
  public Set<String> segments() {
    return allSegments;
  }

  /**
   * Returns the names of the index segments that are named as counting in a domain. One that is of
   * another domain counts as little as one that is named nowhere.
   */
  public Set<String> segments(long domain) {
    return segments.getOrDefault(domain, Set.of());
  }

  /** Returns the domains in which segments are named, that of full holders first. */
  public List<Long> domainsWithSegments() {
    return segments.keySet().stream().sorted().toList();
  }

  /** Returns the domains of holders who only write, and of those who did, by their numbers. */
  public Map<Long, HostDomain> domains() {
    return domains;
  }

  /** Returns the domain of a holder who only writes, if the key file is of one. */
  public Optional<HostDomain> domainOf(String holder) {
    return domains.values().stream().filter(d -> d.holder().equals(holder)).findFirst();
  }

  /** Returns what a program has to know, by the log. */
  public Set<String> features() {
    return features;
  }

  /** Returns the snapshots that there are. */
  public Map<SnapshotId, StoredSnapshot> snapshots() {
    return snapshots;
  }

  /** Returns the mark that is open, if there is one. */
  public Optional<OpenMark> openMark() {
    return Optional.ofNullable(pruning.mark());
  }

  /** Returns whether nobody may rely on a pack any more, for it may go. */
  public boolean isMarked(BlobKey pack) {
    return openMark().map(mark -> mark.packs().contains(pack)).orElse(false);
  }

  /** Returns what is condemned or dropped and not swept, in the order of the entries. */
  public List<Condemned> condemned() {
    return pruning.condemned();
  }

  /** Returns whether a pack does not count, whatever segment lists it. */
  public boolean isCondemned(BlobKey pack) {
    return condemned().stream().anyMatch(gone -> gone.packs().contains(pack));
  }

  /** Returns whether an index segment does not count, whoever names it. */
  public boolean isCondemned(String segment) {
    return pruning.condemns(segment);
  }

  /** Returns the runs that hold, with the number of the entry of each that said so last. */
  public Map<String, Long> holds() {
    return pruning.holds();
  }

  /**
   * Returns the runs that added segments and neither committed nor replaced any since, with the
   * number of the last such entry of each: they are under way, or were cut short.
   */
  public Map<String, Long> unfinished() {
    return pruning.unfinished();
  }

  /** Returns the number of the entry that the fold began behind: 0, or a checkpoint's. */
  public long began() {
    return began;
  }

  /**
   * Returns what entries behind a number condemned or dropped, swept or not.
   *
   * @throws IllegalStateException if the fold began behind that number, and so can't know
   */
  public List<Condemned> condemnedSince(long from) {
    if (began > from) {
      throw new IllegalStateException(
          "what went since log entry " + from + " is not known to a fold that began at " + began);
    }
    return history.stream().filter(gone -> gone.entry() > from).toList();
  }

  /**
   * Returns the number of the last entry that was found missing or unreadable, and so may have been
   * a MARK; 0 if there is none.
   */
  public long lastGap() {
    return lastGap;
  }

  /** Returns the holders of keys by the names of their key files. */
  public Map<String, Holder> holders() {
    return holders;
  }

  /** Returns the epoch that entries are sealed in, from 1. */
  public int epoch() {
    return epoch;
  }

  /** Returns when the epoch began, in seconds since 1970; 0 for the first. */
  public long epochCreated() {
    return epochCreated;
  }

  /** Returns the key files whose removal was read: not those before a checkpoint. */
  public Set<String> removedHolders() {
    return removedHolders;
  }

  /** Returns how much parity new packs get; none if it is empty. */
  public Optional<ParityStrength> parity() {
    return parity;
  }

  /** Returns whether entries may be missing, so that more may be in use than is known. */
  public boolean incomplete() {
    return damage.stream().anyMatch(found -> !found.rebuilt());
  }

  /** Returns what was found to be wrong on the way here. */
  public List<LogDamage> damage() {
    return damage;
  }

  /** Returns whether an entry could not be read: reading the log anew may tell more. */
  public boolean unread() {
    return unread;
  }

  /** Returns whether the last entry could not be read, so that its hash is not known. */
  boolean tailUnread() {
    return Fold.isUnread(hash);
  }

  /** Returns which numbers are missing, ascending. */
  List<LogGap> gaps() {
    return gaps;
  }

  /** Returns the blobs whose damage may be settled: their hashes, by their numbers. */
  NavigableMap<Long, String> doubtful() {
    return Collections.unmodifiableNavigableMap(doubtful);
  }

  /** Returns the number of the last entry that settled something; 0 if there is none. */
  long settled() {
    return settled;
  }

  /** Returns a fold that goes on from here. */
  Fold resume() {
    Fold fold = new Fold();
    fold.number = number;
    fold.hash = hash;
    segments.forEach((domain, names) -> fold.segments.put(domain, new LinkedHashSet<>(names)));
    fold.domains.putAll(domains);
    fold.features.addAll(features);
    fold.snapshots.putAll(snapshots);
    fold.holders.putAll(holders);
    fold.removedHolders.addAll(removedHolders);
    fold.parity = parity;
    fold.damage.addAll(damage);
    fold.unread = unread;
    fold.pruning = pruning;
    fold.history.addAll(history);
    fold.began = began;
    fold.lastGap = lastGap;
    fold.epoch = epoch;
    fold.epochCreated = epochCreated;
    fold.gaps.addAll(gaps);
    fold.doubtful.putAll(doubtful);
    fold.settled = settled;
    return fold;
  }
}
