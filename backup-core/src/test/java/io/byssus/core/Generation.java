package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A state of a source that changes step by step: both who writes it and who looks at what was
 * restored know from its number what every file holds.
 *
 * @param number from 1 on
 */
record Generation(int number) {
  private static final int FILES = 30;

  /** A file is written again in every so many generations. */
  private static final int CYCLE = 6;

  private static final int LARGE_FILE = 1 << 20;
  private static final int SMALL_FILE = 20_000;

  /** Names a snapshot of this generation. */
  String description() {
    return "generation " + number;
  }

  /** Returns the generation that a snapshot was named after. */
  static Generation described(String description) {
    return new Generation(
        Integer.parseInt(description.substring(new Generation(0).description().length() - 1)));
  }

  /** Writes what differs from the generation before, or everything that is not as it should be. */
  void write(Path top) throws IOException {
    for (int file = 0; file < FILES; file++) {
      Path path = path(top, file);
      byte[] content = content(file);
      if (!Files.exists(path) || !Arrays.equals(Files.readAllBytes(path), content)) {
        FileTree.write(path, content);
      }
    }
  }

  /** Asserts that a directory holds this generation and nothing else. */
  void assertIn(Path top) throws IOException {
    for (int file = 0; file < FILES; file++) {
      assertThat(path(top, file)).as(description()).hasBinaryContent(content(file));
    }
    try (Stream<Path> all = Files.walk(top)) {
      assertThat(all.filter(Files::isRegularFile)).hasSize(FILES);
    }
  }

  private static Path path(Path top, int file) {
    return top.resolve("directory" + file % 5).resolve("file" + file);
  }

  private byte[] content(int file) {
    int written = number - Math.floorMod(number + file, CYCLE);
    Random random = new Random(file * 1_000_003L + written);
    byte[] content = new byte[file == 0 ? LARGE_FILE : random.nextInt(SMALL_FILE)];
    random.nextBytes(content);
    return content;
  }
}
