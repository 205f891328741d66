package io.byssus.store.fs;

import io.byssus.testkit.store.StoreProbe;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Creates a blob and prints every kind of path and mode that was there before any step. */
final class PermissionsProcess {
  private PermissionsProcess() {}

  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    Set<String> seen = new TreeSet<>();
    StoreProbe.put(FileSystemStore.observed(root, step -> look(root, seen)), "a/b/c", "content");
    look(root, seen);
    Path ordinary = Files.createFile(root.resolveSibling("ordinary"));
    seen.add("ordinary " + PosixFilePermissions.toString(Files.getPosixFilePermissions(ordinary)));
    new PrintStream(System.out, true, StandardCharsets.UTF_8).println(String.join("\n", seen));
  }

  private static void look(Path root, Set<String> seen) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(root)) {
      paths = walk.toList();
    }
    for (Path path : paths) {
      seen.add(
          (Files.isDirectory(path) ? "directory " : "file ")
              + PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }
  }
}
