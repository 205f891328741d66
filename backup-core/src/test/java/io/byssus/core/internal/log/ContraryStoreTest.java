package io.byssus.core.internal.log;

import static io.byssus.core.internal.log.LogBench.ALWAYS;
import static io.byssus.core.internal.log.LogBench.add;
import static io.byssus.core.internal.log.LogBench.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ContraryStoreTest {
  private final LogBench bench = new LogBench();

  @Test
  void theEntryBehindOneThatIsServedTwiceIsNotPassedOver() {
    bench.append("a", "b", "c", "d");
    bench.replace(Log.entryKey(3), bench.blob(Log.entryKey(2)));
    LogState state = bench.log().replay();
    assertThat(state.segments()).containsExactlyInAnyOrder(name("a"), name("b"), name("d"));
    assertThat(state.number()).isEqualTo(4);
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aStoreThatSaysAnEntryExistsButNeverListsItIsAnErrorAndNoEndlessLoop() {
    FaultyStore faulty =
        FaultyStore.around(bench.store().sameBlobs())
            .inject(
                Fault.throwing("exists", request -> new BlobExistsException("exists")),
                Trigger.every(StoreOperation.CREATE));
    Log log = bench.log(faulty);
    LogState state = log.load();
    assertThatThrownBy(() -> log.append(state, add("a"), ALWAYS))
        .isInstanceOf(ByssusException.class)
        .hasMessageContaining(Log.entryKey(1).value());
  }

  @Test
  void aCheckpointThatIsListedButNotThereIsPassedOver() {
    LogState state = bench.append("s", 70);
    FaultyStore faulty =
        FaultyStore.around(bench.store().sameBlobs())
            .inject(
                Fault.throwing("gone", request -> new BlobNotFoundException("gone")),
                Trigger.on(StoreOperation.STAT, key -> key.startsWith(Log.CHECKPOINTS)));
    assertThat(bench.log(faulty).load().number()).isEqualTo(state.number());
  }
}
