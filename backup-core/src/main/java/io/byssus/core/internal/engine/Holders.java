package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.KeyHolderRefusedException;
import io.byssus.api.key.KeyProvider;
import io.byssus.api.key.Secret;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.Holder;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.store.BlobLimit;
import io.byssus.core.internal.store.Blobs;
import io.byssus.core.key.KeyHolder;
import io.byssus.core.key.KeyHolders;
import io.byssus.crypto.RecoveryCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Adds and removes key files. The file is there before the log says so, and gone after it: at every
 * moment each holder that the log names can open the repository. What is cut short between the two
 * leaves a file that the log does not name, which can be seen and removed like any other.
 */
final class Holders implements KeyHolders {
  /** Far more than open the repository. */
  private static final int MAX_LISTED = 10_000;

  private static final String LEFTOVER = "(not in the log)";

  private final OpenRepository repository;
  private final BlobStore store;

  Holders(OpenRepository repository) {
    this.repository = repository;
    this.store = repository.store();
  }

  @Override
  public List<KeyHolder> list() {
    // The files first: what the log names since then is no leftover.
    List<BlobKey> files = Blobs.first(store, KeyFiles.PREFIX, MAX_LISTED);
    LogState state = repository.state();
    Map<String, Holder> named = state.holders();
    List<KeyHolder> all = new ArrayList<>();
    named.values().stream()
        .sorted(Comparator.comparing(Holder::created).thenComparing(Holder::id))
        .forEach(holder -> all.add(holder(holder, isHost(state, holder.id()))));
    files.stream()
        .map(KeyFiles::id)
        .filter(id -> !named.containsKey(id))
        .forEach(id -> all.add(leftover(id)));
    return List.copyOf(all);
  }

  private static boolean isHost(LogState state, String id) {
    return state.domainOf(id).isPresent();
  }

  private KeyHolder holder(Holder holder, boolean host) {
    KeyHolder.Builder builder =
        KeyHolder.of(holder.id(), KeyFiles.kind(holder.slot()), holder.label())
            .created(Instant.ofEpochSecond(holder.created()))
            .openedWith(repository.holder());
    return (host ? builder.writeOnly() : builder).build();
  }

  /** Returns a holder as it is now that the repository counts as opened with it. */
  private KeyHolder holderOpenedWith(KeyHolder added) {
    KeyHolder.Builder builder =
        KeyHolder.of(added.id(), added.kind(), added.label()).openedWith(repository.holder());
    added.created().ifPresent(builder::created);
    return builder.build();
  }

  private KeyHolder leftover(String id) {
    return KeyHolder.of(id, KeyHolder.Kind.LEFTOVER, LEFTOVER)
        .openedWith(repository.holder())
        .build();
  }

  @Override
  public KeyHolder add(Secret passphrase, String label) {
    try (Unlocking unlocking = Unlocking.with(passphrase.copy())) {
      return addAudited(unlocking, label);
    }
  }

  @Override
  public KeyHolder add(KeyProvider provider, String label) {
    return addAudited(Unlocking.with(provider), label);
  }

  @Override
  public Secret addRecoveryKey(String label) {
    Secret text = RecoveryCode.generate();
    try (Unlocking unlocking = Unlocking.withRecoveryKey(text)) {
      addAudited(unlocking, label);
      return text;
    } catch (RuntimeException e) {
      text.close();
      throw e;
    }
  }

  @Override
  public KeyHolder addHost(Secret passphrase, String label) {
    try (Unlocking unlocking = Unlocking.with(passphrase.copy())) {
      return addHostAudited(unlocking, label);
    }
  }

  @Override
  public KeyHolder addHost(KeyProvider provider, String label) {
    return addHostAudited(Unlocking.with(provider), label);
  }

  private KeyHolder addHostAudited(Unlocking unlocking, String label) {
    return holder(addAudited(() -> new HolderAddition(repository).addHost(unlocking, label)), true);
  }

