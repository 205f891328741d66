package io.byssus.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Assumptions;

/** The published test vectors of project Wycheproof, from a folder beside the project. */
final class Vectors {
  /** Names the folder where it is not {@code shared/vectors} above the module. */
  private static final String PROPERTY = "byssus.vectors";

  private Vectors() {}

  /**
   * Runs each case of a file, or skips the test where the folder is absent.
   *
   * @param test takes a group and a case, and returns whether it ran
   */
  static void run(String file, BiPredicate<JsonNode, JsonNode> test) throws IOException {
    Optional<Path> folder = folder();
    Assumptions.assumeTrue(
        folder.isPresent(),
        "no vectors: " + file + " is looked for in shared/vectors above, or in -D" + PROPERTY);
    int ran = 0;
    int skipped = 0;
    JsonNode root = new ObjectMapper().readTree(folder.orElseThrow().resolve(file).toFile());
    for (JsonNode group : root.path("testGroups")) {
      for (JsonNode item : group.path("tests")) {
        if (test.test(group, item)) {
          ran++;
        } else {
          skipped++;
        }
      }
    }
    System.out.printf("%s: %d cases ran, %d skipped%n", file, ran, skipped);
    assertThat(ran).as("cases of %s", file).isPositive();
    assertThat(ran + skipped).isEqualTo(root.path("numberOfTests").asInt());
  }

  static byte[] bytes(JsonNode item, String field) {
    return HexFormat.of().parseHex(item.required(field).asText());
  }

  static boolean isValid(JsonNode item) {
    return item.required("result").asText().equals("valid");
  }

  static String name(JsonNode item) {
    return "case "
        + item.required("tcId")
        + ": "
        + item.path("comment").asText()
        + item.path("flags");
  }

  private static Optional<Path> folder() {
    String named = System.getProperty(PROPERTY);
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared").resolve("vectors");
      if (Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }
}
