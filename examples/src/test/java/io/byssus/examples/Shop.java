package io.byssus.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.byssus.api.key.Secret;
import io.byssus.core.BackupRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the examples back up, and where to. */
final class Shop {
  static final String ORDERS = "order 1: two mussels\n";

  private final Path directory;
  private final String location;

  private Shop(Path directory, String location) {
    this.directory = directory;
    this.location = location;
  }

  /** Makes some files, and chooses a place for a repository that is not there yet. */
  static Shop in(Path parent) throws IOException {
    Path directory = Files.createDirectories(parent.resolve("srv/shop"));
    Files.writeString(directory.resolve("orders.csv"), ORDERS);
    Files.writeString(directory.resolve("notes.txt"), "closed on Mondays\n");
    Files.writeString(directory.resolve("upload.tmp"), "half of a file");
    return new Shop(directory, parent.resolve("repository").toUri().toString());
  }

  Path directory() {
    return directory;
  }

  String location() {
    return location;
  }

  /** Returns the passphrase; the caller closes it. */
  static Secret passphrase() {
    return Secret.copyOf("correct horse battery staple".getBytes(UTF_8));
  }

  /** Makes the repository, backs the files up, and opens it; the caller closes it. */
  BackupRepository backedUp() {
    try (Secret passphrase = passphrase()) {
      BackupExample.create(location, passphrase);
      BackupExample.backUp(location, passphrase, directory, progress -> {});
      return BackupRepository.at(location).passphrase(passphrase).open();
    }
  }
}
