package io.byssus.cli.command;

import io.byssus.api.source.Source;
import io.byssus.cli.error.CommandException;
import io.byssus.cli.process.CommandStream;
import io.byssus.cli.process.RawPath;
import io.byssus.core.source.FileSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is backed up: paths, lists of paths, or a stream. */
final class SourceOptions {
  private static final String STREAM = "stdin";

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "What to back up; with --stdin-from-command the command and its arguments.")
  private final List<String> paths = new ArrayList<>();

  @Option(
      names = "--files-from",
      paramLabel = "FILE",
      description = "Back up what the lines of the file name, with wildcards; '-' for the input.")
  private final List<String> lists = new ArrayList<>();

  @Option(
      names = "--files-from-verbatim",
      paramLabel = "FILE",
      description = "The same, each line as it stands.")
  private final List<String> verbatimLists = new ArrayList<>();

  @Option(
      names = "--files-from-raw",
      paramLabel = "FILE",
      description = "The same, with a zero byte behind each name.")
  private final List<String> rawLists = new ArrayList<>();

  @Option(names = "--stdin", description = "Back up what comes from the standard input.")
  private boolean stdin;

  @Option(
      names = "--stdin-filename",
      paramLabel = "NAME",
      description = "Where that is in the snapshot (default: stdin).")
  private @Nullable String streamName;

  @Option(
      names = "--stdin-from-command",
      description = "Back up what a command writes, if it ends with 0: … -- COMMAND ARGUMENT…")
  private boolean command;

  @Mixin private final ChoiceOptions choice = new ChoiceOptions();

  @Mixin private final ReadFromOption readFrom = new ReadFromOption();

  /**
   * Returns the source.
   *
   * @param input the standard input
   * @param onStop is given what ends the reading when the backup is cancelled
   */
  Source source(InputStream input, Consumer<Runnable> onStop) {
    if (stdin || command) {
      return stream(input, onStop);
    }
    if (streamName != null) {
      throw CommandException.usage(
          "--stdin-filename names a stream: it needs --stdin or --stdin-from-command");
    }
    List<Path> listed = listed(new PathLists(input));
    Path[] roots = paths.stream().map(RawPath::of).toArray(Path[]::new);
    if (roots.length == 0 && listed.isEmpty()) {
      throw CommandException.usage(
          lists.size() + verbatimLists.size() + rawLists.size() == 0
              ? "nothing to back up was named: give a PATH, --files-from or --stdin"
              : "the lists name nothing to back up");
    }
    return readFrom.apply(choice.of(files(roots, listed)));
  }

  private static FileSource files(Path[] roots, List<Path> listed) {
    if (roots.length == 0) {
      return FileSource.ofList(listed);
    }
    Path[] more = new Path[roots.length - 1];
    System.arraycopy(roots, 1, more, 0, more.length);
    return FileSource.of(roots[0], more).andList(listed);
  }

  private List<Path> listed(PathLists reader) {
    List<Path> listed = new ArrayList<>();
    lists.forEach(file -> listed.addAll(reader.patterns(file)));
    verbatimLists.forEach(file -> listed.addAll(reader.verbatim(file)));
    rawLists.forEach(file -> listed.addAll(reader.raw(file)));
    return listed;
  }

  /** Returns the paths that are links to directories: what they lead to is not backed up. */
  List<String> linksToDirectories() {
    return stdin || command
        ? List.of()
        : paths.stream().filter(path -> isLinkToDirectory(RawPath.of(path).normalize())).toList();
  }

  private static boolean isLinkToDirectory(Path path) {
    return Files.isSymbolicLink(path) && Files.isDirectory(path);
  }

  /** Returns whether files are chosen by what alone is wanted. */
  boolean hasIncludes() {
    return choice.hasIncludes();
  }

  private Source stream(InputStream input, Consumer<Runnable> onStop) {
    if (stdin && command) {
      throw CommandException.usage("--stdin and --stdin-from-command exclude each other");
    }
    if (paths.isEmpty() == command) {
      throw CommandException.usage(
          command
              ? "--stdin-from-command needs a command: … -- COMMAND ARGUMENT…"
              : "--stdin backs up the standard input, and no PATH beside it");
    }
    if (lists.size() + verbatimLists.size() + rawLists.size() > 0) {
      throw CommandException.usage("a stream is backed up by itself, without --files-from");
    }
    if (choice.isGiven() || readFrom.isGiven()) {
      throw CommandException.usage(
          "a stream is backed up as a whole: nothing of it can be left out, or read elsewhere");
    }
    String name = streamName == null ? STREAM : Arguments.text("--stdin-filename", streamName);
    return Source.stream(name, command ? () -> started(onStop) : once(input));
  }

  private CommandStream started(Consumer<Runnable> onStop) throws IOException {
    CommandStream stream = CommandStream.start(paths);
    onStop.accept(stream::stop);
    return stream;
  }

  private static Source.StreamOpener once(InputStream input) {
    AtomicBoolean opened = new AtomicBoolean();
    return () -> {
      if (opened.getAndSet(true)) {
        throw new IOException("the standard input can't be read a second time; run it again");
      }
      return input;
    };
  }
}
