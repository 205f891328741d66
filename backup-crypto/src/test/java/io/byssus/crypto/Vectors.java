package io.byssus.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HexFormat;
import java.util.function.BiPredicate;

/** The published test vectors of project Wycheproof. */
final class Vectors {
  private Vectors() {}

  /**
   * Runs each case of a file.
   *
   * @param test takes a group and a case, and returns whether it ran
   */
  static void run(String file, BiPredicate<JsonNode, JsonNode> test) throws IOException {
    int ran = 0;
    int skipped = 0;
    JsonNode root =
        new ObjectMapper().readTree(Vectors.class.getResourceAsStream("vectors/" + file));
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
}
