package io.byssus.testkit.store;

import static io.byssus.testkit.store.StoreProbe.keys;
import static io.byssus.testkit.store.StoreProbe.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingStoreTest extends BlobStoreContract {
  private InMemoryStore behind = InMemoryStore.create();

  @Override
  protected BlobStore openStore() {
    behind = InMemoryStore.create();
    return RecordingStore.around(behind);
  }

  @Override
  protected BlobStore openSecondClient() {
    return RecordingStore.around(behind.sameBlobs());
  }

  @Override
  public int moreThanOnePage() {
    return 25;
  }

  private static List<List<String>> contents(RecordingStore store) {
    return store.states().map(state -> keys(state.store(), "")).toList();
  }

  @Test
  void whatIsUnderWayHasHappenedOrNot() {
    RecordingStore store = RecordingStore.around(InMemoryStore.create());
    put(store, "a", "1");
    store.delete(List.of(BlobKey.of("a"))).orThrow();

    assertThat(contents(store))
        .containsExactly(
            List.of(), List.of(), List.of("a"), List.of("a"), List.of("a"), List.of(), List.of());
  }

  @Test
  void whatFailedHasNotHappened() {
    RecordingStore store = RecordingStore.around(InMemoryStore.create());
    put(store, "a", "1");
    assertThatThrownBy(() -> put(store, "a", "2")).isInstanceOf(BlobExistsException.class);

    List<StoreState> states = store.states().toList();
    StoreState last = states.get(states.size() - 1);

    assertThat(StoreProbe.text(last.store(), "a")).isEqualTo("1");
    assertThat(last).hasToString("after step 4 FAILURE create a");
  }

  @Test
  void aPromiseHoldsFromItsMomentOn() {
    RecordingStore store = RecordingStore.around(InMemoryStore.create());
    put(store, "a", "1");
    store.promise("a is there");
    put(store, "b", "2");

    assertThat(store.states().filter(state -> !state.promises().isEmpty()))
        .isNotEmpty()
        .allMatch(state -> keys(state.store(), "").contains("a"))
        .allMatch(state -> state.promises().equals(List.of("a is there")));
  }
}
