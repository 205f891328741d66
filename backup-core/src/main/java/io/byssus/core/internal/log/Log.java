package io.byssus.core.internal.log;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.KeyHolderRefusedException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.StoreLocation;
import io.byssus.api.store.StoreUnavailableException;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.document.SignedStatement;
import io.byssus.core.internal.store.BlobLimit;
import io.byssus.core.internal.store.Blobs;
import io.byssus.core.internal.store.OversizeBlobException;
import io.byssus.core.internal.store.UnreadableBlobException;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

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

  /** Up to so many missing entries are reported one by one, more as a range. */
  private static final int LISTED_GAP = 200;

  private final BlobStore store;
  private final RepositoryKeys keys;
  private final Suite suite;
  private final InstantSource clock;
  private final LogState initial;
  private final EntryNumbers numbers;
  private final Checkpoints checkpoints;

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
    this(store, keys, suite, clock, LogState.initial(configHash, founders));
  }

  private Log(
      BlobStore store, RepositoryKeys keys, Suite suite, InstantSource clock, LogState initial) {
    this.store = store;
    this.keys = keys;
    this.suite = suite;
    this.clock = clock;
    this.initial = initial;
    this.numbers = new EntryNumbers(store);
    this.checkpoints = new Checkpoints(store, keys, suite, initial);
  }

  /** Returns this log, read and written through a decorator of its store. */
  public Log through(BlobStore decorator) {
    return new Log(decorator, keys, suite, clock, initial);
  }

  /** Returns the key of an entry. */
  public static BlobKey entryKey(long number) {
    return EntryNumbers.key(PREFIX, number);
  }

  /** Returns the state now, from the latest checkpoint on. */
  public LogState load() {
    Epochs.admitCopies(store, keys);
    return withAll(checkpoints.latest());
  }

  /** Returns the state now, from the first entry on, whatever checkpoints there are. */
  public LogState replay() {
    Epochs.admitCopies(store, keys);
    return withAll(initial);
  }

  /**
   * Returns the state now, folded again from where a fold began: for whoever may not jump over
   * entries by means of a checkpoint.
   */
  public LogState again(LogState state) {
    return withAll(checkpoints.atOrBefore(state.began()));
  }

  /** Lists the whole log once, so that no gap is too wide to be noticed. */
  private LogState withAll(LogState state) {
    Fold fold = state.resume();
    fold(entriesWithin(fold), fold);
    return advance(fold.state());
  }

  /** Lists all entries behind a fold, and notes what is no entry because of its number alone. */
  private NavigableSet<Long> entriesWithin(Fold fold) {
    NavigableSet<Long> listed = new TreeSet<>(numbers.all(PREFIX).tailSet(fold.number(), false));
    NavigableSet<Long> within = EntryNumbers.withinReach(fold.number(), listed);
    int beyond = listed.size() - within.size();
    if (beyond > 0) {
      long first = within.isEmpty() ? listed.first() : listed.tailSet(within.last(), false).first();
      fold.damaged(
          new LogDamage(
              entryKey(first).value(),
              "no entry of the log can have this number yet"
                  + (beyond == 1 ? "" : ", nor those of the " + (beyond - 1) + " blobs behind it")
                  + ": nothing is lost with what is there, and it can be deleted",
              true));
    }
    return within;
  }

  /** Returns the state now, given one from before. */
  public LogState advance(LogState state) {
    Fold fold = state.resume();
    NavigableSet<Long> next = numbers.entriesAfter(fold.number());
    while (!next.isEmpty()) {
      fold(next, fold);
      next = numbers.entriesAfter(fold.number());
    }
    if (fold.number() == state.number()) {
      return state;
    }
    // Where a gap was closed behind the back of whoever had passed it, it is to be read anew.
    boolean settled = state.incomplete() && fold.settled > state.settled();
    return settled ? again(state) : fold.state();
  }

  private void fold(NavigableSet<Long> entries, Fold fold) {
    for (long number : entries) {
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

  private void foldNext(Fold fold) {
    long number = fold.number() + 1;
    BlobKey key = entryKey(number);
    String previous = fold.hash();
    boolean previousUnread = fold.tailUnread();
    boolean broken = false;
    try {
      byte[] bytes = Blobs.read(store, key, BlobLimit.LOG_ENTRY);
      fold.step(DigestAlgorithm.SHA_256.hex(bytes, 0, bytes.length));
      SignedEntry signed = openEntry(bytes, fold);
      Entry entry = signed.entry();
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
        // What a host says of the entry before may be a lie; what a full holder says is evidence.
        broken = !signed.byHost();
        if (signed.byHost()) {
          fold.doubt();
        }
      }
      if (entry.change() instanceof Change.EpochBegun begun) {
        requireItsOwn(begun, number, fold.epoch);
        Epochs.admit(keys, begun);
      }
      fold.apply(entry.change());
    } catch (PowerlessEntryException e) {
      // It is known to be from who may not make it: nothing that counts was lost with it.
      fold.damaged(new LogDamage(key.value(), String.valueOf(e.getMessage()), true));
    } catch (UnsupportedFormatException e) {
      throw new UnsupportedFormatException(key + ": " + e.getMessage(), e);
    } catch (OversizeBlobException e) {
      fold.step(Fold.NO_HASH);
      fold.doubt();
      fold.damaged(new LogDamage(key.value(), String.valueOf(e.getMessage()), false));
    } catch (UnreadableBlobException e) {
      fold.stepUnread();
      fold.damaged(new LogDamage(key.value(), String.valueOf(e.getMessage()), false));
    } catch (DamagedRepositoryException | BlobNotFoundException e) {
      if (fold.number() < number) {
        fold.skipTo(number);
      } else if (!broken) {
        fold.doubt();
      }
      fold.damaged(new LogDamage(key.value(), String.valueOf(e.getMessage()), false));
    }
  }

  private record SignedEntry(Entry entry, boolean byHost) {}

  private SignedEntry openEntry(byte[] bytes, Fold fold) {
    SealedDocument.Opened opened = SealedDocument.openInEpoch(keys, ContainerKind.LOG_ENTRY, bytes);
    int epoch = opened.epoch();
    Signers signers = new Signers(keys, fold, epoch);
    SignedStatement signed =
        SignedStatement.verify(Entry.PURPOSE, opened.payload(), signers.publicKeys());
    if (epoch < fold.epoch) {
      String message =
          "the entry is of epoch "
              + epoch
              + ", behind the beginning of epoch "
              + fold.epoch
              + ": only a holder who was removed writes so";
      throw signers.isHost(signed)
          ? new PowerlessEntryException(message)
          : new DamagedRepositoryException(message);
    }
    Entry entry = signers.decode(signed);
    fold.inEpoch(epoch);
    return new SignedEntry(entry, signers.isHost(signed));
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

  /**
   * Returns the time that the author of an entry gave it, by a clock that may be wrong.
   *
   * @return nothing if the entry can't be read
   */
  public Optional<Instant> timeOf(long number) {
    try {
      byte[] bytes = Blobs.read(store, entryKey(number), BlobLimit.LOG_ENTRY);
      Entry entry = openEntry(bytes, initial.resume()).entry();
      return Optional.of(Instant.ofEpochSecond(entry.time()));
    } catch (DamagedRepositoryException | BlobNotFoundException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the state now, from the first entry on, and gives every checkpoint that can't be read,
   * or says something else than the log, to a consumer.
   */
  public LogState verify(Consumer<LogDamage> onDamage) {
    // Before the entries: each checkpoint was written behind its entry, which is then listed too.
    Epochs.admitCopies(store, keys);
    NavigableSet<Long> written = checkpoints.numbers();
    Fold fold = initial.resume();
    NavigableSet<Long> entries = entriesWithin(fold);
    for (long number : written) {
      if (number > fold.number()) {
        fold(entries.subSet(fold.number(), false, number, true), fold);
      }
      boolean missing = fold.number() < number && entries.higher(number) != null;
      // What the log has lost, it can't contradict; the fold reports that.
      checkpoints.verify(number, fold, fold.whole() && !missing, onDamage);
    }
    fold(entries.tailSet(fold.number(), false), fold);
    return advance(fold.state());
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
      requireHolder(tail);
      Optional<Change> wanted = changeAfter.apply(tail);
      if (wanted.isEmpty()) {
        return tail;
      }
      Change change = wanted.get();
      if (!change.allowedToHosts()) {
        // Whoever maintains the repository must not overlook those whom a blob far ahead of the
        // others made go on behind it.
        LogState all = withAll(tail);
        if (all.number() > tail.number()) {
          tail = all;
          continue;
        }
      }
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
      if (change instanceof Change.EpochBegun) {
        checkpoints.write(appended);
      } else {
        checkpoints.writeIfDue(appended);
      }
      return appended;
    }
  }

  /**
   * Settles what is wrong with the log, so that it is whole from here on.
   *
   * @throws DamagedRepositoryException if something is wrong that can't be settled
   */
  public LogState settle() {
    return new LogSettlement(this).run();
  }

  /**
   * Creates the entry of a number that others may be about to create.
   *
   * @throws BlobExistsException if they did
   */
  void create(long number, String previous, Change change) {
    long now = clock.instant().getEpochSecond();
    byte[] bytes = seal(new Entry(number, previous, now, change));
    store.create(entryKey(number), BlobBody.of(bytes), CreateOptions.none());
  }

  /** Returns where the log is, for messages. */
  StoreLocation location() {
    return store.location();
  }

  /** Writes a checkpoint, also if none is due. */
  void writeCheckpoint(LogState state) {
    checkpoints.write(state);
  }

  /** What a host says whose key was removed has no effect, and it must not believe otherwise. */
  private void requireHolder(LogState tail) {
    if (!keys.writesOnly()) {
      return;
    }
    HostDomain domain = tail.domains().get(keys.domain());
    if (domain == null || !tail.holders().containsKey(domain.holder())) {
      throw new KeyHolderRefusedException(
          "the key of this write-only host was removed from " + store.location(),
          "Let one who may add holders of keys give it another one.",
          null);
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
    LogState again = again(tail);
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

  private byte[] seal(Entry entry) {
    byte[] statement = entry.encode(keys.domain());
    byte[] signed =
        entry.change().wantsRootKey()
            ? SignedStatement.sign(Entry.PURPOSE, statement, keys.rootPublicKey(), keys::signAsRoot)
            : SignedStatement.sign(
                Entry.PURPOSE, statement, keys.signerPublicKey(), keys::signAsAuthor);
    ContainerKind kind = ContainerKind.LOG_ENTRY;
    return SealedDocument.seal(kind, signed, buffer -> keys.seal(kind, suite, buffer));
  }
}
