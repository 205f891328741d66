package io.byssus.core.internal.log;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.document.SignedStatement;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;

/** Entries and checkpoints as somebody makes them who has a host's keys and minds no rule. */
public final class ForgedEntries {
  private final BlobStore store;
  private final RepositoryKeys keys;

  /** Forges with the keys of a host. */
  public ForgedEntries(BlobStore store, RepositoryKeys keys) {
    this.store = store;
    this.keys = keys;
  }

  /** Appends whatever change behind a state, signed as the host. */
  public void append(LogState tail, Change change) {
    Entry entry = new Entry(tail.number() + 1, tail.hash(), 0, change);
    put(tail.number() + 1, Log.PREFIX, Entry.PURPOSE, entry.encode(keys.domain()));
  }

  /** Puts a change at whatever number, behind whatever entry. */
  public BlobKey put(long number, String previous, Change change) {
    Entry entry = new Entry(number, previous, 0, change);
    put(number, Log.PREFIX, Entry.PURPOSE, entry.encode(keys.domain()));
    return Log.entryKey(number);
  }

  /** Writes a state down as if it were a full holder's. */
  public void checkpoint(LogState state) {
    put(state.number(), Log.CHECKPOINTS, Checkpoint.PURPOSE, Checkpoint.encode(state));
  }

  private void put(long number, String prefix, String purpose, byte[] statement) {
    byte[] signed =
        SignedStatement.sign(purpose, statement, keys.signerPublicKey(), keys::signAsAuthor);
    ContainerKind kind =
        prefix.equals(Log.PREFIX) ? ContainerKind.LOG_ENTRY : ContainerKind.CHECKPOINT;
    byte[] sealed =
        SealedDocument.seal(kind, signed, buffer -> keys.seal(kind, Suite.AES_256_GCM, buffer));
    store.create(EntryNumbers.key(prefix, number), BlobBody.of(sealed), CreateOptions.none());
  }

  /** Returns a state as it was before the first entry: it has nothing. */
  public static LogState nothingUpTo(LogState state) {
    Fold fold = new Fold();
    fold.number = state.number();
    fold.hash = state.hash();
    fold.epoch = state.epoch();
    fold.epochCreated = state.epochCreated();
    return fold.state();
  }
}
