package io.byssus.testkit.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files that a model backs up, and what files there are in a directory. */
final class SourceFiles {
  private static final int DIRECTORIES = 3;
  private static final int FILES = 12;
  private static final int LARGEST = 60_000;

  /** Few, so that content comes back, and is found again or stored again. */
  private static final int CONTENTS = 20;

  private final Path top;
  private final Random random;

  SourceFiles(Path top, Random random) throws IOException {
    this.top = Files.createDirectories(top);
    this.random = random;
  }

  Path top() {
    return top;
  }

  /** Writes or deletes a few files. */
  void change() throws IOException {
    for (int change = random.nextInt(4); change >= 0; change--) {
      Path directory = top.resolve("directory" + random.nextInt(DIRECTORIES));
      Path file = directory.resolve("file" + random.nextInt(FILES));
      if (random.nextInt(4) == 0) {
        Files.deleteIfExists(file);
      } else {
        Files.createDirectories(directory);
        Files.write(file, content(random.nextInt(CONTENTS), random.nextInt(LARGEST)));
      }
    }
  }

  private static byte[] content(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Describes the content of each file. */
  Map<String, String> describe() throws IOException {
    return describe(top);
  }

  /** Describes the content of each file where these were restored to. */
  Map<String, String> describeRestored(Path target) throws IOException {
    Path absolute = top.toAbsolutePath().normalize();
    return describe(target.resolve(absolute.getRoot().relativize(absolute)));
  }

  private static Map<String, String> describe(Path directory) throws IOException {
    Map<String, String> state = new TreeMap<>();
    for (Path file : filesIn(directory)) {
      byte[] content = Files.readAllBytes(file);
      state.put(
          directory.relativize(file).toString(),
          content.length + " bytes " + Arrays.hashCode(content));
    }
    return state;
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
