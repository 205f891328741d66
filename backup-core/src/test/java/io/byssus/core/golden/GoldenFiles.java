package io.byssus.core.golden;

import io.byssus.core.internal.posix.Posix;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;

/** The files that golden repositories hold: small, and the same whenever they are made. */
final class GoldenFiles {
  private static final Instant LONG_AGO = Instant.parse("2001-09-09T01:46:40.123456789Z");
  private static final int LARGE = 2_500_000;
  private static final long SPARSE = 64L << 20;
  private static final int MANY = 600;

  /** The least that file systems leave a hole of, and the least between two. */
  private static final int BLOCK = 4096;

  private static final int PIECES = 600;
  private static final int REPETITIONS = 12;

  private final Path top;

  GoldenFiles(Path top) {
    this.top = top;
  }

  Path top() {
    return top;
  }

  /**
   * Content of all sizes that the format treats differently: inline, bundled, in several chunks.
   */
  GoldenFiles contents() throws IOException {
    for (int size : new int[] {0, 1, 511, 512, 513, 5_000, 140_000}) {
      write("sizes/" + size, text(size));
    }
    write("random", random(1, 30_000));
    write("large", text(LARGE));
    return settled();
  }

  /** Some other content for the same name. */
  GoldenFiles change(int generation) throws IOException {
    write("changing", "generation " + generation + "\n");
    write("random", random(generation, 20_000));
    return settled();
  }

  /** Links, holes, attributes, special bits, a fifo and names that are no ASCII. */
  GoldenFiles kinds() throws IOException {
    contents();
    Files.createLink(top.resolve("hard"), top.resolve("large"));
    Files.createSymbolicLink(top.resolve("symbolic"), Path.of("sizes/no such file"));
    Files.createDirectories(top.resolve("empty"));
    write("Grüße, 日本", "a name in UTF-8");
    try (RandomAccessFile sparse = new RandomAccessFile(top.resolve("sparse").toFile(), "rw")) {
      sparse.setLength(SPARSE);
      sparse.seek(SPARSE / 2);
      sparse.write(random(2, 10_000));
    }
    Path special = write("special", "x");
    Files.setAttribute(special, "unix:mode", 06750);
    Files.getFileAttributeView(special, UserDefinedFileAttributeView.class)
        .write("note", ByteBuffer.wrap("kept".getBytes(StandardCharsets.UTF_8)));
    Posix.find()
        .orElseThrow()
        .makeNode(
            top.resolve("fifo").toString().getBytes(StandardCharsets.UTF_8),
            Posix.FIFO,
            0640,
            0,
            0);
    Files.setPosixFilePermissions(
        top.resolve("empty"), PosixFilePermissions.fromString("rwxr-x---"));
    return settled();
  }

  /** More entries than the tree of a directory has in one part. */
  GoldenFiles manyEntries() throws IOException {
    for (int i = 0; i < MANY; i++) {
      write("many/" + i, "entry " + i);
    }
    return settled();
  }

  /**
   * A file with so many chunks and holes that the lists of them are in lists, some of them again
   * and again. Its file system has to have blocks of 4 KiB at most.
   */
  GoldenFiles manyChunks() throws IOException {
    Files.createDirectories(top);
    try (RandomAccessFile file = new RandomAccessFile(top.resolve("long").toFile(), "rw")) {
      for (int i = 0; i < PIECES * REPETITIONS; i++) {
        file.seek(2L * BLOCK * i);
        file.write(
            ("piece " + (1000 + i % PIECES) + "\n")
                .repeat(BLOCK)
                .substring(0, BLOCK)
                .getBytes(StandardCharsets.US_ASCII));
      }
      file.setLength(file.length() + BLOCK);
    }
    return settled();
  }

  private Path write(String name, String content) throws IOException {
    return write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private Path write(String name, byte[] content) throws IOException {
    Path file = top.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private static String text(int length) {
    return "0123456789abcdefghijklmnopqrstuvwxyz\n".repeat(length / 37 + 1).substring(0, length);
  }

  private static byte[] random(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private GoldenFiles settled() throws IOException {
    try (Stream<Path> paths = Files.walk(top)) {
      int number = 0;
      for (Path path : paths.sorted().toList()) {
        // Not of the fifo: the JDK would wait for who writes into it.
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(path)) {
          Files.setAttribute(
              path,
              "lastModifiedTime",
              FileTime.from(LONG_AGO.plusSeconds(number)),
              LinkOption.NOFOLLOW_LINKS);
        }
        number++;
      }
    }
    return this;
  }
}
