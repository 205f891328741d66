package io.byssus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs what the user guide tells people to run: the {@code sh} blocks of each page, from top to
 * bottom, with the packaged command. Each command has to end with 0. The pages speak of {@code
 * /srv} and the like; here these are below a scratch directory, which has what the pages take for
 * given. What is to be read only, such as how to install the command, is a {@code bash} block.
 */
class GuideIT {
  /** Where Maven runs the tests of this module: its own directory. */
  private static final Path GUIDE = Path.of("").toAbsolutePath().resolveSibling("docs/guide");

  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  /** The top directories of the pages, but not where they stand inside another path. */
  private static final Pattern TOP = Pattern.compile("(?<![\\w./-])/(srv|etc|mnt|var|tmp)\\b");

  /** Below a target are the whole paths of the source. */
  private static final Pattern BELOW_TARGET = Pattern.compile("(\\$ROOT/tmp/\\w+)/srv");

  /** A path that is no part of the scratch directory. */
  private static final Pattern OUTSIDE = Pattern.compile("(?<![\\w./:-])/(?!dev/null)\\w");

  private static final String WORLD =
      """
      set -e
      export ROOT=$PWD PATH=$PWD/bin:$PATH BYSSUS_NEW_PASSWORD='another one'
      mkdir -p bin srv/shop/orders srv/shop/cache etc var/backups mnt/snapshot/shop mnt/rescued tmp
      printf '#!/bin/sh\\nexec %s "$@"\\n' "$BYSSUS" > bin/byssus
      printf '#!/bin/sh\\necho "create table orders (id int);"\\n' > bin/pg_dump
      printf '#!/bin/sh\\nexec cat\\n' > bin/less
      chmod +x bin/*
      cp "${BYSSUS##* }" byssus.jar
      echo '{}' > srv/shop/orders/order-17.json
      echo a=1 | tee srv/shop/shop.conf etc/hosts mnt/snapshot/shop/shop.conf > srv/shop/shop.db
      echo '*.tmp' > srv/shop/.gitignore
      """;

  /** What a reader of the other pages has from the first. */
  private static final String REPOSITORY =
      """
      byssus init | sed -n 's/recovery key: //p' > recovery.txt
      byssus backup "$ROOT/srv/shop" --origin shop
      FIRST=$(byssus snapshots --json | sed 's/.*"id":"\\([0-9a-f]*\\)".*/\\1/')
      cp -r repository mnt/rescued/shop
      """;

  private final Path dir;

  GuideIT(@TempDir Path dir) throws IOException {
    this.dir = dir.toRealPath();
  }

  static List<String> pages() throws IOException {
    try (Stream<Path> pages = Files.list(GUIDE)) {
      return pages
          .filter(page -> !blocks(page).isEmpty())
          .map(page -> page.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void whatAPageTellsToRunWorks(String page) throws Exception {
    StringBuilder script = new StringBuilder(WORLD);
    if (!page.equals("first-backup.md")) {
      script.append(REPOSITORY);
    }
    script.append("set -x\n");
    for (String block : blocks(GUIDE.resolve(page))) {
      assertThat(here(block)).doesNotContainPattern(OUTSIDE);
      script.append(here(block));
    }

    JarProcess.Ended ended =
        new JarProcess(JarProcess.javas().get(0), dir, "C.UTF-8").shell(script.toString());

    assertThat(ended.code()).as("%s%n%s%n%s", page, ended.out(), ended.err()).isZero();
  }

  private static List<String> blocks(Path page) {
    try {
      List<String> blocks = new ArrayList<>();
      Matcher matcher = BLOCK.matcher(Files.readString(page, UTF_8));
      while (matcher.find()) {
        blocks.add(matcher.group(1));
      }
      return blocks;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Returns commands as they are run here. */
  private static String here(String block) {
    String moved = TOP.matcher(block).replaceAll("\\$ROOT/$1");
    return BELOW_TARGET
        .matcher(moved)
        .replaceAll("$1\\$ROOT/srv")
        .replace("1a2b3c", "$FIRST") // an id that the page makes up
        .replace("2026-11-19", "2999-01-01"); // the day before that of the reader
  }
}
