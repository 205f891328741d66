package io.byssus.testkit.store;

import static io.byssus.testkit.store.StoreProbe.keys;
import static io.byssus.testkit.store.StoreProbe.put;
import static io.byssus.testkit.store.StoreProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.byssus.api.store.AppendOnly;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.StoreAccessDeniedException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What the contract says of clients that give nothing up, of stores that have such. A part of
 * {@link BlobStoreContract}.
 */
interface AppendOnlyContract {
  /** Returns a client. */
  BlobStore store();

  /** Returns an append-only client of the same place, if the store has such. */
  Optional<BlobStore> appendOnly();

  @Test
  default void anAppendOnlyClientTakesBlobsAndGivesNoneUp() {
    assertThat(store().capability(AppendOnly.class)).as("of a client that may delete").isEmpty();
    appendOnly()
        .ifPresent(
            client -> {
              assertThat(client.capability(AppendOnly.class)).isPresent();
              put(store(), "a/other", "other");
              put(client, "a/own", "own");

              for (String key : List.of("a/other", "a/own", "missing")) {
                assertThatExceptionOfType(StoreAccessDeniedException.class)
                    .isThrownBy(() -> client.delete(List.of(BlobKey.of(key))));
              }

              assertThat(keys(store(), "")).containsExactly("a/other", "a/own");
              assertThat(text(client, "a/other")).isEqualTo("other");
              assertThat(store().delete(List.of(BlobKey.of("a/own"))).failures()).isEmpty();
              client.close();
            });
  }
}
