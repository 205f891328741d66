package io.byssus.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.core.internal.index.IndexedPack;
import io.byssus.core.internal.index.PackKind;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.Holder;
import io.byssus.core.internal.log.Log;
import io.byssus.core.internal.log.LogState;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import io.byssus.testkit.store.InMemoryStore;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelianceTest {
  private static final String SEGMENT = "a".repeat(64);
  private static final String RUN = "b".repeat(32);

  private final Log log =
      new Log(
          InMemoryStore.create(),
          RepositoryKeys.generate(),
          Suite.AES_256_GCM,
          InstantSource.system(),
          "0".repeat(64),
          List.of(new Holder("c".repeat(64), 1, "me", 0, "e".repeat(64))));

  private static Reliance on(String segment) {
    PackName pack = new PackName(RUN, "d".repeat(64));
    return new Reliance(List.of(new IndexedPack(pack, PackKind.DATA, 100, segment)));
  }

  @Test
  void aPackWhoseSegmentCountsMayBeReliedOn() {
    LogState state = log.append(log.load(), new Change.Add(RUN, List.of(SEGMENT)), tail -> {});
    assertThatCode(() -> on(SEGMENT).requireIn(state)).doesNotThrowAnyException();
  }

  @Test
  void aPackWhoseSegmentHasGoneMayNot() {
    LogState state = log.append(log.load(), new Change.Add(RUN, List.of(SEGMENT)), tail -> {});
    assertThatThrownBy(() -> on("e".repeat(64)).requireIn(state))
        .isInstanceOf(Reliance.Lost.class)
        .hasMessageContaining("d".repeat(64));
  }
}
