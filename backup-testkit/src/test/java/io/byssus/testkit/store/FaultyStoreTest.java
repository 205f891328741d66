package io.byssus.testkit.store;

import static io.byssus.testkit.store.StoreProbe.keys;
import static io.byssus.testkit.store.StoreProbe.put;
import static io.byssus.testkit.store.StoreProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.DataSize;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.DeleteReport;
import io.byssus.api.store.OutcomeUnknownException;
import io.byssus.api.store.StoreAccessDeniedException;
import io.byssus.api.store.StoreFullException;
import io.byssus.api.store.StoreUnavailableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With faults it fails as told; without, it keeps the contract of the store behind it. */
class FaultyStoreTest extends BlobStoreContract {
  private InMemoryStore behind = InMemoryStore.create();

  @Override
  protected BlobStore openStore() {
    behind = InMemoryStore.create();
    return FaultyStore.around(behind);
  }

  @Override
  protected BlobStore openSecondClient() {
    return FaultyStore.around(behind.sameBlobs());
  }

  @Override
  public int moreThanOnePage() {
    return 25;
  }

  @Test
  void aLostResponseLeavesTheBlobAndALostRequestDoesNot() {
    FaultyStore store =
        FaultyStore.around(behind)
            .inject(Fault.responseLost(), Trigger.call(StoreOperation.CREATE, 1))
            .inject(Fault.requestLost(), Trigger.call(StoreOperation.CREATE, 2));

    assertThatThrownBy(() -> put(store, "first", "1")).isInstanceOf(OutcomeUnknownException.class);
    assertThatThrownBy(() -> put(store, "second", "2")).isInstanceOf(OutcomeUnknownException.class);
    put(store, "third", "3");

    assertThat(keys(behind, "")).containsExactly("first", "third");
    assertThat(store.requests(StoreOperation.CREATE)).isEqualTo(3);
    assertThat(store.requests()).isEqualTo(3);
  }

  @Test
  void aFullStoreRefusesCreatesFromThenOnUntilItIsHealed() {
    FaultyStore store =
        FaultyStore.around(behind)
            .inject(Fault.full(), Trigger.callsFrom(StoreOperation.CREATE, 2));
    put(store, "first", "1");

    assertThatThrownBy(() -> put(store, "second", "2")).isInstanceOf(StoreFullException.class);
    assertThatThrownBy(() -> put(store, "third", "3")).isInstanceOf(StoreFullException.class);
    assertThat(text(store, "first")).isEqualTo("1");
    store.heal();
    put(store, "second", "2");
    assertThat(keys(behind, "")).containsExactly("first", "second");
  }

  @Test
  void aFlippedBitChangesOneBitOfWhatIsReadAndNothingInTheStore() {
    byte[] bytes = StoreProbe.randomBytes(1, 1000);
    put(behind, "blob", bytes);
    FaultyStore store =
        FaultyStore.around(behind)
            .inject(Fault.flippedBit(42), Trigger.on(StoreOperation.READ, "blob"::equals));
    ByteBuffer part = ByteBuffer.allocate(1020).position(10).limit(1010);

    store.read(BlobKey.of("blob"), 0, part);

    int wrongBits = 0;
    for (int i = 0; i < 1000; i++) {
      wrongBits += Integer.bitCount((part.get(10 + i) ^ bytes[i]) & 0xff);
    }
    assertThat(wrongBits).isEqualTo(1);
    assertThat(part.position()).isEqualTo(1010);
    assertThat(StoreProbe.content(behind, "blob")).isEqualTo(bytes);
  }

  @Test
  void halfAReadIsDamageWhenTheBlobIsCutAndUnavailableWhenTheLineIs() {
    put(behind, "blob", "0123456789");
    FaultyStore store =
        FaultyStore.around(behind)
            .inject(Fault.truncatedBlob(), Trigger.call(StoreOperation.READ, 1))
            .inject(Fault.brokenRead(), Trigger.call(StoreOperation.READ, 2));
    ByteBuffer part = ByteBuffer.allocate(10);

    assertThatThrownBy(() -> store.read(BlobKey.of("blob"), 0, part))
        .isInstanceOf(DamagedRepositoryException.class);
    assertThat(part.array()).containsExactly('0', '1', '2', '3', '4', 0, 0, 0, 0, 0);
    assertThatThrownBy(() -> store.read(BlobKey.of("blob"), 0, part.clear()))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(text(store, "blob")).isEqualTo("0123456789");
  }

