package io.byssus.core.internal.log;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.StoreUnavailableException;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.document.SignedStatement;
import io.byssus.core.internal.store.BlobLimit;
import io.byssus.core.internal.store.Blobs;
import io.byssus.core.internal.store.UnreadableBlobException;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log: numbered entries, each created only if it is not there, which is the one point where
 * writers decide who is first. There are no locks, and no clock takes part.
 *
 * <p>An entry is sealed, signed by its author and holds the hash of the one before it, so that a
 * store that drops, reorders or takes back entries is found out. What is wrong with an entry is
 * noted as damage in the state: a damaged log must not keep anybody from restoring. Safe for use by
 * several threads.
 */
public final class Log {
  /** What the keys of all entries start with. */
  public static final String PREFIX = "log/";

  /** What the keys of all checkpoints start with. */
  public static final String CHECKPOINTS = "checkpoint/";

  private static final Logger log = LoggerFactory.getLogger(Log.class);

  private static final int DIGITS = 16;

  /** Entries are listed by hundreds: by their number without its last digits. */
  private static final int LISTED_DIGITS = 2;

  private static final int LISTED = 100;

  /** Up to so many missing entries are reported one by one, more as a range. */
  private static final int LISTED_GAP = 200;

  /** Behind each of so many entries: an opening reads these, or twice as many if one is missing. */
  private static final int CHECKPOINT_INTERVAL = 64;

  private final BlobStore store;
  private final RepositoryKeys keys;
  private final Suite suite;
  private final InstantSource clock;
  private final LogState initial;

  /**
   * Creates a log.
   *
   * @param store where it is
   * @param keys seal and sign entries
   * @param suite the cipher suite of new entries
   * @param clock dates entries, for people
   * @param configHash SHA-256 of the configuration, which the first entry continues
   * @param founders the first holders of keys
   */
  public Log(
      BlobStore store,
      RepositoryKeys keys,
      Suite suite,
      InstantSource clock,
      String configHash,
      List<Holder> founders) {
    this.store = store;
    this.keys = keys;
    this.suite = suite;
    this.clock = clock;
    this.initial = LogState.initial(configHash, founders);
  }

  private Log(Log other, BlobStore store) {
    this.store = store;
    this.keys = other.keys;
    this.suite = other.suite;
    this.clock = other.clock;
    this.initial = other.initial;
  }

  /** Returns this log, read and written through a decorator of its store. */
  public Log through(BlobStore decorator) {
    return new Log(this, decorator);
  }

  /** Returns the key of an entry. */
  public static BlobKey entryKey(long number) {
    return BlobKey.of(PREFIX + digits(number));
  }

  private static BlobKey checkpointKey(long number) {
    return BlobKey.of(CHECKPOINTS + digits(number));
  }

  static String digits(long number) {
    // Not by String.format: other locales have digits of their own, and it takes 25 ms to start.
    String digits = Long.toString(number);
    return "0".repeat(DIGITS - digits.length()) + digits;
  }

  /** Returns the state now, from the latest checkpoint on. */
  public LogState load() {
    Epochs.admitCopies(store, keys);
    return withAll(fromCheckpoint());
  }

  /** Returns the state now, from the first entry on, whatever checkpoints there are. */
  public LogState replay() {
    Epochs.admitCopies(store, keys);
    return withAll(initial);
  }

  /** Lists the whole log once, so that no gap is too wide to be noticed. */
  private LogState withAll(LogState state) {
    Fold fold = state.resume();
    fold(entries().tailSet(state.number(), false), fold);
    return advance(fold.state());
  }

  private NavigableSet<Long> entries() {
    NavigableSet<Long> numbers = new TreeSet<>();
    Blobs.forEach(store, PREFIX, info -> number(info.key()).forEach(numbers::add));
    return numbers;
  }

  /** Returns the state now, given one from before. */
  public LogState advance(LogState state) {
    Fold fold = state.resume();
    NavigableSet<Long> numbers = entriesAfter(fold.number());
    while (!numbers.isEmpty()) {
      fold(numbers, fold);
      numbers = entriesAfter(fold.number());
    }
    return fold.number() == state.number() ? state : fold.state();
  }

