package io.byssus.core.internal.engine;

import io.byssus.api.KeyHolderRefusedException;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.Features;
import io.byssus.core.internal.log.Holder;
import io.byssus.core.internal.store.Blobs;
import io.byssus.core.key.KeyHolders;
import io.byssus.crypto.NewKeyFile;
import io.byssus.crypto.RepositoryKeys;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Adds a holder of keys: a key file, and then the entry of the log that names it. */
final class HolderAddition {
  private final OpenRepository repository;
  private final BlobStore store;

  HolderAddition(OpenRepository repository) {
    this.repository = repository;
    this.store = repository.store();
  }

  /** Adds one who has all keys that this one has. */
  Holder addFull(Unlocking unlocking, String label) {
    requireRoom();
    return replaceFull(unlocking, label);
  }

  /** Adds one who has all keys, and will be instead of another. */
  Holder replaceFull(Unlocking unlocking, String label) {
    return add(unlocking, repository.keys(), label, Change.HolderAdded::new);
  }

  /** Adds one who only writes, in a domain of its own. */
  Holder addHost(Unlocking unlocking, String label) {
    requireRoom();
    try (RepositoryKeys host = repository.keys().newHost()) {
      String author = HexFormat.of().formatHex(host.signerPublicKey());
      return add(
          unlocking,
          host,
          label,
          holder -> {
            require(Features.WRITE_ONLY);
            return new Change.DomainBegun(host.domain(), author, holder);
          });
    }
  }

  private void requireRoom() {
    int most = KeyHolders.MAX_HOLDERS;
    if (Blobs.first(store, KeyFiles.PREFIX, most).size() == most) {
      throw new KeyHolderRefusedException(
          "the repository has " + most + " key files, and takes no more",
          "List the holders of keys and remove one that is not needed.",
          null);
    }
  }

  /** Sees to it that a program which does not know a feature says so. */
  private void require(String feature) {
    repository
        .log()
        .append(
            repository.state(),
            tail ->
                tail.features().contains(feature)
                    ? Optional.empty()
                    : Optional.of(new Change.Required(feature)));
  }

  private Holder add(
      Unlocking unlocking, RepositoryKeys keys, String label, Function<Holder, Change> naming) {
    if (label.length() > KeyHolders.MAX_LABEL) {
      throw new IllegalArgumentException(
          "a label has at most " + KeyHolders.MAX_LABEL + " characters, not " + label.length());
    }
    int epoch = repository.state().epoch();
    requireEpoch(epoch, keys.epoch()); // those of a host were made before
    NewKeyFile file = unlocking.seal(keys);
    long now = repository.settings().clock().instant().getEpochSecond();
    Holder holder = KeyFiles.holder(file, label, now);
    KeyFiles.create(
        store,
        List.of(file.bytes()),
        () -> {
          Change change = naming.apply(holder);
          repository
              .log()
              .append(repository.state(), change, tail -> requireEpoch(tail.epoch(), epoch));
        });
    if (!KeyFiles.isPresent(store, holder.id())) {
      // Somebody took it for a leftover before the log named it.
      KeyFiles.putBack(store, holder.id(), file.bytes());
    }
    return holder;
  }

  /** The letter about an epoch that began meanwhile was not written to the new holder. */
  private static void requireEpoch(int now, int epoch) {
    if (now != epoch) {
      throw new KeyHolderRefusedException(
          "the repository went on to epoch " + now + " while the key was made",
          "Add it again.",
          null);
    }
  }
}
