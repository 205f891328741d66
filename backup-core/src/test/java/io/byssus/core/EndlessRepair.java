package io.byssus.core;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Damages a repository and repairs it until it is killed, and says what it is doing. */
final class EndlessRepair {
  /** Said before the index is written anew and packs are salvaged. */
  static final String REPAIRING = "REPAIRING";

  /** Said when they are. */
  static final String REPAIRED = "REPAIRED";

  private EndlessRepair() {}

  /**
   * Runs.
   *
   * @param arguments the repository, a seed, and by how many hours the clock is wrong
   */
  public static void main(String[] arguments) throws IOException {
    Path store = Path.of(arguments[0]);
    Random random = new Random(Long.parseLong(arguments[1]));
    Duration ahead = Duration.ofHours(Long.parseLong(arguments[2]));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (BackupRepository repository = Repositories.open(store, ahead)) {
      while (true) {
        out.println(EndlessBackups.BETWEEN);
        damage(store.resolve("index"), random);
        damage(store.resolve("packs"), random);
        out.println(REPAIRING);
        repository.repair().run();
        out.println(REPAIRED);
      }
    }
  }

  /**
   * Changes the end of a blob: an index segment is of no use then, but for its packs, and every
   * chunk of a pack can still be read, so that nothing is lost if nobody repairs it.
   */
  private static void damage(Path directory, Random random) throws IOException {
    List<Path> blobs;
    try (Stream<Path> files = Files.walk(directory)) {
      blobs = files.filter(Files::isRegularFile).sorted().toList();
    }
    if (blobs.isEmpty()) {
      return;
    }
    Path blob = blobs.get(random.nextInt(blobs.size()));
    if (!blob.toFile().setWritable(true)) {
      throw new IOException(blob + " can't be made writable");
    }
    try (RandomAccessFile file = new RandomAccessFile(blob.toFile(), "rw")) {
      file.seek(file.length() - 1);
      int last = file.read();
      file.seek(file.length() - 1);
      file.write(last ^ 1); // one byte: a kill leaves it as it was, or as it is to be
    }
  }
}
