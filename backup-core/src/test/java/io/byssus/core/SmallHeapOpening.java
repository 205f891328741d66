package io.byssus.core;

import io.byssus.api.ByssusException;
import java.nio.file.Path;

/** Opens a repository with the passphrase 'x', in a JVM that a test starts. */
final class SmallHeapOpening {
  private SmallHeapOpening() {}

  /** Prints the refusal of the repository that the argument names. */
  public static void main(String[] arguments) {
    try {
      BackupRepository.at(Path.of(arguments[0]).toUri().toString())
          .passphrase(new char[] {'x'})
          .open()
          .close();
    } catch (ByssusException e) {
      System.out.println(e.code() + ": " + e.getMessage() + " " + e.advice());
    }
  }
}