  @Test
  void aDeleteFailsKeyByKey() {
    put(behind, "a", "");
    put(behind, "b", "");
    FaultyStore store =
        FaultyStore.around(behind)
            .inject(Fault.accessDenied(), Trigger.on(StoreOperation.DELETE, "a"::equals));

    DeleteReport report = store.delete(List.of(BlobKey.of("a"), BlobKey.of("b")));

    assertThat(report.failures()).containsOnlyKeys(BlobKey.of("a"));
    assertThat(report.failures().get(BlobKey.of("a")))
        .isInstanceOf(StoreAccessDeniedException.class);
    assertThat(keys(behind, "")).containsExactly("a");
    assertThat(store.requests(StoreOperation.DELETE)).isEqualTo(1);
  }

  @Test
  void aPauseRunsItsGateAndThenGoesOn() {
    List<String> passed = new ArrayList<>();
    FaultyStore store =
        FaultyStore.around(behind)
            .inject(
                Fault.pausedBy(() -> passed.addAll(keys(behind, ""))),
                Trigger.every(StoreOperation.STAT).and(request -> request.subject().equals("a")));
    put(store, "a", "");

    assertThat(store.stat(BlobKey.of("b"))).isEmpty();
    assertThat(passed).isEmpty();
    assertThat(store.stat(BlobKey.of("a"))).isPresent();
    assertThat(passed).containsExactly("a");
  }

  @Test
  void aTornBlobIsStoredHalfAndSaidToBeWhole() {
    FaultyStore store =
        FaultyStore.around(behind).inject(Fault.tornBlob(), Trigger.call(StoreOperation.CREATE, 1));
    put(store, "torn", "0123456789");
    put(store, "whole", "0123456789");

    assertThat(text(store, "torn")).isEqualTo("01234");
    assertThat(text(store, "whole")).isEqualTo("0123456789");
  }

  @Test
  void aStaleListLacksTheLatestBlobsOnEveryPage() {
    FaultyStore store = FaultyStore.around(behind);
    for (int i = 0; i < 15; i++) {
      put(store, "blob" + i, "");
    }
    store.inject(Fault.staleList(14), Trigger.every(StoreOperation.LIST));
    assertThat(keys(store, "")).containsExactly("blob0");
    assertThat(store.stat(BlobKey.of("blob14"))).isPresent();
    store.heal();
    assertThat(keys(store, "")).hasSize(15);
  }

  @Test
  void aDiskOfASizeTakesWhatFitsInIt() {
    FaultyStore store =
        FaultyStore.around(behind)
            .inject(Fault.full(), Trigger.createsBeyond(DataSize.ofBytes(10)));
    put(store, "first", "12345678");
    assertThatThrownBy(() -> put(store, "second", "123")).isInstanceOf(StoreFullException.class);
    put(store, "third", "12");
    assertThatThrownBy(() -> put(store, "fourth", "1")).isInstanceOf(StoreFullException.class);
    assertThat(keys(store, "")).containsExactly("first", "third");
    assertThat(text(store, "first")).isEqualTo("12345678");
  }

  @Test
  void aDelayEndsByTimeOrByAnInterrupt() {
    FaultyStore store =
        FaultyStore.around(behind)
            .inject(Fault.delayed(Duration.ofMillis(20)), Trigger.call(StoreOperation.STAT, 1))
            .inject(Fault.delayed(Duration.ofDays(1)), Trigger.call(StoreOperation.STAT, 2));
    long start = System.nanoTime();
    assertThat(store.stat(BlobKey.of("blob"))).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(19));
    Thread.currentThread().interrupt();
    assertThat(store.stat(BlobKey.of("blob"))).isEmpty();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aSeededScheduleIsTheSameForTheSameSeedAndHitsAboutItsShare() {
    assertThat(failuresOf(17)).isEqualTo(failuresOf(17)).isNotEqualTo(failuresOf(18));
    assertThat(failuresOf(17).size()).isBetween(200, 400);
  }

  private List<Integer> failuresOf(long seed) {
    FaultyStore store =
        FaultyStore.around(behind).inject(Fault.unavailable(), Trigger.seeded(seed, 0.3));
    List<Integer> failed = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      try {
        store.stat(BlobKey.of("blob"));
      } catch (StoreUnavailableException injected) {
        failed.add(i);
      }
    }
    return failed;
  }
}
