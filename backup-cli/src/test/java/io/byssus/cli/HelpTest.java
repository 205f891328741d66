package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "init",
        "backup",
        "snapshots",
        "ls",
        "find",
        "diff",
        "dump",
        "stats",
        "restore",
        "forget",
        "prune",
        "pin",
        "unpin",
        "check",
        "repair",
        "parity",
        "key",
        "completion",
        "version"
      })
  void explainsEverySubcommand(String subcommand) {
    String help = Cli.bare().run("help", subcommand).succeeded().out();
    assertThat(help).startsWith("Usage: byssus " + subcommand).contains("--repo", "--json", "-v");
    assertThat(Cli.bare().run(subcommand, "--help").succeeded().out()).isEqualTo(help);
    assertThat(Cli.bare().run("help").succeeded().out()).contains("\n  " + subcommand);
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "add", "add-recovery", "remove", "passwd", "rotate"})
  void explainsWhatCanBeDoneWithKeys(String word) {
    String help = Cli.bare().run("help", "key", word).succeeded().out();
    assertThat(help).startsWith("Usage: byssus key " + word).contains("--repo");
    assertThat(Cli.bare().run("key", word, "--help").succeeded().out()).isEqualTo(help);
  }

  /** A new one has to come into the lists above. */
  @Test
  void knowsNoOtherSubcommands() {
    assertThat(Cli.bare().run("help").succeeded().out().lines())
        .filteredOn(line -> line.matches("  [a-z]+ .*"))
        .hasSize(20);
  }

  @Test
  void doesNotExplainWhatIsNotThere() {
    assertThat(Cli.bare().run("help", "bakcup").failed(1).err()).contains("'bakcup'");
  }

  @Test
  void tellsTheVersion() {
    assertThat(Cli.bare().run("version").succeeded().out())
        .matches("byssus \\d+\\.\\d+.* on Java .*\n");
    JsonNode version = Cli.bare().run("version", "--json").succeeded().json();
    assertThat(version.get("version").asText()).matches("\\d+\\.\\d+.*");
    assertThat(version.get("java").asText()).isEqualTo(Runtime.version().toString());
    assertThat(version.get("system").asText()).contains("/");
  }
}
