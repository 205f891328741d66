package io.byssus.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
  @Test
  void noPatternsSelectEverything() {
    assertThat(new Selection(List.of()).everything()).isTrue();
    assertThat(new Selection(List.of("*.csv")).everything()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/shop/orders, /srv/shop, orders, true",
    "/srv/shop/orders, /srv/other, orders, false",
    "*.csv, /srv/shop, a.csv, true",
    "*.csv, /srv/shop, a.txt, false",
    "shop/*.csv, /srv/shop, a.csv, true"
  })
  void patternsSelectByPathOrName(String pattern, String directory, String name, boolean expected) {
    Selection selection = new Selection(List.of("/nowhere", pattern));
    assertThat(selection.matches(EntryPath.parse(directory), EntryName.of(name), EntryKind.FILE))
        .isEqualTo(expected);
  }

  @Test
  void aSlashAtTheEndSelectsDirectoriesOnly() {
    Selection selection = new Selection(List.of("build/"));
    EntryPath srv = EntryPath.parse("/srv");

    assertThat(selection.matches(srv, EntryName.of("build"), EntryKind.DIRECTORY)).isTrue();
    assertThat(selection.matches(srv, EntryName.of("build"), EntryKind.FILE)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"/srv, true", "/srv/shop, true", "/srv/other, false", "/nowhere, false"})
  void aDirectoryIsEnteredWhenOneOfThePatternsMayMatchBelowIt(String directory, boolean expected) {
    Selection selection = new Selection(List.of("/nowhere", "/srv/shop/orders"));
    assertThat(selection.mayMatchBelow(EntryPath.parse(directory))).isEqualTo(expected);
  }
}
