package io.byssus.core.key;

import io.byssus.api.KeyHolderRefusedException;
import io.byssus.api.key.KeyProvider;
import io.byssus.api.key.Secret;
import java.time.Duration;
import java.util.List;

/**
 * Who can open the repository. Adding and removing takes effect for everybody at once, and writes
 * no data again. Removing a holder does not help against one who kept a copy of the keys: revoking
 * does, for what is written from then on.
 *
 * <p>Safe for use by several threads, and by several processes on one repository. Every method asks
 * the store, and throws what the store throws: {@link
 * io.byssus.api.store.StoreUnavailableException} if it can't be reached, {@link
 * io.byssus.api.store.StoreAccessDeniedException} if it refuses.
 */
public interface KeyHolders {
  /** The most holders that a repository can have: who opens it may have to try each key file. */
  int MAX_HOLDERS = 64;

  /** The most characters of a holder's name. */
  int MAX_LABEL = 200;

  /**
   * Returns all holders, oldest first, and at last key files that the log does not name ({@link
   * KeyHolder.Kind#LEFTOVER}).
   *
   * @throws io.byssus.api.UnsupportedFormatException if a newer version has written to the log
   */
  List<KeyHolder> list();

  /**
   * Adds a holder with a passphrase.
   *
   * @param passphrase at least one byte; copied, and the copy is wiped
   * @param label a name for people, at most {@value #MAX_LABEL} characters
   * @return the new holder
   * @throws IllegalArgumentException if the passphrase is empty or the label too long
   * @throws KeyHolderRefusedException if there are {@value #MAX_HOLDERS} key files already
   * @throws io.byssus.api.WriteOnlyKeyException if the repository was opened by who may not add
   *     holders
   * @throws io.byssus.api.NotEnoughMemoryException if the heap has no 19 MiB for Argon2id
   * @throws io.byssus.api.store.OutcomeUnknownException if the store's answer was lost: the holder
   *     is there, or a leftover that can be removed
   */
  KeyHolder add(Secret passphrase, String label);

  /**
   * Adds a holder with a key provider.
   *
   * @param provider asked to wrap a key; kept by nobody
   * @param label a name for people, at most {@value #MAX_LABEL} characters
   * @return the new holder
   * @throws IllegalArgumentException if the label is too long
   * @throws IllegalStateException if the provider's name or wrapped key can't be stored
   * @throws KeyHolderRefusedException if there are {@value #MAX_HOLDERS} key files already
   * @throws io.byssus.api.WriteOnlyKeyException if the repository was opened by who may not add
   *     holders
   * @throws io.byssus.api.store.OutcomeUnknownException if the store's answer was lost: the holder
   *     is there, or a leftover that can be removed
   */
  KeyHolder add(KeyProvider provider, String label);

  /**
   * Adds a write-only host with a passphrase: it can back up, and nothing else. It neither reads
   * what is stored, its own snapshots included, nor forgets, prunes or changes keys, whatever the
   * store lets it do; what it stores is found by nobody else's backups. Full holders read all of
   * it.
   *
   * <p>A host has a domain of its own: it shares no stored content with others. One whose
   * passphrase is lost, or that was taken over, is {@linkplain #remove removed}: what it backed up
   * stays, and what it appends later counts no more. It gets another key then, and stores anew what
   * it backs up.
   *
   * @param passphrase at least one byte; copied, and the copy is wiped. Whoever has it can back up
   *     as this host
   * @param label a name for people, at most {@value #MAX_LABEL} characters
   * @return the new holder
   * @throws IllegalArgumentException if the passphrase is empty or the label too long
   * @throws KeyHolderRefusedException if there are {@value #MAX_HOLDERS} key files already
   * @throws io.byssus.api.WriteOnlyKeyException if the repository was opened by who only writes
   * @throws io.byssus.api.NotEnoughMemoryException if the heap has no 19 MiB for Argon2id
   * @throws io.byssus.api.store.OutcomeUnknownException if the store's answer was lost: the holder
   *     is there, or a leftover that can be removed
   */
  KeyHolder addHost(Secret passphrase, String label);

