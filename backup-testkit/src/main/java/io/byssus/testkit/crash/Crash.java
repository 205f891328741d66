package io.byssus.testkit.crash;

import java.util.List;

/** What a crash has left. Immutable, but for the files. */
public final class Crash {
  private final CrashFileSystem fileSystem;
  private final List<String> promises;
  private final String description;

  Crash(CrashFileSystem fileSystem, List<String> promises, String description) {
    this.fileSystem = fileSystem;
    this.promises = List.copyOf(promises);
    this.description = description;
  }

  /** Returns the files, which may be changed: they are nobody else's. */
  public CrashFileSystem fileSystem() {
    return fileSystem;
  }

  /** Returns what was promised before the crash, and has to be true. */
  public List<String> promises() {
    return promises;
  }

  /** Says when it was and what was lost. */
  @Override
  public String toString() {
    return description;
  }
}
