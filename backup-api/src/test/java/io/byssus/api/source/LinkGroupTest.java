package io.byssus.api.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LinkGroupTest {
  private static final Instant TIME = Instant.parse("2024-02-29T12:34:56.123456789Z");

  private static EntryMetadata.Builder file() {
    return EntryMetadata.of(EntryKind.FILE)
        .identity(5, 1)
        .links(2)
        .size(9)
        .modified(TIME)
        .changed(TIME);
  }

  @Test
  void namesOfOneFileHaveEqualGroups() {
    assertThat(LinkGroup.of(file().permissions(0600).build()))
        .isEqualTo(LinkGroup.of(file().permissions(0644).links(3).build()))
        .isPresent();
  }

  @Test
  void aFileThatTookTheNumberOfAnotherHasAnotherGroup() {
    LinkGroup group = LinkGroup.of(file().build()).orElseThrow();
    assertThat(LinkGroup.of(file().changed(TIME.plusNanos(1)).build()).orElseThrow())
        .isNotEqualTo(group);
    assertThat(LinkGroup.of(file().modified(TIME.plusNanos(1)).build()).orElseThrow())
        .isNotEqualTo(group);
    assertThat(LinkGroup.of(file().size(10).build()).orElseThrow()).isNotEqualTo(group);
    assertThat(LinkGroup.of(file().identity(6, 1).build()).orElseThrow()).isNotEqualTo(group);
    assertThat(LinkGroup.of(file().identity(5, 2).build()).orElseThrow()).isNotEqualTo(group);
  }

  @Test
  void whatHasOneNameOrNoNumberOrIsADirectoryHasNone() {
    assertThat(LinkGroup.of(file().links(1).build())).isEmpty();
    assertThat(LinkGroup.of(file().identity(0, 1).build())).isEmpty();
    assertThat(LinkGroup.of(EntryMetadata.of(EntryKind.DIRECTORY).identity(5, 1).links(2).build()))
        .isEmpty();
  }
}
