package io.byssus.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.byssus.api.store.AppendOnly;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.BlobStoreProvider;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.StoreAccessDeniedException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InMemoryStoreTest extends BlobStoreContract {
  private InMemoryStore last = InMemoryStore.create();

  @Override
  protected BlobStore openStore() {
    last = InMemoryStore.create();
    return last;
  }

  @Override
  protected BlobStore openSecondClient() {
    return last.sameBlobs();
  }

  @Override
  public Optional<BlobStore> appendOnly() {
    return Optional.of(last.appendOnly());
  }

  @Override
  public int moreThanOnePage() {
    return 25;
  }

  @Test
  void aBlobIsAsOldAsTheClockSaid() {
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    InMemoryStore store = InMemoryStore.create().withClock(() -> time);
    StoreProbe.put(store, "blob", "content");
    assertThat(store.stat(BlobKey.of("blob")).flatMap(BlobInfo::created)).contains(time);
  }

  @Test
  void aNameIsSharedWithinTheJvmUntilItIsForgotten() {
    BlobStoreProvider provider =
        ServiceLoader.load(BlobStoreProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.scheme().equals("mem"))
            .findFirst()
            .orElseThrow();
    StoreProbe.put(provider.open(URI.create("mem:shared-name")), "blob", "content");

    BlobStore other = InMemoryStore.named("shared-name");
    assertThat(StoreProbe.text(other, "blob")).isEqualTo("content");
    assertThat(other.location()).hasToString("mem:shared-name");

    InMemoryStore.forget("shared-name");
    assertThat(StoreProbe.keys(InMemoryStore.named("shared-name"), "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mem:/a", "mem://a", "mem:a#b", "mem:a?b", "file:a"})
  void anyOtherUriIsRefusedWithTheRightForm(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InMemoryStoreProvider().open(URI.create(uri)))
        .withMessageContaining("mem:NAME");
  }

  @Test
  void pagesAreAsLongAsAsked() {
    InMemoryStore store = InMemoryStore.create().withPageSize(2);
    for (int i = 0; i < 5; i++) {
      StoreProbe.put(store, "blob" + i, "");
    }

    assertThat(store.list("", null).blobs()).hasSize(2);
    assertThat(StoreProbe.keys(store, "")).hasSize(5);
    assertThatIllegalArgumentException().isThrownBy(() -> store.withPageSize(0));
  }

  @Test
  void aLockEndsByTheClockOfWhoDeletes() {
    Instant start = Instant.parse("2026-11-20T12:00:00Z");
    AtomicReference<Instant> now = new AtomicReference<>(start);
    InMemoryStore store = InMemoryStore.create().withClock(now::get);
    BlobKey key = BlobKey.of("locked");
    store.create(key, BlobBody.of(new byte[1]), CreateOptions.lockedFor(Duration.ofDays(30)));

    now.set(start.plus(Duration.ofDays(30)).minusMillis(1));
    assertThat(store.delete(List.of(key)).failures()).containsOnlyKeys(key);
    now.set(start.plus(Duration.ofDays(30)));
    assertThat(store.delete(List.of(key)).failures()).isEmpty();
    StoreProbe.put(store, "locked", "free");
    assertThat(store.delete(List.of(key)).failures()).isEmpty();
  }

  @Test
  void anAppendOnlyClientDeletesNothingAndOthersDo() {
    InMemoryStore store = InMemoryStore.create();
    InMemoryStore appending = store.appendOnly();
    StoreProbe.put(appending, "blob", "");

    assertThat(appending.capability(AppendOnly.class)).isPresent();
    assertThat(store.capability(AppendOnly.class)).isEmpty();
    for (String key : List.of("blob", "missing")) {
      assertThatExceptionOfType(StoreAccessDeniedException.class)
          .isThrownBy(() -> appending.delete(List.of(BlobKey.of(key))))
          .withMessageContaining("append-only");
    }
    assertThat(StoreProbe.keys(store, "")).containsExactly("blob");
    assertThat(store.delete(List.of(BlobKey.of("blob"))).failures()).isEmpty();
  }
}
