package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commands around the reading of a backup. */
@DisabledOnOs(OS.WINDOWS)
class HookTest {
  private final Cli cli;
  private final Path source;
  private final Path log;

  HookTest(@TempDir Path dir) throws IOException {
    cli = Cli.on(dir.resolve("repository")).initialised();
    source = Files.createDirectory(dir.resolve("source"));
    log = dir.resolve("log");
    Files.createFile(log);
  }

  private String note(String what) {
    return "echo " + what + " >> " + log;
  }

  private Cli.Result backup(String... options) {
    List<String> all = new ArrayList<>(List.of("backup", source.toString()));
    all.addAll(List.of(options));
    return cli.run(all.toArray(new String[0]));
  }

  private int snapshots() {
    return cli.run("snapshots", "--json").json().size();
  }

  @Test
  void whatIsMadeBeforeTheReadingIsReadAndWhatFollowsIsNot() throws IOException {
    backup(
            "--pre-command",
            note("before") + " && echo dump > " + source.resolve("dump"),
            "--post-command",
            note("after") + " && rm " + source.resolve("dump"),
            "--post-failure-command",
            note("failure"))
        .succeeded();

    assertThat(log).content().isEqualTo("before\nafter\n");
    assertThat(source.resolve("dump")).doesNotExist();
    assertThat(cli.run("dump", "latest", source + "/dump").succeeded().out()).isEqualTo("dump\n");
  }

  @Test
  void aFailureBeforeEndsTheBackupAndNamesTheCommand() {
    Cli.Result failed =
        backup(
                "--pre-command",
                "exit 7",
                "--post-command",
                note("after"),
                "--post-failure-command",
                note("failure"),
                "--json")
            .failed(1);

    assertThat(failed.out()).isEmpty();
    assertThat(failed.error().get("code").asText()).isEqualTo("QUIESCE_FAILED");
    assertThat(failed.error().get("message").asText())
        .isEqualTo("--pre-command: 'exit 7' ended with exit code 7");
    assertThat(log).content().isEqualTo("failure\n");
    assertThat(snapshots()).isZero();
  }

  @Test
  void aFailureAfterMakesNoSnapshot() {
    assertThat(backup("--post-command", "exit 1").failed(1).err())
        .contains("--post-command: 'exit 1' ended with exit code 1");
    assertThat(snapshots()).isZero();
  }

  @Test
  void whatTakesTooLongIsEnded() {
    assertThat(
            backup("--pre-command", "sleep 600; " + note("late"), "--command-timeout", "1s")
                .failed(1)
                .err())
        .contains("took longer than 1 s");
    assertThat(log).isEmptyFile();
  }

  @Test
  void whatDoesNotEndWhenItIsAskedToIsKilledWithAllThatItStarted() throws Exception {
    Path pids = log.resolveSibling("pids");
    String stubborn = "trap '' TERM; echo $$ > " + pids + "; sleep 600; sleep 601";
    assertThat(backup("--pre-command", stubborn, "--command-timeout", "5s").failed(1).err())
        .contains("took longer than 5 s and was ended");

    long shell = Long.parseLong(Files.readString(pids).strip());
    assertThat(ProcessHandle.of(shell).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(
            ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("sleep 60")))
        .isEmpty();
  }

  @Test
  void aFailureOfTheCommandForFailuresIsTold() {
    assertThat(
            backup("--pre-command", "exit 7", "--post-failure-command", "exit 8").failed(1).err())
        .contains("--pre-command: 'exit 7' ended with exit code 7")
        .contains("byssus: warning: --post-failure-command: 'exit 8' ended with exit code 8");
  }

  @Test
  void whatItWritesIsNoPartOfTheResult() {
    Cli.Result result =
        backup("--pre-command", "echo noise", "--post-command", "echo noise", "--json");
    assertThat(result.ended(0).json().get("complete").asBoolean()).isTrue();
  }

  @Test
  void nothingIsRunToSayWhatWouldBeDone() {
    backup("--pre-command", note("before"), "--post-command", note("after"), "-n").succeeded();
    assertThat(log).isEmptyFile();
  }

  @Test
  void aTimeThatIsNoneIsRefused() {
    for (String time : new String[] {"0s", "5", "1 m", "-1s", "1w"}) {
      assertThat(backup("--pre-command", "true", "--command-timeout", time).failed(1).err())
          .contains("--command-timeout");
    }
  }
}
