package io.byssus.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LinkGroupsTest {
  private final LinkGroups<String> groups = new LinkGroups<>();

  private static EntryMetadata file(long device, long inode, long links) {
    return EntryMetadata.of(EntryKind.FILE).identity(inode, device).links(links).build();
  }

  @Test
  void anEntryIsLinkedIfItHasSeveralNamesAndCanBeToldFromOthers() {
    assertThat(LinkGroups.isLinked(file(1, 2, 2))).isTrue();
    assertThat(LinkGroups.isLinked(file(1, 2, 1))).isFalse();
    assertThat(LinkGroups.isLinked(file(1, 0, 2))).isFalse();
    assertThat(LinkGroups.isLinked(file(0, -1, 2))).isTrue();
  }

  @Test
  void everyOtherNameFindsWhatTheFirstNoted() {
    EntryMetadata file = file(1, 2, 3);
    assertThat(groups.find(file)).isNull();
    groups.first(file, "noted");
    assertThat(groups.find(file)).isEqualTo("noted");
    assertThat(groups.find(file)).isEqualTo("noted");
  }

  @Test
  void aFileIsForgottenWhenAllItsNamesWereMet() {
    groups.first(file(1, 2, 2), "noted");
    assertThat(groups.find(file(1, 2, 2))).isEqualTo("noted");
    assertThat(groups.find(file(1, 2, 2))).isNull();
  }

  @Test
  void aFileThatTakesTheNumberOfAnotherIsAnother() {
    groups.first(file(1, 2, 9), "noted");
    EntryMetadata later = file(1, 2, 9).toBuilder().changed(Instant.ofEpochSecond(1)).build();
    assertThat(groups.find(later)).isNull();
    assertThat(groups.find(file(1, 2, 9))).isEqualTo("noted");
  }

  @Test
  void filesOfAnotherNumberOrOnAnotherDeviceAreOthers() {
    groups.first(file(1, 2, 9), "noted");
    assertThat(groups.find(file(2, 2, 9))).isNull();
    assertThat(groups.find(file(1, 3, 9))).isNull();
    assertThat(groups.find(file(2, 1, 9))).isNull();
    assertThat(groups.find(file(1, 2, 9))).isEqualTo("noted");
  }

  @Test
  void aCountOfNamesWithoutEndIsACountLikeAnyOther() {
    EntryMetadata file = file(1, 2, Long.MAX_VALUE);
    groups.first(file, "noted");
    for (int name = 0; name < 1_000; name++) {
      assertThat(groups.find(file)).isEqualTo("noted");
    }
  }

  @Test
  void aBoundedNumberOfFilesWaitsForItsOtherNames() {
    int bound = 1 << 18;
    for (int inode = 1; inode <= bound + 1; inode++) {
      groups.first(file(1, inode, 2), "noted");
    }
    assertThat(groups.find(file(1, bound + 1, 2))).as("one beyond the bound").isNull();
    assertThat(groups.find(file(1, bound, 2))).isEqualTo("noted");
    groups.first(file(1, bound + 1, 2), "there is room again");
    assertThat(groups.find(file(1, bound + 1, 2))).isEqualTo("there is room again");
  }
}
