package io.byssus.core.internal.pipeline;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.SourceEntry;
import io.byssus.api.source.SourceSession;
import io.byssus.core.backup.BackupProblem;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeEntry.Freshness;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Walks a source depth first, in the order of names, and compares it with the parent snapshot: what
 * has not changed is handed on as it is, what has is handed to the readers. Runs on one thread.
 */
final class SourceWalk {
  private final SourceSession session;
  private final Consumer<WalkItem> items;
  private final Readers readers;
  private final ProgressMeter meter;
  private final BackupCounters counters;
  private final Ended ended;

  /** Reads files that are not as in the parent. */
  interface Readers {
    /** Reads a file, some time; completes the future with what became of it. */
    void read(SourceEntry file, CompletableFuture<StoredFile> result);
  }

  SourceWalk(
      SourceSession session,
      Consumer<WalkItem> items,
      Readers readers,
      ProgressMeter meter,
      BackupCounters counters,
      Ended ended) {
    this.session = session;
    this.items = items;
    this.readers = readers;
    this.meter = meter;
    this.counters = counters;
    this.ended = ended;
  }

  void run(ParentFiles parent) {
    directory(session.root(), parent);
    meter.totalsFinal();
  }

  private void directory(SourceEntry directory, ParentFiles parent) {
    List<SourceEntry> entries = new ArrayList<>();
    if (!list(directory, entries)) {
      return;
    }
    items.accept(new WalkItem.Enter(directory, parent));
    for (SourceEntry entry : entries) {
      visit(entry, parent);
    }
    counters.directory();
    items.accept(new WalkItem.Leave());
  }

  /** Lists a directory; returns whether it is there, though it may not be readable. */
  private boolean list(SourceEntry directory, List<SourceEntry> entries) {
    try {
      session.list(
          directory,
          new SourceSession.Visitor() {
            @Override
            public void entry(SourceEntry entry) {
              entries.add(entry);
            }

            @Override
            public void problem(EntryPath path, IOException failure) {
              report(path, failure);
            }
          });
    } catch (IOException e) {
      report(directory.path(), e);
      if (e instanceof NoSuchFileException && !directory.path().isRoot()) {
        return false;
      }
    }
    entries.sort(Comparator.comparing(SourceEntry::name));
    return true;
  }

  private void report(EntryPath path, IOException failure) {
    items.accept(new WalkItem.Problem(problem(path, failure)));
  }

  static BackupProblem problem(EntryPath path, IOException failure) {
    return failure instanceof NoSuchFileException
        ? new BackupProblem(path, BackupProblem.Kind.VANISHED, "vanished before it was read")
        : new BackupProblem(path, BackupProblem.Kind.UNREADABLE, reason(failure));
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    String type = failure.getClass().getSimpleName();
    return message == null ? type : type + ": " + message;
  }

  private void visit(SourceEntry entry, ParentFiles parent) {
    ended.check();
    EntryName name = entry.name();
    EntryMetadata metadata = entry.metadata();
    switch (metadata.kind()) {
      case DIRECTORY -> directory(entry, parent.directory(name));
      case SYMBOLIC_LINK ->
          items.accept(new WalkItem.Ready(TreeEntry.link(name, metadata, entry.linkTarget())));
      case FILE -> file(entry, name, parent);
      case OTHER ->
          items.accept(
              new WalkItem.Problem(
                  new BackupProblem(
                      entry.path(),
                      BackupProblem.Kind.SKIPPED,
                      "is a socket, fifo or device, which is not backed up")));
    }
  }

  private void file(SourceEntry entry, EntryName name, ParentFiles parent) {
    EntryMetadata metadata = entry.metadata();
    meter.expect(1, metadata.size());
    TreeEntry before = parent.unchanged(name, metadata);
    if (before != null) {
      counters.unmodified(metadata.size());
      meter.done(1, metadata.size());
      items.accept(
          new WalkItem.Ready(TreeEntry.file(name, metadata, before.content(), Freshness.SETTLED)));
      return;
    }
    CompletableFuture<StoredFile> result = new CompletableFuture<>();
    items.accept(new WalkItem.Reading(entry, parent.hasFile(name), result));
    readers.read(entry, result);
  }
}
