package io.byssus.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of a journal that is read in blocks, from both ends. */
class JournalLinesTest {
  private final Path directory;

  JournalLinesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void readsTheSameFromBothEnds() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      lines.add(i + " " + "x".repeat(i % 101));
    }
    lines.add(1500, "long " + "y".repeat(200_000)); // longer than several blocks
    lines.add("");
    check(lines, "");
    check(lines, "written in part");
    check(lines, "z".repeat(100_000));
  }

  @Test
  void readsAJournalInWhichThereIsNothing() throws IOException {
    check(List.of(), "");
    check(List.of(), "written in part");
    check(List.of("only"), "");
    check(List.of(""), "");
  }

  private void check(List<String> lines, String rest) throws IOException {
    String text = String.join("", lines.stream().map(line -> line + "\n").toList()) + rest;
    Path file = Files.writeString(directory.resolve("journal"), text);
    try (FileChannel channel = FileChannel.open(file)) {
      JournalLines journal = new JournalLines(channel);
      List<String> forward = new ArrayList<>();
      journal.forward(forward::add);
      List<String> backward = new ArrayList<>();
      JournalLines.Backward last = journal.backward();
      for (String line = last.next(); line != null; line = last.next()) {
        backward.add(line);
        assertThat(last.isFirst()).isEqualTo(backward.size() == lines.size());
      }
      Collections.reverse(backward);
      assertThat(forward).isEqualTo(lines);
      assertThat(backward).isEqualTo(lines);
    }
  }
}
