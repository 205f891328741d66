package io.byssus.core.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobKey;
import org.junit.jupiter.api.Test;

class PackNameTest {
  @Test
  void theKeyIsRunAndDigestInHexadecimal() {
    byte[] run = new byte[16];
    byte[] sha256 = new byte[32];
    run[0] = (byte) 0xAB;
    sha256[31] = 1;
    PackName name = PackName.of(run, sha256);
    String key = "packs/ab" + "00".repeat(15) + "/" + "00".repeat(31) + "01";
    assertThat(name.key()).isEqualTo(BlobKey.of(key));
    assertThat(name).hasToString(key).isEqualTo(new PackName(name.run(), name.sha256()));
    assertThat(key).startsWith(PackName.PREFIX);
  }

  @Test
  void theKindOfAPackIsThatOfItsContainer() {
    for (PackKind kind : PackKind.values()) {
      assertThat(PackKind.of(kind.container().id())).isEqualTo(kind);
      assertThat(kind.container().isContent()).isTrue();
    }
    for (long other : new long[] {0, 5, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> PackKind.of(other))
          .isInstanceOf(DamagedRepositoryException.class)
          .hasMessageContaining(String.valueOf(other));
    }
  }
}
