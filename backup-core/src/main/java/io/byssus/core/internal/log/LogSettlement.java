package io.byssus.core.internal.log;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.StoreUnavailableException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a log whole from here on: closes gaps, and declares that blobs which are no entries say
 * nothing ({@code docs/protocol.md}, section 5). For those who know that nothing is to be had of
 * these numbers any more.
 */
public final class LogSettlement {
  private static final Logger logger = LoggerFactory.getLogger(LogSettlement.class);

  private final Log log;

  LogSettlement(Log log) {
    this.log = log;
  }

  LogState run() {
    LogState state = log.replay();
    long tried = 0;
    while (true) {
      requireSettleable(state);
      Optional<LogGap> gap = state.gaps().stream().findFirst();
      if (gap.isPresent()) {
        if (gap.get().first() == tried) {
          throw new StoreUnavailableException(
              Log.entryKey(tried) + " exists, says " + log.location() + ", but it can't be found");
        }
        tried = gap.get().first();
        close(gap.get());
        state = log.replay();
      } else if (tried > 0 || !state.doubtful().isEmpty()) {
        // Also if nothing is left: whoever passed a gap that was closed learns of it here.
        state = log.append(state, LogSettlement::settlement);
        tried = 0;
      } else {
        log.writeCheckpoint(state);
        return state;
      }
    }
  }

  private static Optional<Change> settlement(LogState tail) {
    requireSettleable(tail);
    Map<Long, String> blobs = new HashMap<>();
    tail.doubtful().entrySet().stream()
        .limit(Change.Voided.MOST)
        .forEach(blob -> blobs.put(blob.getKey(), blob.getValue()));
    return Optional.of(new Change.Voided(0, blobs));
  }

  /**
   * Takes the first number of a gap. Only for that one may somebody be about to create an entry,
   * since each follows those before it: from here on he can't, and finds out.
   */
  private void close(LogGap gap) {
    try {
      log.create(gap.first(), gap.previous(), new Change.Voided(gap.next(), Map.of()));
    } catch (BlobExistsException e) {
      logger.debug("{} came while the gap was being closed", Log.entryKey(gap.first()));
    }
  }

  /**
   * Returns if all that is wrong may be settled.
   *
   * @throws DamagedRepositoryException if not: entries that somebody relied upon are lost
   */
  public static void requireSettleable(LogState state) {
    for (LogDamage damage : state.damage()) {
      if (!damage.rebuilt() && !isSettleable(damage, state)) {
        throw new DamagedRepositoryException(
            damage + ": this can't be settled, because entries were there once and are lost",
            "Put them back from a copy of the repository.",
            null);
      }
    }
  }

  private static boolean isSettleable(LogDamage damage, LogState state) {
    long number = Long.parseLong(damage.object().substring(Log.PREFIX.length()));
    return state.doubtful().containsKey(number)
        || state.gaps().stream()
            .anyMatch(
                gap ->
                    gap.contains(number)
                        && gap.epoch() == state.epoch()
                        && !Fold.isUnread(gap.previous()));
  }
}