  private void fold(NavigableSet<Long> numbers, Fold fold) {
    for (long number : numbers) {
      long missing = fold.number() + 1;
      if (number - missing > LISTED_GAP) {
        String key = entryKey(missing).value();
        String all = "this entry is missing, and all up to " + (number - 1);
        fold.damaged(new LogDamage(key, all, false));
        fold.skipTo(number - 1);
      }
      while (fold.number() < number) {
        foldNext(fold);
      }
    }
  }

  /**
   * Lists entries rather than trying to read the next, so that a missing one does not end the log.
   */
  private NavigableSet<Long> entriesAfter(long number) {
    NavigableSet<Long> found = new TreeSet<>();
    for (long start : new long[] {number + 1, number + 1 + LISTED}) {
      String prefix = PREFIX + digits(start).substring(0, DIGITS - LISTED_DIGITS);
      Blobs.forEach(store, prefix, info -> number(info.key()).forEach(found::add));
    }
    found.removeIf(n -> n <= number);
    return found;
  }

  private static List<Long> number(BlobKey key) {
    String text = key.lastSegment();
    boolean numeric = text.length() == DIGITS && text.chars().allMatch(Character::isDigit);
    return numeric ? List.of(Long.parseLong(text)) : List.of();
  }

  private void foldNext(Fold fold) {
    long number = fold.number() + 1;
    BlobKey key = entryKey(number);
    String previous = fold.hash();
    boolean previousUnread = fold.tailUnread();
    try {
      byte[] bytes = Blobs.read(store, key, BlobLimit.LOG_ENTRY);
      fold.step(DigestAlgorithm.SHA_256.hex(bytes, 0, bytes.length));
      Entry entry = openEntry(bytes, fold);
      if (entry.number() != number) {
        throw new DamagedRepositoryException("the entry was written as " + entry.number());
      }
      if (!previousUnread && !entry.previous().equals(previous)) {
        fold.damaged(
            new LogDamage(
                key.value(),
                "does not continue the entry before it, which is not what its author saw: entries"
                    + " were changed, dropped or taken back",
                false));
      }
      if (entry.change() instanceof Change.EpochBegun begun) {
        requireItsOwn(begun, number, fold.epoch);
        Epochs.admit(keys, begun);
      }
      fold.apply(entry.change());
    } catch (UnsupportedFormatException e) {
      throw new UnsupportedFormatException(key + ": " + e.getMessage(), e);
    } catch (UnreadableBlobException e) {
      fold.stepUnread();
      fold.damaged(new LogDamage(key.value(), String.valueOf(e.getMessage()), false));
    } catch (DamagedRepositoryException | BlobNotFoundException e) {
      if (fold.number() < number) {
        fold.skipTo(number);
      }
      fold.damaged(new LogDamage(key.value(), String.valueOf(e.getMessage()), false));
    }
  }

  private Entry openEntry(byte[] bytes, Fold fold) {
    SealedDocument.Opened opened = SealedDocument.openInEpoch(keys, ContainerKind.LOG_ENTRY, bytes);
    int epoch = opened.epoch();
    if (epoch < fold.epoch) {
      throw new DamagedRepositoryException(
          "the entry is of epoch "
              + epoch
              + ", behind the beginning of epoch "
              + fold.epoch
              + ": only a holder who was removed writes so");
    }
    byte[] root = keys.rootPublicKey(epoch);
    byte[] author = keys.authorPublicKey(epoch);
    SignedStatement signed =
        SignedStatement.verify(Entry.PURPOSE, opened.payload(), List.of(author, root));
    Entry entry = Entry.decode(signed.statement());
    if (!Arrays.equals(signed.signer(), entry.change().wantsRootKey() ? root : author)) {
      throw new DamagedRepositoryException("the entry is signed by a key that may not make it");
    }
    fold.inEpoch(epoch);
    return entry;
  }

