package io.byssus.testkit.store;

import static io.byssus.testkit.store.StoreProbe.LARGE;
import static io.byssus.testkit.store.StoreProbe.atOnce;
import static io.byssus.testkit.store.StoreProbe.keys;
import static io.byssus.testkit.store.StoreProbe.put;
import static io.byssus.testkit.store.StoreProbe.randomBytes;
import static io.byssus.testkit.store.StoreProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.byssus.api.OperationCancelledException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.OutcomeUnknownException;
import io.byssus.api.store.StoreCapability;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of a {@link BlobStore} as a suite that every store subclasses.
 *
 * <p>{@code docs/store-contract.md} states each rule beside the test that holds it. A subclass
 * opens the store at an empty place, and a second client of the same place.
 */
public abstract class BlobStoreContract
    implements ReadContract,
        CreateContract,
        ListContract,
        DeleteContract,
        LockContract,
        AppendOnlyContract {
  private BlobStore store;
  private BlobStore second;

  /** For subclasses. */
  protected BlobStoreContract() {}

  /**
   * Opens the store at a place that is empty.
   *
   * @throws Exception if that fails: so does the test
   */
  protected abstract BlobStore openStore() throws Exception;

  /**
   * Opens another client of the place that {@link #openStore} opened last in this test.
   *
   * @throws Exception if that fails: so does the test
   */
  protected abstract BlobStore openSecondClient() throws Exception;

  /** Returns an append-only client of that place; by default the store has none. */
  @Override
  public Optional<BlobStore> appendOnly() {
    return Optional.empty();
  }

  /** Returns how many blobs make a listing longer than a page; at least 20. */
  @Override
  public int moreThanOnePage() {
    return 1_100;
  }

  /** Opens both clients. */
  @BeforeEach
  void openBothClients() throws Exception {
    store = openStore();
    second = openSecondClient();
  }

  /** Closes both clients. */
  @AfterEach
  void closeBothClients() {
    store.close();
    second.close();
  }

  @Override
  public final BlobStore store() {
    return store;
  }

  @Override
  public final BlobStore second() {
    return second;
  }

  @Test
  public void manyThreadsShareAClient() throws Exception {
    byte[] shared = randomBytes(11, LARGE);
    put(store, "shared", shared);

    atOnce(
        64,
        thread ->
            () -> {
              put(store, "own/" + thread, "thread " + thread);
              assertThat(text(store, "own/" + thread)).isEqualTo("thread " + thread);
              for (int round = 0; round < 20; round++) {
                int from = (thread * 40_009 + round * 65_537) % (LARGE - 10_000);
                ByteBuffer part = ByteBuffer.allocate(10_000);
                store.read(BlobKey.of("shared"), from, part);
                assertThat(part.array()).isEqualTo(Arrays.copyOfRange(shared, from, from + 10_000));
              }
              return thread;
            });

    assertThat(keys(second, "own/")).hasSize(64);
  }

  @Test
  public void anInterruptedThreadIsCancelledOrServedAndHarmsNobody() {
    put(store, "blob", "content");

    Thread.currentThread().interrupt();
    assertCancelledOrServed(() -> store.read(BlobKey.of("blob"), 0, ByteBuffer.allocate(7)));
    assertCancelledOrServed(() -> put(store, "other", "other content"));
    assertCancelledOrServed(() -> keys(store, ""));
    assertCancelledOrServed(() -> store.delete(List.of(BlobKey.of("missing"))).orThrow());
    assertThat(Thread.interrupted()).as("the flag is kept").isTrue();

    assertThat(text(store, "blob")).isEqualTo("content");
    if (store.stat(BlobKey.of("other")).isPresent()) {
      assertThat(text(second, "other")).isEqualTo("other content");
    } else {
      put(store, "other", "other content");
    }
  }

  private static void assertCancelledOrServed(Runnable call) {
    try {
      call.run();
    } catch (OperationCancelledException | OutcomeUnknownException allowed) {
      assertThat(allowed).hasMessageContaining("interrupt");
    }
  }

  @Test
  public void aClosedStoreRefusesEverythingAndOthersGoOn() {
    BlobKey key = BlobKey.of("blob");
    put(store, "blob", "content");
    store.close();
    assertThatCode(store::close).doesNotThrowAnyException();

    assertThatIllegalStateException().isThrownBy(() -> put(store, "other", ""));
    assertThatIllegalStateException().isThrownBy(() -> store.read(key, 0, ByteBuffer.allocate(1)));
    assertThatIllegalStateException().isThrownBy(() -> store.stat(key));
    assertThatIllegalStateException().isThrownBy(() -> store.list("", null));
    assertThatIllegalStateException().isThrownBy(() -> store.delete(List.of(key)));
    assertThat(text(second, "blob")).isEqualTo("content");
    assertThat(keys(second, "")).containsExactly("blob");
  }

  @Test
  public void aCapabilityThatAStoreHasNotIsEmpty() {
    assertThat(store.capability(Unheard.class)).isEmpty();
  }

  @Test
  public void theLocationNamesThePlaceForBothClients() {
    assertThat(store.location().text()).isNotBlank();
    assertThat(second.location()).isEqualTo(store.location());
  }

  /** A capability that no store has. */
  private interface Unheard extends StoreCapability {}
}
