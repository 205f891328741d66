package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.SnapshotId;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.OutcomeUnknownException;
import io.byssus.crypto.KeyFile;
import java.util.List;

/** Where key files are, and how one comes to be. */
final class KeyFiles {
  /** What the keys of all key files start with. */
  static final String PREFIX = "keys/";

  private static final int PASSPHRASE_SLOT = 1;
  private static final int PROVIDER_SLOT = 2;

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

  /** Returns how a key file is opened, as the log says it. */
  static int slot(byte[] file) {
    return KeyFile.parse(file).slot() == KeyFile.Slot.PASSPHRASE ? PASSPHRASE_SLOT : PROVIDER_SLOT;
  }

  static boolean takesPassphrase(int slot) {
    return slot == PASSPHRASE_SLOT;
  }

  /**
   * Stores a key file, then what names it. The file is deleted again if that is known to have
   * failed, so that nobody opens the repository whom it does not name.
   *
   * @param naming stores the configuration or the log entry that names the file
   */
  static void create(BlobStore store, byte[] file, Runnable naming) {
    BlobKey key = key(KeyFile.id(file));
    store.create(key, BlobBody.of(file), CreateOptions.none());
    try {
      naming.run();
    } catch (OutcomeUnknownException e) {
      throw e; // what names the file may be there
    } catch (ByssusException e) {
      deleteAgain(store, key, e);
      throw e;
    }
  }

  private static void deleteAgain(BlobStore store, BlobKey key, ByssusException failure) {
    try {
      store.delete(List.of(key)).orThrow();
    } catch (ByssusException e) {
      failure.addSuppressed(e);
    }
  }
}
