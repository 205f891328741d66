package io.byssus.testkit.store;

import static io.byssus.testkit.store.StoreProbe.atOnce;
import static io.byssus.testkit.store.StoreProbe.blobs;
import static io.byssus.testkit.store.StoreProbe.keys;
import static io.byssus.testkit.store.StoreProbe.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobPage;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.PageToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract says of {@code list}. A part of {@link BlobStoreContract}. */
interface ListContract {
  /** Returns a client. */
  BlobStore store();

  /** Returns another client of the same place. */
  BlobStore second();

  /** Returns how many blobs make a listing longer than a page. */
  int moreThanOnePage();

  @Test
  default void anEmptyPlaceListsNothing() {
    BlobPage page = store().list("", null);

    assertThat(page.blobs()).isEmpty();
    assertThat(page.next()).isEmpty();
    assertThat(keys(store(), "packs/")).isEmpty();
  }

  @Test
  default void aListingIsInAscendingOrderOfWholeKeys() {
    List<String> ascending =
        List.of("a-b/x", "a-c", "a.b", "a/b", "a/b-c/d", "a/b.c", "a/b0", "a/c", "a0", "a_", "ab");
    for (int i = 0; i < ascending.size(); i++) {
      // In an order that is neither ascending nor descending: 5 and 11 have no common divisor.
      put(store(), ascending.get(i * 5 % ascending.size()), "x".repeat(i));
    }

    assertThat(keys(second(), "")).containsExactlyElementsOf(ascending);
    for (BlobInfo blob : blobs(second(), "")) {
      assertThat(second().stat(blob.key())).contains(blob);
    }
  }

  @Test
  default void aTimeOfCreationIsTheSameWhoeverAsks() {
    put(store(), "blob", "content");

    Optional<Instant> told = blobs(store(), "blob").get(0).created();

    assertThat(blobs(second(), "blob").get(0).created()).isEqualTo(told);
    assertThat(second().stat(BlobKey.of("blob")).flatMap(BlobInfo::created)).isEqualTo(told);
  }

  @Test
  default void aListingHasExactlyTheKeysWithThePrefix() {
    List<String> all =
        List.of("config", "keys/1", "packs/aa/1", "packs/aa/2", "packs/ab/1", "packs0");
    all.forEach(key -> put(store(), key, ""));

    for (String prefix :
        List.of("", "packs/", "packs/aa/", "packs/a", "pack", "packs/ab/1", "config", "keys/2")) {
      assertThat(keys(second(), prefix))
          .as(prefix)
          .containsExactlyElementsOf(all.stream().filter(key -> key.startsWith(prefix)).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"none/", "/", "//", ".", "..", "../", "a/../", "PACKS/", "~", "a b", "a/./", "ä"})
  default void aPrefixOfNoKeyListsNothing(String prefix) {
    put(store(), "a/b", "");
    put(store(), "packs/b", "");

    assertThat(store().list(prefix, null).blobs()).isEmpty();
    assertThat(store().list(prefix, null).next()).isEmpty();
  }

  @Test
  default void aLongListingComesInPagesWithoutGapsOrRepetitions() throws Exception {
    List<String> all = createManyBlobs();

    assertThat(store().list("", null).next()).as("moreThanOnePage() is too small").isPresent();
    assertThat(keys(second(), "")).containsExactlyElementsOf(all);
    assertThat(keys(second(), "packs/1"))
        .containsExactlyElementsOf(all.stream().filter(key -> key.startsWith("packs/1")).toList());

    deletingWhatWasListedSkipsNothing(all);
  }

  private void deletingWhatWasListedSkipsNothing(List<String> all) {
    List<String> listed = new ArrayList<>();
    Optional<PageToken> after = Optional.empty();
    do {
      BlobPage page = store().list("", after.orElse(null));
      page.blobs().forEach(blob -> listed.add(blob.key().value()));
      second().delete(page.blobs().stream().map(BlobInfo::key).toList()).orThrow();
      after = page.next();
    } while (after.isPresent());

    assertThat(listed).containsExactlyElementsOf(all);
    assertThat(keys(store(), "")).isEmpty();
  }

  private List<String> createManyBlobs() throws Exception {
    int threads = 16;
    List<String> all =
        IntStream.range(0, moreThanOnePage())
            .mapToObj(i -> "packs/%d/%04d".formatted(i % 12, i))
            .toList();
    atOnce(
        threads,
        thread ->
            () -> {
              for (int i = thread; i < all.size(); i += threads) {
                put(store(), all.get(i), "");
              }
              return thread;
            });
    return all.stream().sorted().toList();
  }

  @Test
  default void whatIsThereThroughoutAListingIsNeverMissed() throws Exception {
    List<String> steady =
        IntStream.range(0, 40).mapToObj(i -> "d%d/s%02d".formatted(i % 4, i)).toList();
    steady.forEach(key -> put(store(), key, ""));
    AtomicBoolean done = new AtomicBoolean();
    List<Integer> results =
        atOnce(
            2,
            thread ->
                thread == 0
                    ? () -> comeAndGo(done)
                    : () -> {
                      try {
                        return listOftenAndExpect(steady);
                      } finally {
                        done.set(true);
                      }
                    });

    assertThat(results.get(0)).as("blobs that came and went meanwhile").isPositive();
  }

  private int comeAndGo(AtomicBoolean done) {
    int count = 0;
    while (!done.get() || count == 0) {
      String key = "d%d/t%02d".formatted(count % 6, count % 50);
      put(second(), key, "");
      second().delete(List.of(BlobKey.of(key))).orThrow();
      count++;
    }
    return count;
  }

  private int listOftenAndExpect(List<String> steady) {
    int rounds = 50;
    for (int round = 0; round < rounds; round++) {
      List<String> keys = keys(store(), "");
      assertThat(keys).containsAll(steady).doesNotHaveDuplicates().isSorted();
    }
    return rounds;
  }
}