  private KeyHolder addAudited(Unlocking unlocking, String label) {
    return holder(
        addAudited(() -> new HolderAddition(repository).addFull(unlocking, label)), false);
  }

  private Holder addAudited(Supplier<Holder> adding) {
    repository.requireFull("add holders of keys");
    return repository.audited("key add", adding, added -> null);
  }

  @Override
  public int epoch() {
    return repository.state().epoch();
  }

  @Override
  public int rotate() {
    int before = repository.state().epoch();
    return rotateAudited("key rotate", tail -> tail.epoch() == before, holder -> true);
  }

  @Override
  public boolean rotateIfOlderThan(Duration age) {
    Predicate<LogState> due = tail -> !began(tail).plus(age).isAfter(now());
    int before = repository.state().epoch();
    return due.test(repository.state())
        && rotateAudited("key rotate", due, holder -> true) > before;
  }

  private Instant now() {
    return repository.settings().clock().instant();
  }

  private Instant began(LogState state) {
    return Instant.ofEpochSecond(
        state.epoch() == 1 ? repository.configuration().created() : state.epochCreated());
  }

  @Override
  public int revoke(String idPrefix) {
    String id = pickOther(idPrefix);
    if (!repository.state().holders().containsKey(id)) {
      throw new KeyHolderRefusedException(
          "key file " + KeyFiles.abbreviated(id) + " is not one that the log names",
          "Remove it, and then rotate: only holders that the log names take part in a new epoch.",
          null);
    }
    int epoch;
    try {
      epoch =
          rotateAudited(
              "key revoke",
              tail -> tail.holders().containsKey(id),
              holder -> !holder.id().equals(id));
    } catch (KeyHolderRefusedException e) {
      if (!repository.state().incomplete()) {
        throw e;
      }
      throw removedOnly(id, e);
    }
    delete(id);
    return epoch;
  }

  /** A log that is damaged, maybe by who is to go, must not keep his key among the holders. */
  private KeyHolderRefusedException removedOnly(String id, KeyHolderRefusedException cause) {
    remove(id);
    return new KeyHolderRefusedException(
        "key "
            + KeyFiles.abbreviated(id)
            + " was removed, but no epoch could begin, since entries of the log are missing or"
            + " damaged: who kept a copy of the key file still reads what it opens",
        "Put the entries back from a copy of the repository, or let a repair void them; then rotate.",
        cause);
  }

  private int rotateAudited(String operation, Predicate<LogState> wanted, Predicate<Holder> stays) {
    repository.requireFull("begin an epoch");
    return repository.audited(
        operation, () -> new Rotation(repository).run(wanted, stays).epoch(), epoch -> null);
  }

  @Override
  public void remove(String idPrefix) {
    String id = pickOther(idPrefix);
    repository.audited(
        "key remove",
        () -> {
          if (repository.state().holders().containsKey(id)) {
            removeEntry(id);
          } else {
            removeLeftover(id);
          }
          return id;
        },
        removed -> null);
  }

  private String pickOther(String idPrefix) {
    repository.requireFull("remove holders of keys");
    String id = pick(idPrefix);
    if (id.equals(repository.holder())) {
      throw new KeyHolderRefusedException(
          "key file " + KeyFiles.abbreviated(id) + " is the one the repository was opened with",
          "Open the repository with another passphrase, key provider or recovery key to remove it.",
          null);
    }
    return id;
  }

  private String pick(String idPrefix) {
    String prefix = idPrefix.toLowerCase(Locale.ROOT);
    NavigableSet<String> found = new TreeSet<>();
    if (!prefix.isEmpty()) {
      repository.state().holders().keySet().stream()
          .filter(id -> id.startsWith(prefix))
          .forEach(found::add);
      Blobs.first(store, KeyFiles.PREFIX + prefix, 2).stream()
          .map(KeyFiles::id)
          .forEach(found::add);
    }
    if (found.isEmpty()) {
      throw new KeyHolderRefusedException(
          "no key file has an id that starts with '" + idPrefix + "'",
          "List the holders of keys and give the first digits of one's id.",
          null);
    }
    if (found.size() > 1) {
      throw new KeyHolderRefusedException(
          "several key files have ids that start with '"
              + idPrefix
              + "': "
              + found.stream().map(KeyFiles::abbreviated).collect(Collectors.joining(", ")),
          "Give more digits of the id.",
          null);
    }
    return found.first();
  }

