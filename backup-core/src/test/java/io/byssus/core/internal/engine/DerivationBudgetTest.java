package io.byssus.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.key.Secret;
import io.byssus.core.key.KeyHolders;
import io.byssus.crypto.Argon2idParameters;
import io.byssus.crypto.KeyFile;
import io.byssus.crypto.RepositoryKeys;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class DerivationBudgetTest {
  /** Where a key file says its costs (format, section 4.1). */
  private static final int MEMORY_AT = 12;

  private static final int PASSES_AT = 16;

  private final DerivationBudget budget = new DerivationBudget();

  @Test
  void endsWithTheFourthOfTheCostliest() {
    KeyFile costliest = costing(1 << 20, 4);
    for (int i = 0; i < 4; i++) {
      assertThat(budget.allows(costliest)).isTrue();
    }

    assertThat(budget.allows(costliest)).isFalse();
    assertThat(budget.allows(costing(8 << 10, 1))).isFalse();
  }

  @Test
  void leavesOutTheCostlyAndTriesTheCheap() {
    for (int i = 0; i < 3; i++) {
      assertThat(budget.allows(costing(1 << 20, 4))).isTrue();
    }
    assertThat(budget.allows(costing(1 << 20, 2))).isTrue();

    assertThat(budget.allows(costing(1 << 20, 4))).isFalse();
    assertThat(budget.allows(costing(46 << 10, 1))).isTrue();
  }

  @Test
  void isEnoughForAllHolders() {
    Argon2idParameters costs = Argon2idParameters.recommended();
    KeyFile recommended = costing(costs.memoryKib(), costs.passes());
    for (int i = 0; i < KeyHolders.MAX_HOLDERS; i++) {
      assertThat(budget.allows(recommended)).isTrue();
    }
  }

  private static KeyFile costing(int memoryKib, int passes) {
    try (RepositoryKeys keys = RepositoryKeys.generate();
        Secret passphrase = Secret.ofPassphrase("x".toCharArray())) {
      byte[] file = KeyFile.sealed(keys, passphrase, Argon2idParameters.of(8 << 10, 1, 1)).bytes();
      ByteBuffer.wrap(file).putInt(MEMORY_AT, memoryKib).putInt(PASSES_AT, passes);
      return KeyFile.parse(file);
    }
  }
}
