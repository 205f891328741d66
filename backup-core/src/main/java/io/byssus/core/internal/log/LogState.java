package io.byssus.core.internal.log;

import io.byssus.api.SnapshotId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the log says up to an entry: the fold over all entries. Immutable. */
public final class LogState {
  /** Stands for the hash of an entry that is there and can't be read: no blob has it. */
  private static final String UNREAD_HASH = "f".repeat(64);

  private final long number;
  private final String hash;
  private final Set<String> segments;
  private final Map<SnapshotId, StoredSnapshot> snapshots;
  private final Map<String, Holder> holders;
  private final Set<String> removedHolders;
  private final List<LogDamage> damage;
  private final boolean unread;

  private LogState(Fold fold) {
    this.number = fold.number;
    this.hash = fold.hash;
    this.segments = Set.copyOf(fold.segments);
    this.snapshots = Map.copyOf(fold.snapshots);
    this.holders = Map.copyOf(fold.holders);
    this.removedHolders = Set.copyOf(fold.removedHolders);
    this.damage = List.copyOf(fold.damage);
    this.unread = fold.unread;
  }

  /**
   * Returns the state before the first entry.
   *
   * @param configHash SHA-256 of the configuration
   * @param founder the first holder of keys
   */
  static LogState initial(String configHash, Holder founder) {
    Fold fold = new Fold();
    fold.hash = configHash;
    fold.holders.put(founder.id(), founder);
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

  /** Returns the names of the index segments that count. */
  public Set<String> segments() {
    return segments;
  }

  /** Returns the snapshots that there are. */
  public Map<SnapshotId, StoredSnapshot> snapshots() {
    return snapshots;
  }

  /** Returns the holders of keys by the names of their key files. */
  public Map<String, Holder> holders() {
    return holders;
  }

  /** Returns the key files whose removal was read: not those before a checkpoint. */
  public Set<String> removedHolders() {
    return removedHolders;
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
    return hash.equals(UNREAD_HASH);
  }

  /** Returns a fold that goes on from here. */
  Fold resume() {
    Fold fold = new Fold();
    fold.number = number;
    fold.hash = hash;
    fold.segments.addAll(segments);
    fold.snapshots.putAll(snapshots);
    fold.holders.putAll(holders);
    fold.removedHolders.addAll(removedHolders);
    fold.damage.addAll(damage);
    fold.unread = unread;
    return fold;
  }

  /** The state as entries are applied to it, one after the other. */
  static final class Fold {
    private long number;
    private String hash = "";
    private final Set<String> segments = new LinkedHashSet<>();
    private final Map<SnapshotId, StoredSnapshot> snapshots = new LinkedHashMap<>();
    private final Map<String, Holder> holders = new LinkedHashMap<>();
    private final Set<String> removedHolders = new LinkedHashSet<>();
    private final List<LogDamage> damage = new ArrayList<>();
    private boolean unread;

    long number() {
      return number;
    }

    String hash() {
      return hash;
    }

    boolean tailUnread() {
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
      unread = true;
    }

    /** Goes on to a number whose entry, and those before it, are missing. */
    void skipTo(long entryNumber, String noHash) {
      number = entryNumber;
      hash = noHash;
    }

    void apply(Change change) {
      if (change instanceof Change.Add add) {
        segments.addAll(add.segments());
      } else if (change instanceof Change.Commit commit) {
        segments.addAll(commit.segments());
        StoredSnapshot snapshot = StoredSnapshot.of(number, commit.snapshot());
        // Committing again what is there must not move it to the end, nor lose its pin.
        snapshots.putIfAbsent(snapshot.id(), snapshot);
      } else if (change instanceof Change.Forget forget) {
        forget.snapshots().forEach(id -> snapshots.computeIfPresent(id, (i, s) -> unlessPinned(s)));
      } else if (change instanceof Change.Pin pin) {
        snapshots.computeIfPresent(pin.snapshot(), (id, s) -> s.withPin(pin.reason()));
      } else if (change instanceof Change.Unpin unpin) {
        snapshots.computeIfPresent(unpin.snapshot(), (id, s) -> s.withPin(null));
      } else if (change instanceof Change.HolderAdded added) {
        holders.put(added.holder().id(), added.holder());
      } else if (change instanceof Change.HolderRemoved removed) {
        holders.remove(removed.id());
        removedHolders.add(removed.id());
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

    /** Returns whether nothing was found to be wrong so far. */
    boolean whole() {
      return damage.isEmpty();
    }

    /** Returns whether another one went the same way to the same entry. */
    boolean saysTheSameAs(Fold other) {
      return number == other.number
          && hash.equals(other.hash)
          && segments.equals(other.segments)
          && snapshots.keySet().equals(other.snapshots.keySet())
          && pins().equals(other.pins())
          && holders.equals(other.holders);
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
        List<Holder> keyHolders) {
      number = entryNumber;
      hash = entryHash;
      segments.clear();
      segments.addAll(segmentNames);
      snapshots.clear();
      stored.forEach(snapshot -> snapshots.put(snapshot.id(), snapshot));
      holders.clear();
      keyHolders.forEach(holder -> holders.put(holder.id(), holder));
    }

    LogState state() {
      return new LogState(this);
    }
  }
}
