package io.byssus.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.event.Phase;
import io.byssus.api.event.Progress;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static final long MIB = 1 << 20;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void showsPhaseBarFilesDataThroughputAndEstimate() {
    assertThat(ProgressLine.text(halfWay().build()))
        .isEqualTo("storing [#####.....]  50%  1,500 files  512.0 MiB  128.0 MiB/s  0:04 left");
  }

  @Test
  void showsNeitherBarNorEstimateBeforeTheTotalIsKnown() {
    assertThat(
            ProgressLine.text(Progress.in(Phase.STORING).files(3, 9).bytes(MIB, 2 * MIB).build()))
        .isEqualTo("storing  3/9 files  1.00 MiB of 2.00 MiB  0 B/s");
  }

  @Test
  void countsEntriesWhereNobodyKnowsHowManyThereAre() {
    assertThat(ProgressLine.text(Progress.in(Phase.LOOKING).files(12_345, 0).build()))
        .isEqualTo("looking  12,345 entries");
  }

  @Test
  void makesRoomForOtherLines() {
    Output terminal = new Output(bytes, Destination.TERMINAL);
    try (ProgressLine line = new ProgressLine(terminal)) {
      line.show(halfWay().build());
      line.around(() -> terminal.line("a hit"));
      line.show(halfWay().build());
    }
    terminal.flush();
    String[] lines = bytes.toString(UTF_8).split("\n", -1);
    assertThat(screen(lines[0]).strip()).isEqualTo("a hit");
    assertThat(screen(lines[1])).isBlank();
  }

  @Test
  void isDrawnOverItselfAndWipedAtTheEnd() {
    ProgressLine line = new ProgressLine(new Output(bytes, Destination.TERMINAL));
    line.show(halfWay().build());
    line.show(Progress.in(Phase.COMMITTING).build());
    line.close();
    String drawn = bytes.toString(UTF_8);
    assertThat(drawn.split("\r", -1)).hasSize(5);
    assertThat(screen(drawn)).isBlank();
  }

  @Test
  void isNeverDrawnAfterItsEnd() {
    ProgressLine line = new ProgressLine(new Output(bytes, Destination.TERMINAL));
    line.close();
    line.show(halfWay().build());
    assertThat(bytes.size()).isZero();
  }

  @Test
  void isNeverDrawnWhereNobodyLooks() {
    try (ProgressLine piped = new ProgressLine(new Output(bytes, Destination.PIPE));
        ProgressLine silent = ProgressLine.silent(new Output(bytes, Destination.TERMINAL))) {
      piped.show(halfWay().build());
      silent.show(halfWay().build());
    }
    assertThat(bytes.size()).isZero();
  }

  private static Progress.Builder halfWay() {
    return Progress.in(Phase.STORING)
        .files(1500, 3000)
        .bytes(512 * MIB, 1024 * MIB)
        .elapsed(Duration.ofSeconds(4))
        .totalsFinal();
  }

  /** Returns what a terminal's line shows after it was written to. */
  private static String screen(String written) {
    StringBuilder line = new StringBuilder();
    int column = 0;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '\r') {
        column = 0;
      } else {
        line.setLength(Math.max(line.length(), column + 1));
        line.setCharAt(column++, c);
      }
    }
    return line.toString();
  }
}
