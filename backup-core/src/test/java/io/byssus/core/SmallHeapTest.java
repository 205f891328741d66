package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Backs up and restores more than a heap holds. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SmallHeapTest {
  private static final List<String> OPTIONS = List.of("-Xmx64m");
  private static final int LARGE_MEBIBYTES = 200;

  /** What all small files take. */
  private static final int SMALL_BYTES = 100 << 20;

  private static final int BLOCK = 1 << 20;

  @ParameterizedTest
  @MethodSource("runtimes")
  void backsUpAndRestoresManyTimesItsHeap(Path home, @TempDir Path directory) throws Exception {
    backsUpAndRestores(1_000, home, directory);
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  @Tag("thorough")
  void backsUpAndRestoresTenThousandFiles(Path home, @TempDir Path directory) throws Exception {
    backsUpAndRestores(10_000, home, directory);
  }

  @Test
  void backsUpAndRestoresADirectoryOfManyFiles(@TempDir Path directory) throws Exception {
    inOneDirectory(40_000, "-Xmx64m", directory);
  }

  @Test
  @Tag("thorough")
  void backsUpAndRestoresADirectoryOfAQuarterMillionFiles(@TempDir Path directory)
      throws Exception {
    inOneDirectory(250_000, "-Xmx128m", directory);
  }

  /** The entries alone would fill the heap, all held. */
  private static void inOneDirectory(int files, String heap, Path directory) throws Exception {
    Path source = directory.resolve("source");
    Path many = Files.createDirectories(source.resolve("many"));
    for (int i = 0; i < files; i++) {
      Files.createFile(many.resolve("one of many files, number " + i));
    }
    backsUpAndRestores(files, List.of(heap), ChildJvm.running(), directory);
  }

  private static void backsUpAndRestores(int smallFiles, Path home, Path directory)
      throws Exception {
    plant(directory.resolve("source"), smallFiles);
    backsUpAndRestores(smallFiles + 1, OPTIONS, home, directory);
  }

  private static void backsUpAndRestores(int files, List<String> options, Path home, Path directory)
      throws Exception {
    Path source = directory.resolve("source");
    Path target = directory.resolve("target");
    FileTree.settle();

    Process child =
        ChildJvm.start(
            home,
            options,
            SmallHeap.class,
            directory.resolve("store").toString(),
            source.toString(),
            target.toString());
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).as(said).isZero();
    assertThat(said.trim()).isEqualTo(files + " new, then " + files + " unmodified");
    assertThat(FileTree.describe(FileTree.restored(target, source)))
        .isEqualTo(FileTree.describe(source));
  }

  private static void plant(Path source, int smallFiles) throws IOException {
    Random random = new Random(1);
    byte[] block = new byte[BLOCK];
    Files.createDirectories(source);
    try (OutputStream out = Files.newOutputStream(source.resolve("large"))) {
      for (int i = 0; i < LARGE_MEBIBYTES; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    for (int i = 0; i < smallFiles; i++) {
      byte[] content = FileTree.random(i, SMALL_BYTES / smallFiles);
      FileTree.write(source.resolve("directory" + i % 10).resolve("small" + i), content);
    }
  }

  /** Returns the JVM that runs the test and the newest that is installed beside it. */
  static Stream<Path> runtimes() throws IOException {
    Path running = ChildJvm.running().toRealPath();
    Path beside = running.getParent();
    if (beside == null) {
      return Stream.of(running);
    }
    try (Stream<Path> homes = Files.list(beside)) {
      Optional<Path> newest =
          homes
              .filter(home -> feature(home) >= feature(running))
              .max(Comparator.comparing(SmallHeapTest::feature));
      boolean another = newest.isPresent() && feature(newest.get()) > feature(running);
      return another ? Stream.of(running, newest.get()) : Stream.of(running);
    }
  }

  /** Returns the version of the Java runtime in a directory, 0 if there is none. */
  private static int feature(Path home) {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isRegularFile(release)) {
      return 0;
    }
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(release)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
    return Integer.parseInt(version.split("[.\\-+]", 2)[0]);
  }
}
