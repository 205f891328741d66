package io.byssus.testkit.store;

import static io.byssus.testkit.store.StoreProbe.keys;
import static io.byssus.testkit.store.StoreProbe.put;
import static io.byssus.testkit.store.StoreProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code delete}. A part of {@link BlobStoreContract}. */
interface DeleteContract {
  /** Returns a client. */
  BlobStore store();

  /** Returns another client of the same place. */
  BlobStore second();

  @Test
  default void deletedBlobsAreGoneForEveryClientAtOnce() {
    for (String key : List.of("a/1", "a/2", "b/1", "c")) {
      put(store(), key, key);
      assertThat(text(second(), key)).isEqualTo(key);
    }

    assertThat(
            store()
                .delete(List.of(BlobKey.of("a/1"), BlobKey.of("b/1"), BlobKey.of("c")))
                .failures())
        .isEmpty();

    for (BlobStore client : List.of(store(), second())) {
      assertThat(keys(client, "")).containsExactly("a/2");
      assertThat(client.stat(BlobKey.of("a/1"))).isEmpty();
      assertThatThrownBy(() -> client.read(BlobKey.of("a/1"), 0, ByteBuffer.allocate(1)))
          .isInstanceOf(BlobNotFoundException.class);
    }
  }

  @Test
  default void deletingWhatIsMissingSucceeds() {
    put(store(), "a", "");

    assertThat(
            store()
                .delete(List.of(BlobKey.of("b"), BlobKey.of("c/d"), BlobKey.of("a/b")))
                .failures())
        .isEmpty();
    assertThat(store().delete(List.of()).failures()).isEmpty();
    assertThat(keys(store(), "")).containsExactly("a");
  }

  @Test
  default void aKeyCanBeCreatedAgainOnceItIsDeleted() {
    put(store(), "a/b", "first content");
    assertThat(text(second(), "a/b")).isEqualTo("first content");

    second().delete(List.of(BlobKey.of("a/b"))).orThrow();
    put(store(), "a/b", "second");

    assertThat(text(second(), "a/b")).isEqualTo("second");
    assertThat(text(store(), "a/b")).isEqualTo("second");
  }
}
