package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.SnapshotId;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.OutcomeUnknownException;
import io.byssus.core.internal.log.Holder;
import io.byssus.core.key.KeyHolder;
import io.byssus.crypto.KeyFile;
import io.byssus.crypto.NewKeyFile;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Where key files are, and how one comes to be. */
final class KeyFiles {
  /** What the keys of all key files start with. */
  static final String PREFIX = "keys/";

  private KeyFiles() {}

  static BlobKey key(String id) {
    return BlobKey.of(PREFIX + id);
  }

  /** Returns the name of the key file that a blob is, or claims to be. */
  static String id(BlobKey key) {
    return key.value().substring(PREFIX.length());
  }

  /** Returns enough of an id for people to tell key files apart. */
  static String abbreviated(String id) {
    return id.substring(0, Math.min(SnapshotId.SHORT_DIGITS, id.length()));
  }

  /** Returns the holder of a new key file, as the log names it. */
  static Holder holder(NewKeyFile file, String label, long created) {
    return new Holder(
        KeyFile.id(file.bytes()),
        KeyFile.parse(file.bytes()).slot().id(),
        label,
        created,
        HexFormat.of().formatHex(file.publicKey()));
  }

  static boolean takesPassphrase(int slot) {
    return slot == KeyFile.Slot.PASSPHRASE.id();
  }

  /** Returns the kind of a holder whose key file is opened in some way. */
  static KeyHolder.Kind kind(int slot) {
    return switch (KeyFile.Slot.of(slot)) {
      case PASSPHRASE -> KeyHolder.Kind.PASSPHRASE;
      case PROVIDER -> KeyHolder.Kind.PROVIDER;
      case RECOVERY_KEY -> KeyHolder.Kind.RECOVERY_KEY;
    };
  }

  /**
   * Stores key files, then what names them. The files are deleted again if that is known to have
   * failed, so that nobody opens the repository whom it does not name.
   *
   * @param naming stores the configuration or the log entry that names the files
   */
  static void create(BlobStore store, List<byte[]> files, Runnable naming) {
    List<BlobKey> stored = new ArrayList<>();
    try {
      for (byte[] file : files) {
        BlobKey key = key(KeyFile.id(file));
        store.create(key, BlobBody.of(file), CreateOptions.none());
        stored.add(key);
      }
      naming.run();
    } catch (OutcomeUnknownException e) {
      throw e; // what names the files may be there
    } catch (ByssusException e) {
      deleteAgain(store, stored, e);
      throw e;
    }
  }

  static boolean isPresent(BlobStore store, String id) {
    return store.stat(key(id)).isPresent();
  }

  /** Stores a file again that somebody took away. */
  static void putBack(BlobStore store, String id, byte[] file) {
    try {
      store.create(key(id), BlobBody.of(file), CreateOptions.none());
    } catch (BlobExistsException e) {
      // Who removed it, or who added it, has put it back.
    }
  }

  private static void deleteAgain(BlobStore store, List<BlobKey> keys, ByssusException failure) {
    try {
      store.delete(keys).orThrow();
    } catch (ByssusException e) {
      failure.addSuppressed(e);
    }
  }
}