  private void removeEntry(String id) {
    repository
        .log()
        .append(repository.state(), new Change.HolderRemoved(id), tail -> requireAnother(tail, id));
    delete(id);
  }

  /** The one that the repository was opened with stays in any case, but others may remove it. */
  private void requireAnother(LogState tail, String id) {
    if (tail.holders().keySet().stream()
        .noneMatch(
            other ->
                !other.equals(id) && !isHost(tail, other) && KeyFiles.isPresent(store, other))) {
      throw new KeyHolderRefusedException(
          "key file "
              + KeyFiles.abbreviated(id)
              + " is the last of the repository's holders who may read",
          "Add another holder first.",
          null);
    }
  }

  private void removeLeftover(String id) {
    Optional<byte[]> file = readable(id);
    delete(id);
    if (repository.state().holders().containsKey(id)) {
      file.ifPresent(bytes -> KeyFiles.putBack(store, id, bytes));
      throw new KeyHolderRefusedException(
          "key file " + KeyFiles.abbreviated(id) + " was being added, and is a holder's now",
          "Remove it again if its holder is not to open the repository.",
          null);
    }
  }

  private Optional<byte[]> readable(String id) {
    try {
      return Blobs.readIfPresent(store, KeyFiles.key(id), BlobLimit.KEY_FILE);
    } catch (DamagedRepositoryException e) {
      return Optional.empty(); // nobody is adding that
    }
  }

  private void delete(String id) {
    try {
      store.delete(List.of(KeyFiles.key(id))).orThrow();
    } catch (ByssusException e) {
      throw new KeyHolderRefusedException(
          "the file of key "
              + KeyFiles.abbreviated(id)
              + " could not be deleted, and still opens the repository: "
              + e.getMessage(),
          "Remove it again when the store lets it be deleted.",
          e);
    }
  }

  @Override
  public KeyHolder changePassphrase(Secret passphrase) {
    repository.requireFull("change its passphrase");
    Holder current = current();
    try (Unlocking unlocking = Unlocking.with(passphrase.copy())) {
      return repository.audited(
          "key passwd",
          () -> {
            KeyHolder added =
                holder(
                    new HolderAddition(repository).replaceFull(unlocking, current.label()), false);
            repository.holder(added.id());
            removeReplaced(current.id(), added.id());
            return holderOpenedWith(added);
          },
          changed -> null);
    }
  }

  private Holder current() {
    Holder current = repository.state().holders().get(repository.holder());
    if (current == null) {
      throw new KeyHolderRefusedException(
          "the repository was opened with key file "
              + KeyFiles.abbreviated(repository.holder())
              + ", which the log does not name (any more)",
          "Add a holder with the new passphrase, open the repository with it, and remove this one.",
          null);
    }
    if (!KeyFiles.takesPassphrase(current.slot())) {
      throw new KeyHolderRefusedException(
          "the repository was opened with a "
              + KeyFiles.kind(current.slot()).described()
              + " and not with a passphrase",
          "Add a holder with the passphrase.",
          null);
    }
    return current;
  }

  private void removeReplaced(String old, String replacement) {
    try {
      removeEntry(old);
    } catch (ByssusException e) {
      throw new KeyHolderRefusedException(
          "the new passphrase opens the repository (key "
              + KeyFiles.abbreviated(replacement)
              + "), but so may the old one (key "
              + KeyFiles.abbreviated(old)
              + "): "
              + e.getMessage(),
          "Open the repository with the new passphrase and remove the old key.",
          e);
    }
  }
}