  /**
   * Adds a write-only host with a key provider, as {@link #addHost(Secret, String)} does with a
   * passphrase.
   *
   * @param provider asked to wrap a key; kept by nobody
   * @param label a name for people, at most {@value #MAX_LABEL} characters
   * @return the new holder
   * @throws IllegalArgumentException if the label is too long
   * @throws IllegalStateException if the provider's name or wrapped key can't be stored
   * @throws KeyHolderRefusedException if there are {@value #MAX_HOLDERS} key files already
   * @throws io.byssus.api.WriteOnlyKeyException if the repository was opened by who only writes
   * @throws io.byssus.api.store.OutcomeUnknownException if the store's answer was lost: the holder
   *     is there, or a leftover that can be removed
   */
  KeyHolder addHost(KeyProvider provider, String label);

  /**
   * Adds a holder with a fresh recovery key: 160 random bits as 40 letters and digits to be printed
   * and put away.
   *
   * @param label a name for people, at most {@value #MAX_LABEL} characters
   * @return the recovery key as ASCII text in groups, which is nowhere stored; the caller closes it
   * @throws IllegalArgumentException if the label is too long
   * @throws KeyHolderRefusedException if there are {@value #MAX_HOLDERS} key files already
   * @throws io.byssus.api.WriteOnlyKeyException if the repository was opened by who may not add
   *     holders
   * @throws io.byssus.api.store.OutcomeUnknownException if the store's answer was lost: the holder
   *     is there without a key that anybody knows, or a leftover; either can be removed
   */
  Secret addRecoveryKey(String label);

  /**
   * Removes a holder, or a key file that the log does not name.
   *
   * <p>The key file is deleted, and the keys in it stay those of the repository: who kept a copy of
   * the file, and can open it, can still read what is stored. {@link #revoke} begins an epoch that
   * he does not get, and a prune that re-encrypts stores anew what snapshots need.
   *
   * @param idPrefix the first digits of its id, at least one
   * @throws KeyHolderRefusedException if none or several have it, no other holder could open the
   *     repository without it, it is the one that the repository was opened with, or its file could
   *     not be deleted
   * @throws io.byssus.api.WriteOnlyKeyException if the repository was opened by who may not remove
   *     holders
   */
  void remove(String idPrefix);

  /** Returns the epoch that the repository is in, from 1. */
  int epoch();

  /**
   * Begins a new epoch: fresh keys for all that is written from here on. Every holder that the log
   * names follows, with the passphrase, key provider or recovery key that it has. No data is
   * written again, what is stored stays readable to all holders, and backups that run go on: what
   * they store until they end belongs to the epoch in which they began. If somebody else begins one
   * at the same time, one is enough.
   *
   * <p>A key file that was removed, or that the log does not name, does not follow: who kept a copy
   * of it opens nothing that belongs to the new epoch.
   *
   * @return the epoch that the repository is in now
   * @throws KeyHolderRefusedException if entries of the log are damaged or missing, the repository
   *     was opened with a key file that the log does not name, or there have been 128 epochs
   * @throws io.byssus.api.WriteOnlyKeyException if the repository was opened by who may not
   */
  int rotate();

  /**
   * Begins a new epoch, as {@link #rotate()} does, if the one that the repository is in began so
   * long ago, by the clock of the machine that began it.
   *
   * @param age how old an epoch may get
   * @return whether a new one began
   */
  boolean rotateIfOlderThan(Duration age);

  /**
   * Removes a holder and begins a new epoch without it: nothing that belongs to the new epoch can
   * be opened with what it knew, and entries of the log that it writes count no more.
   *
   * <p>What was stored before stays readable to who kept the key file and can read the store, and
   * so does what backups store that are running now; until a prune that {@linkplain
   * io.byssus.core.prune.Prune#reencrypt() re-encrypts} has stored it anew and deleted it.
   *
   * @param idPrefix the first digits of its id, at least one
   * @return the epoch that the repository is in now
   * @throws KeyHolderRefusedException as {@link #remove} and {@link #rotate()} do; if the log is
   *     damaged, so that no epoch can begin, the holder is removed all the same, and the message
   *     says so
   * @throws io.byssus.api.WriteOnlyKeyException if the repository was opened by who may not
   */
  int revoke(String idPrefix);

  /**
   * Replaces the passphrase that the repository was opened with by another.
   *
   * @param passphrase at least one byte; copied, and the copy is wiped
   * @return the holder with the new passphrase, under the label of the old one
   * @throws IllegalArgumentException if the passphrase is empty
   * @throws KeyHolderRefusedException if it was opened with something else than a passphrase, or
   *     with a key file that the log does not name, or the old passphrase could not be removed
   * @throws io.byssus.api.WriteOnlyKeyException if it was opened by a host: a full holder adds it
   *     anew
   */
  KeyHolder changePassphrase(Secret passphrase);
}
