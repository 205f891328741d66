package io.byssus.cli.command;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.cli.archive.SnapshotArchive;
import io.byssus.cli.process.RawText;
import io.byssus.cli.terminal.PrintableText;
import io.byssus.core.BackupRepository;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.SnapshotEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Puts a directory of a snapshot, and all that is below it, into an archive. */
final class ArchiveWalk {
  private final BackupRepository repository;
  private final FileSystem files;
  private final SnapshotArchive archive;
  private final Consumer<String> warnings;

  ArchiveWalk(
      BackupRepository repository,
      FileSystem files,
      SnapshotArchive archive,
      Consumer<String> warnings) {
    this.repository = repository;
    this.files = files;
    this.archive = archive;
    this.warnings = warnings;
  }

  /** Writes all entries, and warns of what is not in the archive as it is in the snapshot. */
  void write(Snapshot snapshot, EntryPath from) throws IOException {
    try {
      repository.list(snapshot.id(), from, this::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void add(SnapshotEntry entry) {
    try {
      String name = name(entry.path());
      switch (entry.metadata().kind()) {
        case DIRECTORY -> archive.directory(name, entry.metadata());
        case SYMBOLIC_LINK -> archive.link(name, entry.metadata(), target(entry));
        case FILE -> {
          try (var in = Files.newInputStream(files.getPath(entry.path().toString()))) {
            archive.file(name, entry.metadata(), in);
          }
        }
        default -> {
          if (!archive.node(name, entry.metadata())) {
            String type = EntryLine.type(entry.metadata().kind());
            warnings.accept(entry.path() + " is not in the archive: it is a " + type);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String target(SnapshotEntry link) {
    String target = RawText.decode(link.linkTarget());
    if (!RawText.isText(target)) {
      target = PrintableText.of(target);
      warnings.accept(
          link.path() + ": the target is no UTF-8, and is " + target + " in the archive");
    }
    return target;
  }

  /** Returns the path without a slash at the start, as archives have it, in text. */
  private String name(EntryPath path) {
    List<String> names = new ArrayList<>();
    for (EntryName name : path.names()) {
      String text = RawText.decode(name.bytes());
      if (!RawText.isText(text)) {
        text = name.toString();
        warnings.accept(
            path + ": the name is no UTF-8 and stands in the archive as it is shown here");
      }
      names.add(text);
    }
    return String.join("/", names);
  }
}
