package io.byssus.core.internal.prune;

import io.byssus.api.ByssusException;
import io.byssus.api.store.BlobKey;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.log.Condemned;
import io.byssus.core.internal.log.LogState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Deletes what is condemned or dropped, by what was read back from the store (R33, R35), when the
 * entry that said so is as old as the grace period. What can't be deleted is left to the next.
 */
public final class Deletion {
  /** As many as the clouds delete at once. */
  private static final int AT_ONCE = 1_000;

  private final PrunedRepository repository;
  private final Grace grace;
  private final Map<String, String> failures = new TreeMap<>();
  private final Map<BlobKey, Long> deleted = new HashMap<>();
  private final Map<BlobKey, Long> waiting = new HashMap<>();
  private final Set<Long> due = new HashSet<>();

  /** Deletes in a repository. */
  public Deletion(PrunedRepository repository, Grace grace) {
    this.repository = repository;
    this.grace = grace;
  }

  /**
   * Deletes.
   *
   * @param survey tells what is in the store
   * @param state in which it is condemned or dropped; the survey's or a later one
   * @return the number up to which all that was condemned or dropped is gone, 0 if there is none
   */
  public long run(Survey survey, LogState state) {
    StoreListing stored = survey.listing();
    delete(stored.strayParity().stream().map(StoredBlob::key).toList(), stored);
    long done = 0;
    boolean all = true;
    for (Condemned gone : state.condemned()) {
      // What others condemned since is not in the listing.
      boolean known = gone.packs().isEmpty() || gone.entry() <= survey.state().number();
      List<BlobKey> keys = keys(gone, stored);
      if (!isDue(gone.entry())) {
        keys.forEach(key -> waiting.put(key, stored.length(key)));
        all = false;
      } else {
        all &= delete(keys, stored) && known;
      }
      done = all ? gone.entry() : done;
    }
    return done;
  }

  private boolean isDue(long entry) {
    if (!due.contains(entry) && !grace.isOver(repository.log().timeOf(entry))) {
      return false;
    }
    due.add(entry);
    return true;
  }

  /** Segments are few, and those that were dropped since are not in the listing. */
  private static List<BlobKey> keys(Condemned gone, StoreListing stored) {
    List<BlobKey> keys = new ArrayList<>();
    gone.packs().stream()
        .flatMap(key -> PackName.of(key).blobs().stream())
        .filter(stored.condemned()::containsKey)
        .forEach(keys::add);
    gone.segments().stream()
        .sorted()
        .map(name -> BlobKey.of(StoreListing.SEGMENTS + name))
        .forEach(keys::add);
    return keys;
  }

  private boolean delete(List<BlobKey> keys, StoreListing stored) {
    boolean all = true;
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      repository.watch().check();
      List<BlobKey> part =
          new ArrayList<>(keys.subList(from, Math.min(keys.size(), from + AT_ONCE)));
      part.removeAll(deleted.keySet());
      Map<BlobKey, ByssusException> failed = repository.store().delete(part).failures();
      for (BlobKey key : part) {
        ByssusException reason = failed.get(key);
        if (reason != null) {
          failures.put(key.value(), String.valueOf(reason.getMessage()));
          all = false;
        } else {
          failures.remove(key.value());
          deleted.put(key, stored.length(key));
        }
      }
    }
    return all;
  }

  /** Returns how many packs were deleted. */
  public long deletedPacks() {
    return packs(deleted);
  }

  /** Returns how much was deleted, packs and segments. */
  public long deletedBytes() {
    return bytes(deleted);
  }

  /** Returns how many packs will be deleted when the grace period is over. */
  public long waitingPacks() {
    return packs(waiting);
  }

  /** Returns how much will be deleted when the grace period is over. */
  public long waitingBytes() {
    return bytes(waiting);
  }

  private static long packs(Map<BlobKey, Long> blobs) {
    return blobs.keySet().stream().filter(key -> key.value().startsWith(PackName.PREFIX)).count();
  }

  private static long bytes(Map<BlobKey, Long> blobs) {
    return blobs.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns what could not be deleted, and why. */
  public Map<String, String> failures() {
    return failures;
  }
}