  private static void requireItsOwn(Change.EpochBegun begun, long number, int epoch) {
    if (begun.letter().entry() != number || begun.letter().epoch() != epoch + 1) {
      throw new DamagedRepositoryException(
          "the entry has the letter of entry "
              + begun.letter().entry()
              + " about epoch "
              + begun.letter().epoch());
    }
  }

  private LogState fromCheckpoint() {
    List<LogDamage> damage = new ArrayList<>();
    for (long number : checkpoints().descendingSet()) {
      try {
        Fold fold = initial.resume();
        readCheckpoint(number, fold);
        damage.forEach(fold::damaged);
        return fold.state();
      } catch (DamagedRepositoryException | BlobNotFoundException e) {
        damage.add(
            new LogDamage(
                checkpointKey(number).value(),
                "the checkpoint is damaged (" + e.getMessage() + "); its state was rebuilt",
                true));
      }
    }
    Fold fold = initial.resume();
    damage.forEach(fold::damaged);
    return fold.state();
  }

  private NavigableSet<Long> checkpoints() {
    NavigableSet<Long> numbers = new TreeSet<>();
    Blobs.forEach(store, CHECKPOINTS, info -> numbers.addAll(number(info.key())));
    return numbers;
  }

  private void readCheckpoint(long number, Fold fold) {
    byte[] bytes = Blobs.read(store, checkpointKey(number), BlobLimit.CHECKPOINT);
    SealedDocument.Opened opened =
        SealedDocument.openInEpoch(keys, ContainerKind.CHECKPOINT, bytes);
    SignedStatement signed =
        SignedStatement.verify(
            Checkpoint.PURPOSE, opened.payload(), List.of(keys.authorPublicKey(opened.epoch())));
    Checkpoint.decode(signed.statement(), fold);
    if (fold.epoch != opened.epoch()) {
      throw new DamagedRepositoryException(
          "it is of epoch " + opened.epoch() + " and says " + fold.epoch);
    }
    if (fold.number() != number) {
      throw new DamagedRepositoryException("it was written as " + fold.number());
    }
  }

  /**
   * Returns the state now, from the first entry on, and gives every checkpoint that can't be read,
   * or says something else than the log, to a consumer.
   */
  public LogState verify(Consumer<LogDamage> onDamage) {
    // Before the entries: each checkpoint was written behind its entry, which is then listed too.
    Epochs.admitCopies(store, keys);
    NavigableSet<Long> checkpoints = checkpoints();
    NavigableSet<Long> entries = entries();
    Fold fold = initial.resume();
    for (long number : checkpoints) {
      fold(entries.subSet(fold.number(), false, number, true), fold);
      boolean missing = fold.number() < number && entries.higher(number) != null;
      // What the log has lost, it can't contradict; the fold reports that.
      verifyCheckpoint(number, fold, fold.whole() && !missing, onDamage);
    }
    fold(entries.tailSet(fold.number(), false), fold);
    return advance(fold.state());
  }

