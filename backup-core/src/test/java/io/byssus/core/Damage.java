package io.byssus.core;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.crypto.ContainerKind;
import java.util.Arrays;
import java.util.List;

/** Does to blobs what broken disks and clumsy people do. */
final class Damage {
  /** Where the header of a container names its kind. */
  private static final int KIND_AT = 9;

  private Damage() {}

  static void remove(BlobStore store, BlobKey key) {
    store.delete(List.of(key)).orThrow();
  }

  static void replace(BlobStore store, BlobKey key, byte[] bytes) {
    remove(store, key);
    plant(store, key, bytes);
  }

  static void plant(BlobStore store, BlobKey key, byte[] bytes) {
    store.create(key, BlobBody.of(bytes), CreateOptions.none());
  }

  /** Cuts the second half off. */
  static void truncate(BlobStore store, BlobKey key) {
    byte[] bytes = Repositories.read(store, key);
    replace(store, key, Arrays.copyOf(bytes, bytes.length / 2));
  }

  /** Changes a bit in the middle. */
  static void flip(BlobStore store, BlobKey key) {
    flip(store, key, Math.toIntExact(store.stat(key).orElseThrow().length() / 2));
  }

  /** Changes the lowest bit of a byte. */
  static void flip(BlobStore store, BlobKey key, int at) {
    byte[] bytes = Repositories.read(store, key);
    bytes[at] ^= 1;
    replace(store, key, bytes);
  }

  /** Changes a bit in every pack of directories, and returns how many there are. */
  static int flipTrees(BlobStore store) {
    List<BlobKey> packs =
        Repositories.keys(store, "packs/").stream()
            .filter(key -> Repositories.read(store, key)[KIND_AT] == ContainerKind.TREE_PACK.id())
            .toList();
    packs.forEach(pack -> flip(store, pack));
    return packs.size();
  }
}
