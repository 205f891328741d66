package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.log.Log;
import io.byssus.core.internal.store.BlobLimit;
import io.byssus.core.internal.store.Blobs;
import io.byssus.crypto.KeyFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What is in a store that has no configuration: it decides whether a repository may be created, and
 * what is said to who wants to open one.
 *
 * @param kind what it looks like
 * @param swept what a creation that was cut short left behind, and a new one may remove
 * @param witness the object that tells, for messages
 */
record Remains(Kind kind, List<BlobKey> swept, String witness) {
  /** What a store without a configuration looks like. */
  enum Kind {
    /** Nothing is there, or nothing but probes. */
    NOTHING,
    /** Key files and nothing else: nothing was stored with them. */
    CREATION_CUT_SHORT,
    /** A repository that lost its configuration. */
    REPOSITORY,
    /** Other files, none of them where key files are. */
    OTHER,
    /** Files where key files are, and what no creation leaves. */
    OTHER_AND_KEYS
  }

  private static final List<String> DATA_PREFIXES =
      List.of(Log.PREFIX, PackName.PREFIX, IndexLoader.PREFIX, Log.CHECKPOINTS);

  /** Many an application has a directory {@code log/} or {@code index/} too. */
  private static final Predicate<String> DATA =
      Pattern.compile(
              ("(" + Log.PREFIX + "|" + Log.CHECKPOINTS + ")[0-9]{16}|")
                  + (IndexLoader.PREFIX + "[0-9a-f]{64}|")
                  + (PackName.PREFIX + "[0-9a-f]{32}/[0-9a-f]{64}"))
          .asMatchPredicate();

  /** More were never left by creations, which take each other's remains away. */
  private static final int MAX_SWEPT = 100;

  static Remains in(BlobStore store) {
    Optional<BlobKey> data = data(store);
    if (data.isPresent()) {
      return new Remains(Kind.REPOSITORY, List.of(), data.get().value());
    }
    List<BlobKey> keys = Blobs.first(store, KeyFiles.PREFIX, MAX_SWEPT + 1);
    List<BlobKey> swept = new ArrayList<>(keys);
    swept.addAll(Blobs.first(store, WriterProbe.PREFIX, MAX_SWEPT));
    // One more than is known, so that there is another one among them, if there is any.
    Optional<BlobKey> other =
        Blobs.first(store, "", swept.size() + 1).stream()
            .filter(key -> !swept.contains(key))
            .findFirst();
    if (keys.isEmpty()) {
      return other
          .map(key -> new Remains(Kind.OTHER, List.of(), key.value()))
          .orElseGet(() -> new Remains(Kind.NOTHING, swept, ""));
    }
    if (other.isEmpty()) {
      other =
          keys.stream().filter(key -> keys.size() > MAX_SWEPT || !isWhole(store, key)).findFirst();
    }
    return other
        .map(key -> new Remains(Kind.OTHER_AND_KEYS, List.of(), key.value()))
        .orElseGet(() -> new Remains(Kind.CREATION_CUT_SHORT, swept, keys.get(0).value()));
  }

  /** Returns a blob that only a repository has in which something was done. */
  static Optional<BlobKey> data(BlobStore store) {
    return DATA_PREFIXES.stream()
        .flatMap(prefix -> Blobs.find(store, prefix, key -> DATA.test(key.value())).stream())
        .findFirst();
  }

  /** Somebody's own directory of that name must not be taken for remains. */
  private static boolean isWhole(BlobStore store, BlobKey key) {
    try {
      Optional<byte[]> file = Blobs.readIfPresent(store, key, BlobLimit.KEY_FILE);
      if (file.isEmpty()) {
        return true; // another creation lost, and took its own away
      }
      KeyFile.parse(file.get());
      return KeyFile.id(file.get()).equals(KeyFiles.id(key));
    } catch (DamagedRepositoryException | UnsupportedFormatException e) {
      return false;
    }
  }
}