  private void verifyCheckpoint(
      long number, Fold expected, boolean comparable, Consumer<LogDamage> onDamage) {
    String key = checkpointKey(number).value();
    try {
      Fold found = initial.resume();
      readCheckpoint(number, found);
      if (comparable && !found.saysTheSameAs(expected)) {
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

  /**
   * Appends a change behind the tail.
   *
   * @param state the state that the caller has seen
   * @param change what changes
   * @param stillHolds is called with the state that the change would follow, whenever others were
   *     faster; throws if the change may not follow it
   * @return the state with the change
   * @throws DamagedRepositoryException if the last entry can't be read
   */
  public LogState append(LogState state, Change change, Consumer<LogState> stillHolds) {
    return append(
        state,
        tail -> {
          stillHolds.accept(tail);
          return Optional.of(change);
        });
  }

  /**
   * Appends a change that depends on what it follows.
   *
   * @param state the state that the caller has seen
   * @param changeAfter is asked for the change that is to follow a state, again whenever others
   *     were faster; nothing is appended if there is none
   * @return the state with the change, if there was one
   * @throws DamagedRepositoryException if the last entry can't be read
   */
  public LogState append(LogState state, Function<LogState, Optional<Change>> changeAfter) {
    LogState tail = advance(state);
    while (true) {
      tail = withReadTail(tail);
      Optional<Change> wanted = changeAfter.apply(tail);
      if (wanted.isEmpty()) {
        return tail;
      }
      Change change = wanted.get();
      Entry entry =
          new Entry(tail.number() + 1, tail.hash(), clock.instant().getEpochSecond(), change);
      byte[] bytes = seal(entry);
      if (bytes.length > BlobLimit.LOG_ENTRY.bytes()) {
        throw new IllegalArgumentException(
            "a log entry of "
                + bytes.length
                + " bytes, where the most is "
                + BlobLimit.LOG_ENTRY.bytes()
                + ": name fewer paths in one backup, such as the directory that they are in");
      }
      try {
        store.create(entryKey(entry.number()), BlobBody.of(bytes), CreateOptions.none());
      } catch (BlobExistsException e) {
        tail = advance(tail);
        if (tail.number() < entry.number()) {
          throw new StoreUnavailableException(
              entryKey(entry.number())
                  + " exists, says "
                  + store.location()
                  + ", but it is not among the entries that it lists",
              e);
        }
        continue;
      }
      Fold fold = tail.resume();
      fold.step(DigestAlgorithm.SHA_256.hex(bytes, 0, bytes.length));
      if (change instanceof Change.EpochBegun begun) {
        Epochs.admit(keys, begun);
        Epochs.copy(store, begun);
      }
      fold.apply(change);
      LogState appended = fold.state();
      if (change instanceof Change.EpochBegun || appended.number() % CHECKPOINT_INTERVAL == 0) {
        writeCheckpoint(appended);
      }
      return appended;
    }
  }

  /**
   * An entry says which one it follows. Whoever can't read that one may be able to tomorrow: what
   * was guessed today would contradict it for ever.
   */
  private LogState withReadTail(LogState tail) {
    if (!tail.tailUnread()) {
      return tail;
    }
    LogState again = load();
    if (again.tailUnread()) {
      throw new DamagedRepositoryException(
          entryKey(again.number())
              + " of "
              + store.location()
              + " can't be read, and nothing is appended behind an entry that is not known",
          "Make the file readable, or put it back from a copy of the repository. If there is none,"
              + " delete it: what it says is lost then.",
          null);
    }
    return again;
  }

  /** One behind a new epoch, too, so that none of the epoch before is the newest. */
  private void writeCheckpoint(LogState state) {
    // A state with lost entries must not be written down as if it were whole.
    if (state.incomplete()) {
      return;
    }
    try {
      byte[] bytes =
          seal(
              ContainerKind.CHECKPOINT,
              SignedStatement.sign(
                  Checkpoint.PURPOSE,
                  Checkpoint.encode(state),
                  keys.authorPublicKey(),
                  keys::signAsAuthor));
      if (bytes.length > BlobLimit.CHECKPOINT.bytes()) {
        log.warn("The state at log entry {} is too large for a checkpoint", state.number());
        return;
      }
      store.create(checkpointKey(state.number()), BlobBody.of(bytes), CreateOptions.none());
    } catch (ByssusException e) {
      // A checkpoint only saves time: the entry that was appended stands.
      log.warn("No checkpoint was written at log entry {}: {}", state.number(), e.getMessage());
    }
  }

  private byte[] seal(Entry entry) {
    byte[] statement = entry.encode();
    byte[] signed =
        entry.change().wantsRootKey()
            ? SignedStatement.sign(Entry.PURPOSE, statement, keys.rootPublicKey(), keys::signAsRoot)
            : SignedStatement.sign(
                Entry.PURPOSE, statement, keys.authorPublicKey(), keys::signAsAuthor);
    return seal(ContainerKind.LOG_ENTRY, signed);
  }

  private byte[] seal(ContainerKind kind, byte[] signed) {
    return SealedDocument.seal(kind, signed, buffer -> keys.seal(kind, suite, buffer));
  }
}
