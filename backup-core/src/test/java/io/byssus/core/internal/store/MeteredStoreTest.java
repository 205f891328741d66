package io.byssus.core.internal.store;

import static io.byssus.testkit.store.StoreProbe.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobStore;
import io.byssus.testkit.store.BlobStoreContract;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreProbe;
import org.junit.jupiter.api.Test;

/** It counts, and otherwise keeps the contract of the store behind it. */
class MeteredStoreTest extends BlobStoreContract {
  private InMemoryStore behind = InMemoryStore.create();

  @Override
  protected BlobStore openStore() {
    behind = InMemoryStore.create();
    return new MeteredStore(behind);
  }

  @Override
  protected BlobStore openSecondClient() {
    return new MeteredStore(behind.sameBlobs());
  }

  @Override
  public int moreThanOnePage() {
    return 25;
  }

  @Test
  void whatIsCreatedIsCountedByWhatHasArrived() {
    MeteredStore store = new MeteredStore(InMemoryStore.create());
    assertThat(store.bytesCreated()).isZero();
    put(store, "a", new byte[1_000]);
    put(store, "b", new byte[0]);
    assertThatThrownBy(() -> put(store, "a", new byte[50])).isInstanceOf(BlobExistsException.class);
    StoreProbe.content(store, "a");
    assertThat(store.bytesCreated()).isEqualTo(1_000);
  }

  @Test
  void manyThreadsAreCounted() throws Exception {
    MeteredStore store = new MeteredStore(InMemoryStore.create());
    StoreProbe.atOnce(
        8,
        thread ->
            () -> {
              for (int i = 0; i < 100; i++) {
                put(store, thread + "/" + i, new byte[thread]);
              }
              return thread;
            });
    assertThat(store.bytesCreated()).isEqualTo(100 * (1 + 2 + 3 + 4 + 5 + 6 + 7));
  }
}
