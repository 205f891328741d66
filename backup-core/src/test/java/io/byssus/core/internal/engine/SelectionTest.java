package io.byssus.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryPath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
  @Test
  void noPatternsIncludeEverythingAndExcludeNothing() {
    Selection everything = new Selection(List.of(), List.of());
    assertThat(everything.includesEverything()).isTrue();
    assertThat(everything.excludesAnything()).isFalse();

    Selection some = new Selection(List.of("*.csv"), List.of("*.tmp"));
    assertThat(some.includesEverything()).isFalse();
    assertThat(some.excludesAnything()).isTrue();
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
    Selection wanted = new Selection(List.of("/nowhere", pattern), List.of());
    Selection unwanted = new Selection(List.of(), List.of("/nowhere", pattern));
    assertThat(wanted.includes(texts(directory), name, EntryKind.FILE)).isEqualTo(expected);
    assertThat(unwanted.excludes(texts(directory), name, EntryKind.FILE)).isEqualTo(expected);
  }

  @Test
  void aSlashAtTheEndSelectsDirectoriesOnly() {
    Selection selection = new Selection(List.of("build/"), List.of("cache/"));

    assertThat(selection.includes(texts("/srv"), "build", EntryKind.DIRECTORY)).isTrue();
    assertThat(selection.includes(texts("/srv"), "build", EntryKind.FILE)).isFalse();
    assertThat(selection.excludes(texts("/srv"), "cache", EntryKind.DIRECTORY)).isTrue();
    assertThat(selection.excludes(texts("/srv"), "cache", EntryKind.FILE)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"/srv, true", "/srv/shop, true", "/srv/other, false", "/nowhere, false"})
  void aDirectoryIsEnteredWhenOneOfThePatternsMayMatchBelowIt(String directory, boolean expected) {
    Selection selection = new Selection(List.of("/nowhere", "/srv/shop/orders"), List.of());
    assertThat(selection.mayIncludeBelow(texts(directory))).isEqualTo(expected);
  }

  private static List<String> texts(String path) {
    return EntryPath.parse(path).names().stream().map(Object::toString).toList();
  }
}
