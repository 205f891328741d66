package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;

/** Plants files, and compares trees of them. */
final class FileTree {
  /** Long enough ago for any file system to have noticed. */
  private static final Instant SETTLED = Instant.parse("2024-02-29T12:34:56.123456789Z");

  private FileTree() {}

  static Path write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.write(file, content);
  }

  static Path write(Path file, String content) throws IOException {
    return write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Waits until a change of a file gives it another time than all changes before. */
  static void settle() {
    Instant until = Instant.now().plusMillis(50);
    while (Instant.now().isBefore(until)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  static void age(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(SETTLED));
  }

  /** Plants a few hundred files of all sizes that matter, a few MiB in all. */
  static void plantMixture(Path top, long seed) throws IOException {
    Random random = new Random(seed);
    for (int size : new int[] {0, 1, 511, 512, 513, 4096, 131_071, 131_072, 131_073}) {
      write(top.resolve("sizes/" + size), random(random.nextLong(), size));
    }
    for (int i = 0; i < 200; i++) {
      write(
          top.resolve("many/" + i % 7 + "/" + i), random(random.nextLong(), random.nextInt(3000)));
    }
    write(top.resolve("large"), random(random.nextLong(), 3 << 20));
    write(top.resolve("text"), "the same line again and again\n".repeat(20_000));
    Files.createDirectories(top.resolve("empty"));
    Files.createSymbolicLink(top.resolve("link"), Path.of("many/0"));
    age(top.resolve("large"));
    age(top.resolve("many/0/0"));
  }

  /** Returns where a restore puts what was backed up from a path. */
  static Path restored(Path target, Path source) {
    return target.resolve(Path.of("/").relativize(source.toAbsolutePath().normalize()));
  }

  /** Describes everything at and below a path: what it is, its content, times and permissions. */
  static Map<String, String> describe(Path top) throws IOException {
    Map<String, String> found = new TreeMap<>();
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            found.put(name(directory), "directory " + metadata(directory));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            found.put(
                name(file),
                attributes.isSymbolicLink()
                    ? "link " + Files.readSymbolicLink(file)
                    : "file " + content(file) + " " + metadata(file));
            return FileVisitResult.CONTINUE;
          }

          private String name(Path path) {
            return top.relativize(path).toString();
          }
        });
    return found;
  }

  private static String content(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    long length = 0;
    byte[] buffer = new byte[1 << 16];
    try (var in = Files.newInputStream(file)) {
      int count;
      while ((count = in.read(buffer)) > 0) {
        crc.update(buffer, 0, count);
        length += count;
      }
    }
    return length + " bytes " + Long.toHexString(crc.getValue());
  }

  private static String metadata(Path path) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(path, "unix:mode,uid,gid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    return Integer.toOctalString((Integer) Objects.requireNonNull(attributes.get("mode")))
        + " "
        + attributes.get("uid")
        + ":"
        + attributes.get("gid")
        + " "
        + attributes.get("lastModifiedTime");
  }

  /** Restores a snapshot and asserts that it is the same as a tree on disk. */
  static void assertRestores(
      BackupRepository repository, io.byssus.api.SnapshotId snapshot, Path source, Path target)
      throws IOException {
    repository.restore(snapshot).to(target).run();
    assertThat(describe(restored(target, source))).isEqualTo(describe(source));
  }
}
