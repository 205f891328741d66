package io.byssus.cli.command;

import io.byssus.api.EntryNotFoundException;
import io.byssus.api.source.EntryPath;
import io.byssus.cli.archive.ArchiveFormat;
import io.byssus.cli.archive.SnapshotArchive;
import io.byssus.cli.error.CommandException;
import io.byssus.core.BackupRepository;
import io.byssus.core.snapshot.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a file, or a directory as an archive, to the standard output. */
@Command(
    name = "dump",
    description = "Write a file's content, or a directory as an archive, to the standard output.",
    sortOptions = false)
final class DumpCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "SNAPSHOT",
      description = "First digits of an id, or latest.")
  private String snapshot = "";

  @Parameters(index = "1", paramLabel = "PATH", description = "The file or directory.")
  private String path = "";

  @Option(
      names = {"-a", "--archive"},
      paramLabel = "FORMAT",
      description = "How to write a directory: tar (the default) or zip.",
      converter = Formats.class,
      completionCandidates = Formats.class)
  private ArchiveFormat format = ArchiveFormat.TAR;

  @Mixin private final SnapshotFilter filter = new SnapshotFilter();

  DumpCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    EntryPath wanted = Arguments.entryPath(path);
    OutputStream out = session.out().bytes();
    try (BackupRepository repository = session.open()) {
      Snapshot chosen = filter.pick(repository.snapshots(), snapshot);
      try (FileSystem files = repository.fileSystem(chosen)) {
        Path start = files.getPath(wanted.toString());
        if (Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
          archive(repository, chosen, wanted, files, out);
        } else if (Files.isRegularFile(start, LinkOption.NOFOLLOW_LINKS)) {
          Files.copy(start, out);
        } else {
          throw refused(wanted, Files.exists(start, LinkOption.NOFOLLOW_LINKS), chosen);
        }
      }
    }
    session.out().flush();
    return 0;
  }

  private void archive(
      BackupRepository repository,
      Snapshot chosen,
      EntryPath from,
      FileSystem files,
      OutputStream out)
      throws IOException {
    if (session.out().isTerminal()) {
      throw CommandException.usage("an archive is not for a terminal: redirect the output");
    }
    List<String> notes = new ArrayList<>();
    SnapshotArchive archive = format.open(out);
    new ArchiveWalk(repository, files, archive, notes::add).write(chosen, from);
    archive.finish();
    notes.forEach(note -> session.err().line("byssus: warning: " + note));
  }

  static final class Formats extends Words<ArchiveFormat> {
    Formats() {
      super(ArchiveFormat.class);
    }
  }

  private static RuntimeException refused(EntryPath wanted, boolean there, Snapshot chosen) {
    return there
        ? CommandException.usage(wanted + " is neither a file nor a directory")
        : new EntryNotFoundException(
            "there is no " + wanted + " in snapshot " + chosen.id().abbreviated());
  }
}
