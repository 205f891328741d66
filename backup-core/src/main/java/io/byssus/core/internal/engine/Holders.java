package io.byssus.core.internal.engine;

import io.byssus.api.key.KeyProvider;
import io.byssus.api.key.Secret;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.Holder;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.key.KeyHolder;
import io.byssus.core.key.KeyHolders;
import io.byssus.crypto.KeyFile;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Adds and removes key files. The file is there before the log says so, and gone after it: at every
 * moment each holder that the log names can open the repository.
 */
final class Holders implements KeyHolders {
  private static final int MAX_LABEL = 200;
  private static final int PASSPHRASE_SLOT = 1;

  private final OpenRepository repository;

  Holders(OpenRepository repository) {
    this.repository = repository;
  }

  @Override
  public List<KeyHolder> list() {
    return repository.state().holders().values().stream()
        .map(this::holder)
        .sorted(Comparator.comparing(KeyHolder::created).thenComparing(KeyHolder::id))
        .toList();
  }

  private KeyHolder holder(Holder holder) {
    return new KeyHolder(
        holder.id(),
        holder.slot() == PASSPHRASE_SLOT ? KeyHolder.Kind.PASSPHRASE : KeyHolder.Kind.PROVIDER,
        holder.label(),
        Instant.ofEpochSecond(holder.created()),
        holder.id().equals(repository.holder()));
  }

  @Override
  public KeyHolder add(Secret passphrase, String label) {
    try (Unlocking unlocking = Unlocking.with(passphrase.copy())) {
      return repository.audited("key add", () -> add(unlocking, label), added -> null);
    }
  }

  @Override
  public KeyHolder add(KeyProvider provider, String label) {
    return repository.audited("key add", () -> add(Unlocking.with(provider), label), added -> null);
  }

  private KeyHolder add(Unlocking unlocking, String label) {
    if (label.length() > MAX_LABEL) {
      throw new IllegalArgumentException(
          "a label has at most " + MAX_LABEL + " characters, not " + label.length());
    }
    byte[] file = unlocking.seal(repository.keys());
    long now = repository.settings().clock().instant().getEpochSecond();
    Holder holder = new Holder(KeyFile.id(file), RepositoryOpener.slot(file), label, now);
    repository.store().create(key(holder.id()), BlobBody.of(file), CreateOptions.none());
    repository.log().append(repository.state(), new Change.HolderAdded(holder), tail -> {});
    return holder(holder);
  }

  @Override
  public void remove(String idPrefix) {
    String prefix = idPrefix.toLowerCase(Locale.ROOT);
    List<Holder> found =
        repository.state().holders().values().stream()
            .filter(holder -> !prefix.isEmpty() && holder.id().startsWith(prefix))
            .toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          found.size() + " key files have ids that start with '" + idPrefix + "'");
    }
    String id = found.get(0).id();
    if (id.equals(repository.holder())) {
      throw new IllegalArgumentException(
          "key file "
              + prefix
              + " is the one the repository was opened with: open it with another to remove it");
    }
    repository.audited(
        "key remove",
        () -> {
          removeEntry(id);
          return id;
        },
        removed -> null);
  }

  private void removeEntry(String id) {
    repository
        .log()
        .append(repository.state(), new Change.HolderRemoved(id), tail -> requireAnother(tail, id));
    repository.store().delete(List.of(key(id))).orThrow();
  }

  private static void requireAnother(LogState tail, String id) {
    if (tail.holders().keySet().stream().allMatch(id::equals)) {
      throw new IllegalArgumentException("the last key file of a repository can't be removed");
    }
  }

  @Override
  public KeyHolder changePassphrase(Secret passphrase) {
    Holder current = repository.state().holders().get(repository.holder());
    if (current == null || current.slot() != PASSPHRASE_SLOT) {
      throw new IllegalStateException("the repository was not opened with a passphrase");
    }
    try (Unlocking unlocking = Unlocking.with(passphrase.copy())) {
      return repository.audited(
          "key passwd",
          () -> {
            KeyHolder added = add(unlocking, current.label());
            repository.holder(added.id());
            removeEntry(current.id());
            return new KeyHolder(added.id(), added.kind(), added.label(), added.created(), true);
          },
          changed -> null);
    }
  }

  private static BlobKey key(String id) {
    return BlobKey.of(RepositoryOpener.KEYS + id);
  }
}
