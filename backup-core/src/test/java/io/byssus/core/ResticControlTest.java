package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Stream;
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
@Timeout(120)
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
    assumeTrue(restic().isPresent(), "restic, the control, is not installed");
    EveryKindTree tree = EveryKindTree.plant(directory.resolve("tree"));
    assumeTrue(tree.plantedByRoot(), "restic reads all of the tree only as root");
    // From 0.15 on; before, restic makes gigabytes of zeros of the holes.
    boolean keepsHoles = run(directory, "restore", "--help").contains("--sparse");
    Map<String, String> planted = TreeFacts.of(tree.top());
    tree.assertPresent(planted);

    String out = directory.resolve("out").toString();
    run(directory, "init");
    if (keepsHoles) {
      run(directory, "backup", tree.top().toString());
      run(directory, "restore", "latest", "--sparse", "--target", out);
      assertThat(Path.of(out + tree.top(), "sparse/tail"))
          .hasSameBinaryContentAs(tree.top().resolve("sparse/tail"));
    } else {
      run(directory, "backup", "--exclude", tree.top() + "/sparse", tree.top().toString());
      run(directory, "restore", "latest", "--target", out);
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

  private static Optional<Path> restic() {
    String named = System.getenv("RESTIC");
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Stream.concat(
            Stream.ofNullable(named).filter(name -> !name.isBlank()).map(Path::of),
            Stream.of(path.split(File.pathSeparator)).map(place -> Path.of(place, "restic")))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String run(Path directory, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(restic().orElseThrow().toString());
    command.addAll(List.of("--no-cache", "-q", "-r", directory.resolve("repository").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("RESTIC_PASSWORD", "control");
    Path output = directory.resolve("output");
    Process process = builder.redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(output, StandardCharsets.ISO_8859_1);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
