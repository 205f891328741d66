package io.byssus.testkit.store;

import static io.byssus.testkit.store.StoreProbe.LARGE;
import static io.byssus.testkit.store.StoreProbe.content;
import static io.byssus.testkit.store.StoreProbe.keys;
import static io.byssus.testkit.store.StoreProbe.put;
import static io.byssus.testkit.store.StoreProbe.randomBytes;
import static io.byssus.testkit.store.StoreProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract says of {@code read} and {@code stat}. A part of {@link BlobStoreContract}. */
interface ReadContract {
  /** Returns a client. */
  BlobStore store();

  /** Returns another client of the same place. */
  BlobStore second();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 65_537, LARGE})
  default void aCreatedBlobIsReadBackWholeByEveryClient(int length) {
    byte[] bytes = randomBytes(length, length);
    put(store(), "packs/run/blob", bytes);

    assertThat(content(store(), "packs/run/blob")).isEqualTo(bytes);
    assertThat(content(second(), "packs/run/blob")).isEqualTo(bytes);
  }

  @Test
  default void anyPartOfABlobIsReadIntoAnyBuffer() {
    byte[] bytes = randomBytes(7, LARGE);
    put(store(), "blob", bytes);

    for (int[] part :
        new int[][] {{0, 1}, {1, 4095}, {65_535, 2}, {LARGE - 3, 3}, {99, LARGE / 2}}) {
      for (ByteBuffer buffer :
          List.of(ByteBuffer.allocate(part[1] + 20), ByteBuffer.allocateDirect(part[1] + 20))) {
        buffer.position(10).limit(10 + part[1]);
        store().read(BlobKey.of("blob"), part[0], buffer);

        assertThat(buffer.position()).isEqualTo(10 + part[1]);
        byte[] all = new byte[part[1] + 20];
        buffer.clear().get(all);
        assertThat(Arrays.copyOfRange(all, 10, 10 + part[1]))
            .isEqualTo(Arrays.copyOfRange(bytes, part[0], part[0] + part[1]));
        assertThat(Arrays.copyOf(all, 10)).containsOnly(0);
        assertThat(Arrays.copyOfRange(all, 10 + part[1], all.length)).containsOnly(0);
      }
    }
  }

  @Test
  default void readingPastTheEndIsDamageAndNotAShortRead() {
    put(store(), "blob", "0123456789");

    for (long offset : new long[] {6, 10, 11, 1L << 40}) {
      assertThatThrownBy(() -> store().read(BlobKey.of("blob"), offset, ByteBuffer.allocate(5)))
          .isInstanceOf(DamagedRepositoryException.class)
          .hasMessageContaining("blob");
    }
  }

  @Test
  default void aNegativeOffsetIsTheCallersMistake() {
    put(store(), "blob", "0123456789");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().read(BlobKey.of("blob"), -1, ByteBuffer.allocate(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "deep/er/missing", "blob/inside"})
  default void aMissingBlobIsNotFound(String key) {
    put(store(), "blob", "");

    assertThat(store().stat(BlobKey.of(key))).isEmpty();
    for (int size : new int[] {0, 1}) {
      assertThatThrownBy(() -> store().read(BlobKey.of(key), 0, ByteBuffer.allocate(size)))
          .isInstanceOf(BlobNotFoundException.class)
          .hasMessageContaining(key);
    }
  }

  @Test
  default void theDirectoryOfABlobIsNoBlob() {
    put(store(), "packs/run/blob", "content");

    assertThat(store().stat(BlobKey.of("packs/run"))).isEmpty();
    assertThatThrownBy(() -> store().read(BlobKey.of("packs/run"), 0, ByteBuffer.allocate(1)))
        .isInstanceOf(BlobNotFoundException.class);
    assertThat(store().delete(List.of(BlobKey.of("packs/run"), BlobKey.of("packs"))).failures())
        .isEmpty();
    assertThat(text(store(), "packs/run/blob")).isEqualTo("content");
  }

  @Test
  default void statTellsTheLength() {
    put(store(), "blob", "0123456789");

    assertThat(second().stat(BlobKey.of("blob"))).contains(BlobInfo.of(BlobKey.of("blob"), 10));
  }

  @Test
  default void everyKeyThatIsAllowedWorks() {
    String longest = "k".repeat(BlobKey.MAX_LENGTH);
    String deepest = "d/".repeat(BlobKey.MAX_LENGTH / 2 - 1) + "dd";
    List<String> odd =
        List.of("-", "...", ".hidden", "_", "a..b", "con", "lost+found".replace('+', '-'), "x.tmp");
    List<String> all = new ArrayList<>(odd);
    all.add(longest);
    all.add(deepest);
    all.forEach(key -> put(store(), key, key));

    assertThat(keys(second(), "")).containsExactlyElementsOf(all.stream().sorted().toList());
    all.forEach(key -> assertThat(text(second(), key)).isEqualTo(key));
  }
}
