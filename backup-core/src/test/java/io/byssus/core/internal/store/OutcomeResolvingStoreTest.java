package io.byssus.core.internal.store;

import static io.byssus.testkit.store.StoreProbe.keys;
import static io.byssus.testkit.store.StoreProbe.put;
import static io.byssus.testkit.store.StoreProbe.randomBytes;
import static io.byssus.testkit.store.StoreProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.OutcomeUnknownException;
import io.byssus.api.store.StoreFullException;
import io.byssus.testkit.store.BlobStoreContract;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.StoreProbe;
import io.byssus.testkit.store.Trigger;
import org.junit.jupiter.api.Test;

/** Without lost answers it is the store behind it; with them it finds out. */
class OutcomeResolvingStoreTest extends BlobStoreContract {
  private InMemoryStore behind = InMemoryStore.create();
  private final InMemoryStore blobs = InMemoryStore.create();
  private final FaultyStore faulty = FaultyStore.around(blobs.sameBlobs());
  private final OutcomeResolvingStore resolving = new OutcomeResolvingStore(faulty);

  @Override
  protected BlobStore openStore() {
    behind = InMemoryStore.create();
    return new OutcomeResolvingStore(behind);
  }

  @Override
  protected BlobStore openSecondClient() {
    return new OutcomeResolvingStore(behind.sameBlobs());
  }

  @Override
  public int moreThanOnePage() {
    return 25;
  }

  private static Trigger create(long number) {
    return Trigger.call(StoreOperation.CREATE, number);
  }

  @Test
  void aCreateWhoseAnswerIsLostHasSucceeded() {
    faulty.inject(Fault.responseLost(), Trigger.every(StoreOperation.CREATE));
    put(resolving, "a", "1");
    put(resolving, "empty", "");
    assertThat(keys(blobs, "")).containsExactly("a", "empty");
    assertThat(faulty.requests(StoreOperation.CREATE)).isEqualTo(2);
  }

  @Test
  void aLargeBlobIsComparedToItsEnd() {
    faulty.inject(Fault.responseLost(), Trigger.every(StoreOperation.CREATE));
    byte[] large = randomBytes(1, StoreProbe.LARGE);
    put(resolving, "large", large);
    assertThat(StoreProbe.content(blobs, "large")).isEqualTo(large);

    byte[] other = large.clone();
    other[other.length - 1] ^= 1;
    faulty.heal();
    faulty.inject(Fault.requestLost(), Trigger.every(StoreOperation.CREATE));
    assertThatThrownBy(() -> put(resolving, "large", other))
        .isInstanceOf(BlobExistsException.class);
  }

  @Test
  void aCreateThatIsLostIsMadeAgain() {
    faulty.inject(Fault.requestLost(), create(1));
    faulty.inject(Fault.requestLost(), create(2));
    put(resolving, "a", "1");
    assertThat(text(blobs, "a")).isEqualTo("1");
    assertThat(faulty.requests(StoreOperation.CREATE)).isEqualTo(3);
  }

  @Test
  void aCreateThatIsLostTimeAndAgainStaysUnknown() {
    faulty.inject(Fault.requestLost(), Trigger.every(StoreOperation.CREATE));
    assertThatThrownBy(() -> put(resolving, "a", "1")).isInstanceOf(OutcomeUnknownException.class);
    assertThat(faulty.requests(StoreOperation.CREATE)).isBetween(2L, 10L);
    assertThat(keys(blobs, "")).isEmpty();
  }

  @Test
  void whatOthersCreatedMeanwhileIsNotTakenForOnesOwn() {
    faulty.inject(Fault.pausedBy(() -> put(blobs, "a", "other")), create(1));
    faulty.inject(Fault.requestLost(), create(1));
    assertThatThrownBy(() -> put(resolving, "a", "mine!"))
        .isInstanceOf(BlobExistsException.class)
        .hasMessageContaining("a is in");
    assertThat(text(blobs, "a")).isEqualTo("other");
  }

  @Test
  void whatOthersCreatedBetweenTwoAttemptsIsNotTakenForOnesOwn() {
    faulty.inject(Fault.requestLost(), create(1));
    faulty.inject(Fault.pausedBy(() -> put(blobs, "a", "other")), create(2));
    assertThatThrownBy(() -> put(resolving, "a", "mine!")).isInstanceOf(BlobExistsException.class);
    assertThat(text(blobs, "a")).isEqualTo("other");
  }

  /** The request is on its way, is thought to be lost, and arrives before the second one. */
  @Test
  void onesOwnCreateThatArrivesLateIsRecognised() {
    faulty.inject(Fault.requestLost(), create(1));
    faulty.inject(Fault.pausedBy(() -> put(blobs, "a", "mine!")), create(2));
    put(resolving, "a", "mine!");
    assertThat(text(blobs, "a")).isEqualTo("mine!");
    assertThat(faulty.requests(StoreOperation.CREATE)).isEqualTo(2);
  }

  @Test
  void aBlobThatWasThereBeforeExistsEvenWithTheSameBytes() {
    put(blobs, "a", "1");
    assertThatThrownBy(() -> put(resolving, "a", "1")).isInstanceOf(BlobExistsException.class);
  }

  @Test
  void otherFailuresPassAtOnce() {
    faulty.inject(Fault.full(), Trigger.every(StoreOperation.CREATE));
    assertThatThrownBy(() -> put(resolving, "a", "1")).isInstanceOf(StoreFullException.class);
    assertThat(faulty.requests()).isEqualTo(1);
  }
}
