package io.byssus.testkit.store;

import static io.byssus.testkit.store.StoreProbe.keys;
import static io.byssus.testkit.store.StoreProbe.put;
import static io.byssus.testkit.store.StoreProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobLockedException;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.DeleteReport;
import io.byssus.api.store.RetentionLocks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What the contract says of retention locks, of stores that have them and of those that have not. A
 * part of {@link BlobStoreContract}.
 */
interface LockContract {
  /** Long after the test, and so much shorter than a year that clocks make no difference. */
  Duration DAY = Duration.ofDays(1);

  /** Stores may round the end of a lock; their clock may be another machine's. */
  Duration TOLERANCE = Duration.ofHours(1);

  /** Returns a client. */
  BlobStore store();

  /** Returns another client of the same place. */
  BlobStore second();

  private static void putLocked(BlobStore store, String key, Duration retention) {
    store.create(
        BlobKey.of(key),
        BlobBody.of(key.getBytes(StandardCharsets.UTF_8)),
        CreateOptions.lockedFor(retention));
  }

  private Optional<RetentionLocks> locks() {
    return store().capability(RetentionLocks.class);
  }

  @Test
  default void aLockThatTheStoreCannotKeepIsRefused() {
    if (locks().isEmpty()) {
      assertThatThrownBy(() -> putLocked(store(), "locked", DAY))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("no retention locks");
      assertThat(keys(second(), "")).isEmpty();
    } else {
      putLocked(store(), "locked", DAY);
      assertThat(text(second(), "locked")).isEqualTo("locked");
    }
  }

  @Test
  default void whatIsLockedIsNotDeletedAndTheRestIs() {
    locks()
        .ifPresent(
            locks -> {
              putLocked(store(), "a/locked", DAY);
              put(store(), "a/free", "free");
              put(store(), "b", "free");

              for (BlobStore client : List.of(store(), second())) {
                DeleteReport report =
                    client.delete(
                        List.of(BlobKey.of("a/free"), BlobKey.of("a/locked"), BlobKey.of("b")));

                assertThat(report.failures()).containsOnlyKeys(BlobKey.of("a/locked"));
                assertThatThrownBy(report::orThrow)
                    .isInstanceOf(BlobLockedException.class)
                    .hasMessageContaining("a/locked");
                assertThat(keys(client, "")).containsExactly("a/locked");
                assertThat(text(client, "a/locked")).isEqualTo("a/locked");
              }
              assertThatThrownBy(() -> put(store(), "a/locked", "other"))
                  .isInstanceOf(BlobExistsException.class);
            });
  }

  @Test
  default void everyClientSeesWhenALockEnds() {
    locks()
        .ifPresent(
            locks -> {
              putLocked(store(), "locked", DAY);
              put(store(), "free", "");

              RetentionLocks seen = second().capability(RetentionLocks.class).orElseThrow();
              assertThat(seen.lockedUntil(BlobKey.of("locked")).orElseThrow())
                  .isBetween(
                      Instant.now().plus(DAY).minus(TOLERANCE),
                      Instant.now().plus(DAY).plus(TOLERANCE));
              assertThat(seen.lockedUntil(BlobKey.of("free"))).isEmpty();
              assertThatThrownBy(() -> seen.lockedUntil(BlobKey.of("missing")))
                  .isInstanceOf(BlobNotFoundException.class);
            });
  }

  @Test
  default void aLockIsExtendedAndNeverShortened() {
    locks()
        .ifPresent(
            locks -> {
              BlobKey key = BlobKey.of("locked");
              putLocked(store(), "locked", DAY);
              locks.extend(key, DAY.multipliedBy(3));
              Instant end = locks.lockedUntil(key).orElseThrow();
              assertThat(end).isAfter(Instant.now().plus(DAY.multipliedBy(3)).minus(TOLERANCE));

              locks.extend(key, Duration.ofMinutes(1));

              RetentionLocks seen = second().capability(RetentionLocks.class).orElseThrow();
              assertThat(seen.lockedUntil(key)).contains(end);
              assertThat(second().delete(List.of(key)).failures()).containsOnlyKeys(key);
            });
  }

  @Test
  default void aBlobThatWasFreeCanBeLockedLater() {
    locks()
        .ifPresent(
            locks -> {
              BlobKey key = BlobKey.of("a/blob");
              put(store(), "a/blob", "content");
              locks.extend(key, DAY);

              assertThat(second().delete(List.of(key)).failures().get(key))
                  .isInstanceOf(BlobLockedException.class);
              assertThat(text(second(), "a/blob")).isEqualTo("content");
              assertThatThrownBy(() -> locks.extend(BlobKey.of("missing"), DAY))
                  .isInstanceOf(BlobNotFoundException.class);
              assertThatIllegalArgumentException()
                  .isThrownBy(() -> locks.extend(key, Duration.ZERO));
            });
  }
}
