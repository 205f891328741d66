package io.byssus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion script, in a shell. */
class CompletionTest {
  private static final Path BASH = Path.of("/bin/bash");
  private static final long PATIENCE_SECONDS = 60;

  private Path directory = Path.of("");

  @BeforeEach
  void choose(@TempDir Path temporary) {
    directory = temporary;
  }

  @Test
  void aShellCompletesCommands() throws Exception {
    assertThat(completions("byssus", "ba")).containsExactly("backup");
    assertThat(completions("byssus", "key", "")).contains("list", "add", "remove", "passwd");
  }

  @Test
  void aShellCompletesOptions() throws Exception {
    assertThat(completions("byssus", "backup", "--exclude-c")).contains("--exclude-caches");
    assertThat(completions("byssus", "restore", "--over")).contains("--overwrite");
  }

  @Test
  void theCommandTakesTheWordsThatAShellCompletes() throws Exception {
    Cli cli = Cli.on(directory.resolve("repository")).initialised();
    String source = Files.createDirectory(directory.resolve("source")).toString();
    cli.run("backup", source).succeeded();
    List<String> overwrite = completions("byssus", "restore", "--overwrite", "");
    assertThat(overwrite).containsExactlyInAnyOrder("always", "if-changed", "if-newer", "never");
    for (String word : overwrite) {
      restore(cli, "--overwrite", word);
    }
    for (String word : completions("byssus", "restore", "--strategy", "")) {
      restore(cli, "--strategy", word);
    }
    for (String word : completions("byssus", "backup", "--strategy", "")) {
      cli.run("backup", source, "--strategy", word).succeeded();
    }
    for (String word : completions("byssus", "dump", "--archive", "")) {
      cli.run("dump", "latest", source, "--archive", word).succeeded();
    }
    assertThat(cli.run("backup", source, "--strategy", "best").failed(1).err())
        .contains("full, incremental, differential");
  }

  private void restore(Cli cli, String option, String word) {
    cli.run("restore", "latest", "-t", directory.resolve("out").toString(), option, word)
        .succeeded();
  }

  /** Returns what bash offers for the last of some words. */
  private List<String> completions(String... words) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(BASH), "there is no bash");
    Path script = directory.resolve("completion");
    Files.writeString(script, Cli.bare().run("completion").succeeded().out());
    // bash allows compopt only while a key is pressed.
    String ask =
        "compopt() { :; }; source "
            + script
            + "; COMP_WORDS=("
            + String.join(" ", List.of(words).stream().map(word -> "'" + word + "'").toList())
            + "); COMP_CWORD="
            + (words.length - 1)
            + "; $(complete -p byssus | sed 's/.*-F \\([^ ]*\\) .*/\\1/')"
            + "; printf '%s\\n' \"${COMPREPLY[@]}\"";
    Path output = directory.resolve("output");
    Process bash =
        new ProcessBuilder(BASH.toString(), "--norc", "-c", ask)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(bash.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return Files.readAllLines(output, UTF_8).stream().map(String::strip).toList();
  }
}
