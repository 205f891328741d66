package io.byssus.core.internal.log;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.document.SignedStatement;
import io.byssus.core.internal.store.BlobLimit;
import io.byssus.core.internal.store.Blobs;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The states of a log that were written down: read, written, and compared with the log. */
final class Checkpoints {
  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

  /** Behind each of so many entries: an opening reads these, or twice as many if one is missing. */
  private static final int INTERVAL = 64;

  private final BlobStore store;
  private final RepositoryKeys keys;
  private final Suite suite;
  private final LogState initial;
  private volatile long written;

  Checkpoints(BlobStore store, RepositoryKeys keys, Suite suite, LogState initial) {
    this.store = store;
    this.keys = keys;
    this.suite = suite;
    this.initial = initial;
  }

  private static BlobKey key(long number) {
    return EntryNumbers.key(Log.CHECKPOINTS, number);
  }

  /** Returns the numbers of all. */
  NavigableSet<Long> numbers() {
    return new EntryNumbers(store).all(Log.CHECKPOINTS);
  }

  /**
   * Returns the state of the latest that can be read; the one before the first if there is none.
   */
  LogState latest() {
    List<LogDamage> damage = new ArrayList<>();
    Fold found = initial.resume();
    for (long number : numbers().descendingSet()) {
      try {
        found = read(number);
        break;
      } catch (DamagedRepositoryException | BlobNotFoundException e) {
        damage.add(
            new LogDamage(
                key(number).value(),
                "the checkpoint is damaged (" + e.getMessage() + "); its state was rebuilt",
                true));
      }
    }
    damage.forEach(found::damaged);
    return found.state();
  }

  /** Returns the state of one, or the one before the first entry if it can't be read any more. */
  LogState atOrBefore(long number) {
    try {
      return number == 0 ? initial : read(number).state();
    } catch (DamagedRepositoryException | BlobNotFoundException e) {
      return initial;
    }
  }

  private Fold read(long number) {
    byte[] bytes = Blobs.read(store, key(number), BlobLimit.CHECKPOINT);
    SealedDocument.Opened opened =
        SealedDocument.openInEpoch(keys, ContainerKind.CHECKPOINT, bytes);
    SignedStatement signed =
        SignedStatement.verify(
            Checkpoint.PURPOSE, opened.payload(), List.of(keys.authorPublicKey(opened.epoch())));
    Fold fold = initial.resume();
    Checkpoint.decode(signed.statement(), fold);
    if (fold.epoch != opened.epoch()) {
      throw new DamagedRepositoryException(
          "it is of epoch " + opened.epoch() + " and says " + fold.epoch);
    }
    if (fold.number() != number) {
      throw new DamagedRepositoryException("it was written as " + fold.number());
    }
    return fold;
  }

  /**
   * Looks at one that is there.
   *
   * @param expected what the log says
   * @param comparable whether the log says so without damage
   */
  void verify(long number, Fold expected, boolean comparable, Consumer<LogDamage> onDamage) {
    String key = key(number).value();
    try {
      if (!read(number).saysTheSameAs(expected) && comparable) {
        onDamage.accept(new LogDamage(key, "the checkpoint contradicts the log", false));
      }
    } catch (DamagedRepositoryException | BlobNotFoundException e) {
      onDamage.accept(
          new LogDamage(
              key,
              "the checkpoint is damaged ("
                  + e.getMessage()
                  + "); nothing is lost, its state was rebuilt from the log",
              true));
    }
  }

  /** Writes a state down every so many entries; later, if hosts that may not made all of them. */
  void writeIfDue(LogState state) {
    if (state.number() % INTERVAL == 0 || isMissing(state)) {
      write(state);
    }
  }

  /** The store is asked only where the last one that is known of is long ago. */
  private boolean isMissing(LogState state) {
    if (state.number() - Math.max(state.began(), written) < 2 * INTERVAL) {
      return false;
    }
    try {
      Long newest = numbers().floor(state.number());
      written = Math.max(written, newest == null ? 0 : newest);
      return state.number() - written >= 2 * INTERVAL;
    } catch (ByssusException e) {
      log.warn("Whether a checkpoint is missing could not be found out: {}", e.getMessage());
      return false;
    }
  }

  /**
   * Writes a state down: behind a new epoch too, so that none of the epoch before is the newest.
   */
  void write(LogState state) {
    // A state with lost entries must not be written down as if it were whole; and nobody would
    // believe a host that only writes.
    if (state.incomplete() || keys.writesOnly()) {
      return;
    }
    try {
      byte[] signed =
          SignedStatement.sign(
              Checkpoint.PURPOSE,
              Checkpoint.encode(state),
              keys.authorPublicKey(),
              keys::signAsAuthor);
      ContainerKind kind = ContainerKind.CHECKPOINT;
      byte[] bytes = SealedDocument.seal(kind, signed, buffer -> keys.seal(kind, suite, buffer));
      if (bytes.length > BlobLimit.CHECKPOINT.bytes()) {
        log.warn("The state at log entry {} is too large for a checkpoint", state.number());
        return;
      }
      store.create(key(state.number()), BlobBody.of(bytes), CreateOptions.none());
      written = state.number();
    } catch (ByssusException e) {
      // A checkpoint only saves time: the entry that was appended stands.
      log.warn("No checkpoint was written at log entry {}: {}", state.number(), e.getMessage());
    }
  }
}
