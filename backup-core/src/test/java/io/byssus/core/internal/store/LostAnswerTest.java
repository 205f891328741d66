package io.byssus.core.internal.store;

import static io.byssus.testkit.store.StoreProbe.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.OutcomeUnknownException;
import io.byssus.testkit.store.Fault;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import io.byssus.testkit.store.Trigger;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LostAnswerTest {
  private final InMemoryStore blobs = InMemoryStore.create();
  private final FaultyStore faulty = FaultyStore.around(blobs.sameBlobs());
  private final OutcomeResolvingStore resolving = new OutcomeResolvingStore(faulty);

  /** 'Unavailable' would say that nothing was created. */
  @Test
  void whatCannotBeLookedUpAfterALostAnswerStaysUnknown() {
    faulty.inject(Fault.responseLost(), Trigger.every(StoreOperation.CREATE));
    faulty.inject(Fault.unavailable(), Trigger.every(StoreOperation.STAT));
    assertThatThrownBy(() -> put(resolving, "a", "1")).isInstanceOf(OutcomeUnknownException.class);
  }

  /** Nor does what a second attempt meets tell that the first one failed. */
  @Test
  void anotherFailureAfterALostRequestLeavesTheOutcomeUnknown() {
    faulty.inject(Fault.requestLost(), Trigger.call(StoreOperation.CREATE, 1));
    faulty.inject(Fault.unavailable(), Trigger.call(StoreOperation.CREATE, 2));
    assertThatThrownBy(() -> put(resolving, "a", "1")).isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aBodyThatEndsTooEarlyWhenItIsReadAgainIsAnErrorAndNoEndlessLoop() {
    BlobBody whole = BlobBody.of(new byte[] {1, 2, 3});
    BlobBody shrinking =
        new BlobBody() {
          private int opened;

          @Override
          public long length() {
            return 3;
          }

          @Override
          public int crc32c() {
            return whole.crc32c();
          }

          @Override
          public InputStream open() {
            return new ByteArrayInputStream(new byte[] {1, 2, 3}, 0, opened++ == 0 ? 3 : 1);
          }
        };
    faulty.inject(Fault.responseLost(), Trigger.every(StoreOperation.CREATE));
    assertThatThrownBy(() -> resolving.create(BlobKey.of("a"), shrinking, CreateOptions.none()))
        .isInstanceOf(ByssusException.class);
  }

  @Test
  void aLocationThatIsNoUriIsNotInTheTraceEither() {
    StringWriter trace = new StringWriter();
    try {
      Stores.requireLocation("s3://key:sec ret@bucket");
    } catch (IllegalArgumentException e) {
      e.printStackTrace(new PrintWriter(trace));
    }
    assertThat(trace.toString()).contains("not a URI").doesNotContain("sec ret");
  }
}
