package io.byssus.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** What the application backs up: something that compresses, something that does not. */
final class Source {
  private static final long SEED = 20_261_120;
  private static final int MEBIBYTE = 1 << 20;

  private final Path directory;

  private Source(Path directory) {
    this.directory = directory;
  }

  static Source in(Path parent) throws IOException {
    Source source = new Source(Files.createDirectories(parent.resolve("source/inner")));
    Files.writeString(source.directory.resolve("text"), "the same line again\n".repeat(50_000));
    byte[] random = new byte[5 * MEBIBYTE];
    new Random(SEED).nextBytes(random);
    Files.write(source.directory.resolve("random"), random);
    Files.createFile(source.directory.resolve("empty"));
    return source;
  }

  Path directory() {
    return directory;
  }

  void assertRestoredBelow(Path target) {
    Path restored = target.resolve(Path.of("/").relativize(directory));
    for (String name : new String[] {"text", "random", "empty"}) {
      assertThat(restored.resolve(name)).hasSameBinaryContentAs(directory.resolve(name));
    }
  }
}
