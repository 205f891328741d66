package io.byssus.core.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {
  @ParameterizedTest(name = "{0} matches {1}: {2}")
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "*.tmp, /x.tmp, true",
        "*.tmp, /srv/a/x.tmp, true",
        "*.tmp, /srv/.tmp, true",
        "*.tmp, /srv/x.tmp2, false",
        "*.tmp, /srv/x.tmp/y, false",
        "**/*.tmp, /x.tmp, true",
        "**/*.tmp, /srv/a/x.tmp, true",
        "**/*.tmp, /srv/a/x, false",
        "node_modules, /srv/shop/node_modules, true",
        "node_modules/, /srv/shop/node_modules, true",
        "node_modules, /srv/node_modules2, false",
        "node_modules, /srv/node_modules/x, false",
        "/srv/shop/cache, /srv/shop/cache, true",
        "/srv/shop/cache, /mnt/srv/shop/cache, false",
        "srv/shop/cache, /mnt/srv/shop/cache, true",
        "/srv/shop/cache, /srv/shop, false",
        "cache/*, /srv/cache/x, true",
        "cache/*, /srv/cache, false",
        "cache/*, /srv/cache/x/y, false",
        "cache/*, /srv/mycache/x, false",
        "/srv/*/log, /srv/shop/log, true",
        "/srv/*/log, /srv/a/b/log, false",
        "/srv/**/log, /srv/a/b/log, true",
        "/srv/**/log, /srv/log, true",
        "/srv/**, /srv/a/b, true",
        "/srv/**, /srv, true",
        "/srv/**, /var, false",
        "/**/a/**/b, /x/a/y/a/z/b, true",
        "/**/a/**/b, /x/b/y, false",
        "?.log, /a/1.log, true",
        "?.log, /a/日.log, true",
        "?.log, /a/😀.log, true",
        "?.log, /a/12.log, false",
        "[a-c]x, /bx, true",
        "[a-c]x, /dx, false",
        "[!a-c]x, /dx, true",
        "[^a-c]x, /ax, false",
        "[]x]y, /]y, true",
        "[a-]y, /-y, true",
        "[.&&x], /&, true",
        "\\*.tmp, /*.tmp, true",
        "\\*.tmp, /a.tmp, false",
        "\\!x, /!x, true",
        "a.b, /axb, false",
        "(a|b)+, /(a|b)+, true",
        "{a}, /{a}, true",
        "a//b, /x/a/b, true",
        "é*, /x/été, true",
        "a*c, /abc, true",
        "a*c, /ac, true",
        "a*bc, /abc, true",
        "a*ba, /aba, true",
        "a*ba, /abc, false",
        "ab*ba, /aba, false",
        "a*b*c*, /aXbYcZ, true",
        "*a*b*, /b-a, false",
        "*aab*b, /aaaabb, true",
        "***, /x, true",
        "/a/***/b, /a/x/y/b, true",
        "a**b, /aXb, true",
        "[\\]]x, /]x, true",
        "[[:digit:]], /7, true",
        "[[:digit:]], /x, false",
        "[![:space:]x], /y, true",
        "[[:upper:]-], /-, true",
        "*.BAK, /x.bak, false",
      })
  void matchesByComponents(String pattern, String path, boolean expected) {
    List<String> components = Arrays.asList(path.substring(1).split("/", -1));
    int last = components.size() - 1;

    assertThat(
            PathPattern.parse(pattern).matches(components.subList(0, last), components.get(last)))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} may match below {1}: {2}")
  @CsvSource({
    "/srv/shop/orders, /, true",
    "/srv/shop/orders, /srv, true",
    "/srv/shop/orders, /srv/shop, true",
    "/srv/shop/orders, /srv/shop/orders, false",
    "/srv/shop/orders, /srv/shop/orders/2026, false",
    "/srv/shop/orders, /srv/other, false",
    "/srv/shop/orders, /other, false",
    "/srv/*/log, /srv/shop, true",
    "/srv/*/log, /srv/shop/log, false",
    "/srv/*/log, /srv/a/b, false",
    "/srv/**/log, /srv, true",
    "/srv/**/log, /srv/a/b/c, true",
    "/srv/**/log, /srv/log, true",
    "/srv/**/log, /var, false",
    "/srv/**, /srv, true",
    "/srv/**, /srv/a/b, true",
    "/**/log, /any/thing, true",
    "*.csv, /any/thing, true",
    "shop/*.csv, /any/thing, true",
    "/a[0-9]/x, /a1, true",
    "/a[0-9]/x, /b1, false",
  })
  void tellsWhereNothingCanMatch(String pattern, String directory, boolean expected) {
    List<String> components =
        directory.equals("/") ? List.of() : Arrays.asList(directory.substring(1).split("/", -1));

    assertThat(PathPattern.parse(pattern).mayMatchBelow(components)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} matches {1}: {2}")
  @CsvSource({
    "*.BAK, x.bak, true",
    "*.bak, X.BAK, true",
    "README, readme, true",
    "ÉTÉ*, été-1, true",
    "a?c, ABC, true",
    "x[a-c]*[0-9], XB7, true",
    "a*b, AxB, true",
    "a*b, AxC, false"
  })
  void takesCapitalAndSmallLettersAsTheSameWhenAsked(
      String pattern, String name, boolean expected) {
    assertThat(PathPattern.parse(pattern, Case.IGNORED).matches(List.of("srv"), name))
        .isEqualTo(expected);
  }

  @Test
  void isMeantForDirectoriesOnlyWithASlashAtTheEnd() {
    assertThat(PathPattern.parse("build/").directoriesOnly()).isTrue();
    assertThat(PathPattern.parse("/srv/build").directoriesOnly()).isFalse();
  }

  @Test
  @Timeout(60)
  void neverTakesLong() {
    PathPattern pattern = PathPattern.parse("*a*a*a*a*a*a*a*a*a*a*[b]");

    assertThat(pattern.matches(List.of("srv"), "a".repeat(4000))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//",
        "a/../b",
        "./a",
        "[ab",
        "[",
        "[]",
        "a[z-a]",
        "a\\",
        "!x",
        "[[:nosuch:]]"
      })
  void refusesAMalformedPatternWithItsText(String pattern) {
    assertThatThrownBy(() -> PathPattern.parse(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + pattern + "'");
  }
}
