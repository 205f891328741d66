package io.byssus.core.internal.log;

import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.document.SignedStatement;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreProbe;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** A log in memory, what one appends to it, and what an enemy does to its blobs. */
final class LogBench {
  static final String CONFIG_HASH = name("configuration");
  static final Holder FOUNDER =
      new Holder(name("founder"), 1, "founder", 1_700_000_000, "e".repeat(64));
  static final Consumer<LogState> ALWAYS = state -> {};

  private final RepositoryKeys keys = RepositoryKeys.generate();
  private final InMemoryStore store = InMemoryStore.create();

  RepositoryKeys keys() {
    return keys;
  }

  InMemoryStore store() {
    return store;
  }

  /** Returns a log of this repository's holder. */
  Log log() {
    return log(store.sameBlobs());
  }

  Log log(BlobStore around) {
    return log(around, keys);
  }

  static Log log(BlobStore store, RepositoryKeys keys) {
    return new Log(
        store, keys, Suite.AES_256_GCM, Clock.systemUTC(), CONFIG_HASH, List.of(FOUNDER));
  }

  /** Returns 64 hexadecimal digits that stand for a text. */
  static String name(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return DigestAlgorithm.SHA_256.hex(bytes, 0, bytes.length);
  }

  /** Returns a change that adds one segment. */
  static Change add(String segment) {
    return new Change.Add("0".repeat(32), List.of(name(segment)));
  }

  /** Appends one change for each name and returns the state after the last. */
  LogState append(String... segments) {
    Log log = log();
    LogState state = log.load();
    for (String segment : segments) {
      state = log.append(state, add(segment), ALWAYS);
    }
    return state;
  }

  /** Appends as many changes, named by a prefix and a number from 1 on. */
  LogState append(String prefix, int count) {
    String[] segments = new String[count];
    for (int i = 0; i < count; i++) {
      segments[i] = prefix + (i + 1);
    }
    return append(segments);
  }

  byte[] blob(BlobKey key) {
    return StoreProbe.content(store, key.value());
  }

  void delete(BlobKey key) {
    store.delete(List.of(key)).orThrow();
  }

  void put(BlobKey key, byte[] bytes) {
    StoreProbe.put(store, key.value(), bytes);
  }

  void replace(BlobKey key, byte[] bytes) {
    delete(key);
    put(key, bytes);
  }

  void flip(BlobKey key, int bit) {
    byte[] bytes = blob(key);
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    replace(key, bytes);
  }

  static BlobKey checkpoint(long number) {
    return BlobKey.of(Log.CHECKPOINTS + "%016d".formatted(number));
  }

  /** Returns the blob of an entry that was signed by the author, whatever it says. */
  byte[] entrySignedByAuthor(byte[] statement) {
    return sealed(
        SignedStatement.sign(Entry.PURPOSE, statement, keys.authorPublicKey(), keys::signAsAuthor));
  }

  /** Returns the blob of an entry that was signed by the root, whatever it says. */
  byte[] entrySignedByRoot(byte[] statement) {
    return sealed(
        SignedStatement.sign(Entry.PURPOSE, statement, keys.rootPublicKey(), keys::signAsRoot));
  }

  /** Returns the blob of a checkpoint that says this, whether the log does or not. */
  byte[] checkpointOf(LogState state) {
    byte[] signed =
        SignedStatement.sign(
            Checkpoint.PURPOSE,
            Checkpoint.encode(state),
            keys.authorPublicKey(),
            keys::signAsAuthor);
    return SealedDocument.seal(
        ContainerKind.CHECKPOINT,
        signed,
        buffer -> keys.seal(ContainerKind.CHECKPOINT, Suite.AES_256_GCM, buffer));
  }

  byte[] sealed(byte[] signed) {
    return SealedDocument.seal(
        ContainerKind.LOG_ENTRY,
        signed,
        buffer -> keys.seal(ContainerKind.LOG_ENTRY, Suite.AES_256_GCM, buffer));
  }
}
