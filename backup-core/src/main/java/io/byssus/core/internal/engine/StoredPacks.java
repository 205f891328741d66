package io.byssus.core.internal.engine;

import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.store.Blobs;
import io.byssus.core.internal.store.UnreadableBlobException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The packs that are in a store, as its listing tells. Immutable. */
final class StoredPacks {
  private final Map<BlobKey, Long> lengths = new HashMap<>();
  private final Map<BlobKey, String> unreadable = new HashMap<>();

  private StoredPacks() {}

  /** Lists them. One that the listing can't tell the length of is looked at by itself. */
  static StoredPacks of(OpenRepository repository) {
    StoredPacks packs = new StoredPacks();
    Blobs.forEach(
        repository.store(),
        PackName.PREFIX,
        info -> {
          if (info.lengthKnown()) {
            packs.lengths.put(info.key(), info.length());
          } else {
            packs.look(repository, info.key());
          }
        });
    return packs;
  }

  private void look(OpenRepository repository, BlobKey key) {
    try {
      Optional<BlobInfo> info = repository.store().stat(key);
      info.ifPresent(found -> lengths.put(key, found.length()));
    } catch (UnreadableBlobException e) {
      unreadable.put(key, e.failure().getMessage());
    }
  }

  /** Returns what is wrong with a pack; nothing if it is there with all its bytes. */
  Optional<String> problem(BlobKey pack, long length) {
    String reason = unreadable.get(pack);
    if (reason != null) {
      return Optional.of("the pack can't be read: " + reason);
    }
    Long stored = lengths.get(pack);
    if (stored == null) {
      return Optional.of("the pack is missing");
    }
    return stored == length
        ? Optional.empty()
        : Optional.of("the pack has " + stored + " bytes instead of " + length);
  }

  /** Returns the packs' keys. */
  Set<BlobKey> keys() {
    Set<BlobKey> keys = new HashSet<>(lengths.keySet());
    keys.addAll(unreadable.keySet());
    return keys;
  }

  /** Returns how many there are beside these. */
  long beside(Set<BlobKey> named) {
    return lengths.keySet().stream().filter(key -> !named.contains(key)).count()
        + unreadable.keySet().stream().filter(key -> !named.contains(key)).count();
  }
}
