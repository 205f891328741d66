package io.byssus.cli.command;

import io.byssus.cli.error.CommandException;
import io.byssus.cli.error.FileFailure;
import io.byssus.cli.process.RawPath;
import io.byssus.cli.process.RawText;
import io.byssus.core.source.PathWildcards;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads lists of paths, from files or the standard input. Paths are bytes. */
final class PathLists {
  private static final String STANDARD_INPUT = "-";

  private final InputStream input;
  private boolean inputRead;

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
      if (b == 0 && end != 0) {
        throw CommandException.usage(
            "the list of paths '"
                + file
                + "' has a zero byte, which no path has: --files-from-raw reads names with zero"
                + " bytes between");
      }
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
    if (file.equals(STANDARD_INPUT) && inputRead) {
      throw CommandException.usage("the standard input, '-', can be one list of paths only");
    }
    inputRead |= file.equals(STANDARD_INPUT);
    try {
      return file.equals(STANDARD_INPUT)
          ? input.readAllBytes()
          : Files.readAllBytes(RawPath.of(file));
    } catch (IOException e) {
      throw new CommandException(
          CommandException.Kind.INPUT_OUTPUT,
          "can't read the list of paths '" + file + "': " + FileFailure.reason(e),
          "Check that the file is there and may be read.");
    }
  }

  /** Returns what a path with wildcards stands for; the path itself, if there is nothing. */
  private static List<Path> expand(String pattern) {
    List<Path> found = PathWildcards.expand(RawPath.workingDirectory(), RawText.encode(pattern));
    return found.isEmpty() ? List.of(RawPath.of(pattern)) : found;
  }
}
