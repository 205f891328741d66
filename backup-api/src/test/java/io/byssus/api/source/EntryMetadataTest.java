package io.byssus.api.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryMetadataTest {
  private final EntryMetadata.Builder file = EntryMetadata.of(EntryKind.FILE);

  @ParameterizedTest
  @ValueSource(longs = {-2, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE})
  void anOwnerThatNoSnapshotCanHoldIsRefused(long number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> file.owner(number, 0))
        .withMessageContaining(String.valueOf(number));
    assertThatIllegalArgumentException().isThrownBy(() -> file.owner(0, number));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 0xffff_ffffL})
  void anOwnerHasThirtyTwoBitsOrIsAbsent(long number) {
    EntryMetadata metadata = file.owner(number, 7).build();
    assertThat(metadata.uid()).isEqualTo(number);
    assertThat(metadata.gid()).isEqualTo(7);
  }

  @Test
  void sizesAreNotNegativeAndEveryEntryHasAName() {
    assertThatIllegalArgumentException().isThrownBy(() -> file.size(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> file.links(0));
    assertThat(file.size(0).links(1).build().links()).isEqualTo(1);
  }

  @Test
  void aCopyIsEqualUntilSomethingIsSet() {
    EntryMetadata metadata = file.permissions(0640).owner(1, 2).ownerNames("a", "b").build();
    assertThat(metadata.toBuilder().build()).isEqualTo(metadata).hasSameHashCodeAs(metadata);
    assertThat(metadata.toBuilder().ownerNames("a", "c").build()).isNotEqualTo(metadata);
  }
}
