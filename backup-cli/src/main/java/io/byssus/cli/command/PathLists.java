package io.byssus.cli.command;

import io.byssus.cli.error.CommandException;
import io.byssus.cli.process.RawPath;
import io.byssus.cli.process.RawText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads lists of paths, from files or the standard input. Paths are bytes. */
final class PathLists {
  private static final String STANDARD_INPUT = "-";

  private final InputStream input;

  PathLists(InputStream input) {
    this.input = input;
  }

  /**
   * Returns what is named by lines that may have wildcards; blank ones and comments say nothing.
   */
  List<Path> patterns(String file) {
    List<Path> paths = new ArrayList<>();
    for (String line : names(file, (byte) '\n')) {
      String pattern = line.strip();
      if (!pattern.isEmpty() && !pattern.startsWith("#")) {
        paths.addAll(expand(pattern));
      }
    }
    return paths;
  }

  /** Returns what is named by lines, each as it stands. */
  List<Path> verbatim(String file) {
    return paths(names(file, (byte) '\n'));
  }

  /** Returns what is named by names that end with a zero byte. */
  List<Path> raw(String file) {
    return paths(names(file, (byte) 0));
  }

  private static List<Path> paths(List<String> names) {
    return names.stream().filter(name -> !name.isEmpty()).map(RawPath::of).toList();
  }

  private List<String> names(String file, byte end) {
    List<String> names = new ArrayList<>();
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    for (byte b : content(file)) {
      if (b == end) {
        names.add(RawText.decode(name.toByteArray()));
        name.reset();
      } else {
        name.write(b);
      }
    }
    names.add(RawText.decode(name.toByteArray()));
    return names;
  }

  private byte[] content(String file) {
    try {
      return file.equals(STANDARD_INPUT)
          ? input.readAllBytes()
          : Files.readAllBytes(RawPath.of(file));
    } catch (IOException e) {
      throw new CommandException(
          CommandException.Kind.INPUT_OUTPUT,
          "can't read the list of paths '" + file + "': " + reason(e),
          "Check that the file is there and may be read.");
    }
  }

  private static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file";
    }
    return failure instanceof AccessDeniedException
        ? "permission denied"
        : String.valueOf(failure.getMessage());
  }

  /** Returns what a path with wildcards stands for; the path itself, if there is nothing. */
  private static List<Path> expand(String pattern) {
    if (!pattern.matches("(?s).*[*?\\[].*")) {
      return List.of(RawPath.of(pattern));
    }
    List<Path> found = List.of(RawPath.of(pattern.startsWith("/") ? "/" : "."));
    for (String part : Arrays.asList(pattern.split("/+", -1))) {
      if (!part.isEmpty()) {
        List<Path> next = new ArrayList<>();
        found.forEach(directory -> next.addAll(matches(directory, part)));
        found = next;
      }
    }
    return found.isEmpty() ? List.of(RawPath.of(pattern)) : found;
  }

  private static List<Path> matches(Path directory, String part) {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> matching = Files.newDirectoryStream(directory, part)) {
      matching.forEach(paths::add);
    } catch (IOException e) {
      return List.of(); // a wildcard stands for what can be listed
    }
    return paths;
  }
}
