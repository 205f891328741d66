package io.byssus.compression.brotli;

import io.byssus.api.compression.CompressionLevel;
import io.byssus.core.BackupRepository;
import io.byssus.core.RepositoryBuilder;
import io.byssus.core.backup.Compression;
import io.byssus.core.source.FileSource;
import io.byssus.store.fs.FileSystemStore;
import io.byssus.testkit.compression.CodecSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The repository with brotli that every later version has to read, and how it was made: by hand,
 * and never again. Beside it stands what its snapshot holds, as {@code sha256sum} says it.
 */
final class GoldenBrotli {
  static final String REPOSITORY = "repository";
  static final Compression COMPRESSION = new Compression("brotli", CompressionLevel.STANDARD);

  private GoldenBrotli() {}

  /**
   * Makes it.
   *
   * @param arguments the directory that it will be in, and an empty one for the files
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createDirectory(Path.of(arguments[0]));
    Path source = Path.of(arguments[1]).toRealPath();
    for (int size : new int[] {0, 512, 513, 5_000, 140_000, 2_500_000}) {
      Files.write(source.resolve("text" + size), text(size));
    }
    Files.write(source.resolve("random"), CodecSamples.random(30_000, 1));
    at(directory.resolve(REPOSITORY)).label("golden").withoutRecoveryKey().create().close();
    try (BackupRepository repository = at(directory.resolve(REPOSITORY)).open()) {
      String snapshot =
          repository
              .backup(FileSource.of(source))
              .origin("golden")
              .compression(COMPRESSION)
              .run()
              .snapshot()
              .hex();
      Files.write(directory.resolve(snapshot), describe(source));
    }
  }

  /** Names the repository in a directory, with its passphrase. */
  static RepositoryBuilder at(Path directory) {
    return BackupRepository.on(FileSystemStore.at(directory)).passphrase("golden".toCharArray());
  }

  static byte[] text(int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) (i % 37 == 36 ? '\n' : 'a' + i % 26);
    }
    return text;
  }

  /** Returns the hash and the name of each file in a directory, in the order of the names. */
  static List<String> describe(Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        lines.add(sha256(Files.readAllBytes(file)) + "  " + file.getFileName());
      }
    }
    return lines;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
