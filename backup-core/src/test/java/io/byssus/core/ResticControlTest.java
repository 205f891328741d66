package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The comparison that restores are held to is fair: a tool that others wrote, restic, passes it,
 * but for what it says that it does not keep.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(600)
class ResticControlTest {
  /** The names of the tree in which restic differs, and how. */
  private static final Set<String> LINKS_ARE_NOT_LINKED =
      Set.of("links/dangling", "links/hard link to a link");

  /** Before 0.15: a target that is no UTF-8, and the attributes of a link, are lost. */
  private static final Set<String> LINKS_OF_OLDER_VERSIONS =
      Set.of("links/bytes", "links/relative");

  private static final Set<String> HOLES_ARE_COARSER = Set.of("sparse/both", "sparse/tail");

  @Test
  void anotherToolPassesTheComparisonButForWhatItIsKnownNotToKeep(@TempDir Path directory)
      throws Exception {
    Restic restic = new Restic(directory, ZoneOffset.UTC);
    assumeTrue(restic.isInstalled(), "restic, the control, is not installed");
    EveryKindTree tree = EveryKindTree.plant(directory.resolve("tree"));
    assumeTrue(tree.plantedByRoot(), "restic reads all of the tree only as root");
    // From 0.15 on; before, restic makes gigabytes of zeros of the holes.
    boolean keepsHoles = restic.run("restore", "--help").contains("--sparse");
    Map<String, String> planted = TreeFacts.of(tree.top());
    tree.assertPresent(planted);

    String out = directory.resolve("out").toString();
    restic.run("init");
    if (keepsHoles) {
      restic.run("backup", tree.top().toString());
      restic.run("restore", "latest", "--sparse", "--target", out);
      assertThat(Path.of(out + tree.top(), "sparse/tail"))
          .hasSameBinaryContentAs(tree.top().resolve("sparse/tail"));
    } else {
      restic.run("backup", "--exclude", tree.top() + "/sparse", tree.top().toString());
      restic.run("restore", "latest", "--target", out);
      planted.keySet().removeIf(name -> name.equals("sparse") || name.startsWith("sparse/"));
    }

    Map<String, String> restored = TreeFacts.of(Path.of(out + tree.top()));
    if (!keepsHoles) {
      planted.keySet().removeAll(LINKS_OF_OLDER_VERSIONS);
      assertThat(restored.keySet().removeAll(LINKS_OF_OLDER_VERSIONS)).isTrue();
    }
    assertThat(planted.remove("nodes/socket")).isNotNull();
    assertThat(withoutLosses(restored)).containsExactlyInAnyOrderEntriesOf(withoutLosses(planted));
  }

  private static Map<String, String> withoutLosses(Map<String, String> facts) {
    Map<String, String> compared = new TreeMap<>(facts);
    LINKS_ARE_NOT_LINKED.forEach(name -> compared.computeIfPresent(name, without(" hard:.*")));
    HOLES_ARE_COARSER.forEach(name -> compared.computeIfPresent(name, without(" crc:.*")));
    // Two small files of zeros become holes.
    compared.replaceAll(
        (name, fact) ->
            fact.matches(".* size:[34] .*") && name.startsWith("names/")
                ? fact.replaceFirst(" crc:.*", "")
                : fact);
    return compared;
  }

  private static BiFunction<String, String, String> without(String pattern) {
    return (name, fact) -> fact.replaceFirst(pattern, "");
  }
}
