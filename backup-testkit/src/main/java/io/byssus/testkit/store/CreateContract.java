package io.byssus.testkit.store;

import static io.byssus.testkit.store.StoreProbe.LARGE;
import static io.byssus.testkit.store.StoreProbe.atOnce;
import static io.byssus.testkit.store.StoreProbe.content;
import static io.byssus.testkit.store.StoreProbe.keys;
import static io.byssus.testkit.store.StoreProbe.put;
import static io.byssus.testkit.store.StoreProbe.randomBytes;
import static io.byssus.testkit.store.StoreProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What the contract says of {@code create}: only if absent, and whole or not at all. A part of
 * {@link BlobStoreContract}.
 */
interface CreateContract {
  /** Returns a client. */
  BlobStore store();

  /** Returns another client of the same place. */
  BlobStore second();

  @Test
  default void aSecondCreateIsRefusedAndChangesNothing() {
    put(store(), "blob", "first");

    for (BlobStore client : List.of(store(), second())) {
      for (String content : List.of("other", "first", "")) {
        assertThatThrownBy(() -> put(client, "blob", content))
            .isInstanceOf(BlobExistsException.class)
            .hasMessageContaining("blob");
      }
    }
    assertThat(text(second(), "blob")).isEqualTo("first");
  }

  @Test
  default void ofManyCreatesOfAKeyOneWins() throws Exception {
    int threads = 8;
    int rounds = 30;
    List<List<Integer>> won =
        atOnce(
            threads,
            thread ->
                () -> {
                  List<Integer> mine = new ArrayList<>();
                  for (int round = 0; round < rounds; round++) {
                    try {
                      put(
                          thread % 2 == 0 ? store() : second(),
                          "race/" + round,
                          "thread " + thread);
                      mine.add(round);
                    } catch (BlobExistsException expectedForAllButOne) {
                      assertThat(text(store(), "race/" + round)).startsWith("thread ");
                    }
                  }
                  return mine;
                });

    assertThat(won.stream().flatMap(List::stream).sorted())
        .containsExactlyElementsOf(IntStream.range(0, rounds).boxed().toList());
    for (int thread = 0; thread < threads; thread++) {
      for (int round : won.get(thread)) {
        assertThat(text(second(), "race/" + round)).isEqualTo("thread " + thread);
      }
    }
  }

  @Test
  default void nobodySeesABlobThatIsBeingWritten() {
    byte[] bytes = randomBytes(3, LARGE);
    BlobBody body =
        BrokenBody.announcing(
            BlobBody.of(bytes),
            () ->
                BrokenBody.halfThen(
                    bytes,
                    () -> {
                      assertThat(second().stat(BlobKey.of("packs/blob"))).isEmpty();
                      assertThat(keys(second(), "")).isEmpty();
                      assertThatThrownBy(
                              () ->
                                  second()
                                      .read(BlobKey.of("packs/blob"), 0, ByteBuffer.allocate(1)))
                          .isInstanceOf(BlobNotFoundException.class);
                    }));

    store().create(BlobKey.of("packs/blob"), body, CreateOptions.none());

    assertThat(content(second(), "packs/blob")).isEqualTo(bytes);
  }

  @Test
  default void aBodyThatIsNotWhatItAnnouncesLeavesNothing() {
    BlobBody announced = BlobBody.of(new byte[] {1, 2, 3, 4});
    for (byte[] actual : new byte[][] {{}, {1, 2, 3}, {1, 2, 3, 4, 5}, {1, 2, 3, 5}}) {
      BlobBody body = BrokenBody.announcing(announced, () -> new ByteArrayInputStream(actual));

      assertThatIllegalArgumentException()
          .isThrownBy(() -> store().create(BlobKey.of("blob"), body, CreateOptions.none()))
          .withMessageContaining("blob");
      assertThat(keys(second(), "")).isEmpty();
    }
    put(store(), "blob", "now it works");
    assertThat(text(second(), "blob")).isEqualTo("now it works");
  }

  @Test
  default void aBodyThatCannotBeReadLeavesNothing() {
    byte[] bytes = randomBytes(4, LARGE);
    BlobBody body =
        BrokenBody.announcing(
            BlobBody.of(bytes),
            () ->
                BrokenBody.halfThen(
                    bytes,
                    () -> {
                      throw new IOException("the disk of the body is broken");
                    }));

    assertThatThrownBy(() -> store().create(BlobKey.of("blob"), body, CreateOptions.none()))
        .isInstanceOf(ByssusException.class)
        .hasMessageContaining("the disk of the body is broken");

    assertThat(keys(second(), "")).isEmpty();
    put(store(), "blob", bytes);
    assertThat(content(second(), "blob")).isEqualTo(bytes);
  }

  @Test
  default void aKeyThatIsTheDirectoryOfAnotherIsStoredOrRefusedButHarmsNothing() {
    for (String[] pair : new String[][] {{"a", "a/b"}, {"c/d", "c"}, {"e", "e/f/g"}}) {
      put(store(), pair[0], "first");
      boolean stored = true;
      try {
        put(second(), pair[1], "second");
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageContaining(pair[1]);
        stored = false;
      }

      assertThat(text(store(), pair[0])).isEqualTo("first");
      assertThat(store().stat(BlobKey.of(pair[1])).isPresent()).isEqualTo(stored);
      assertThat(keys(store(), "").contains(pair[1])).isEqualTo(stored);
    }
  }
}
