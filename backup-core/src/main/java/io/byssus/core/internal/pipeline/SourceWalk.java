package io.byssus.core.internal.pipeline;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.api.source.SourceEntry;
import io.byssus.api.source.SourceSession;
import io.byssus.core.backup.BackupProblem;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.file.FileProblem;
import io.byssus.core.internal.file.MissingRootException;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeEntry.Freshness;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Walks a source depth first, each directory in the order of its tree, and compares it with the
 * parent snapshot: what has not changed is handed on as it is, what has is handed to the readers.
 * Runs on one thread.
 */
final class SourceWalk {
  /** The file was met under a name under which it is as in the parent. */
  private static final CompletableFuture<StoredFile> UNREAD = new CompletableFuture<>();

  private final SourceSession session;
  private final Consumer<WalkItem> items;
  private final Readers readers;
  private final Function<SourceEntry, ExtendedAttributes> attributes;
  private final ProgressMeter meter;
  private final BackupCounters counters;
  private final Ended ended;
  private final LinkGroups<CompletableFuture<StoredFile>> links = new LinkGroups<>();

  /** Reads files that are not as in the parent. */
  interface Readers {
    /** Reads a file, some time; completes the future with what became of it. */
    void read(SourceEntry file, CompletableFuture<StoredFile> result);
  }

  SourceWalk(
      SourceSession session,
      Consumer<WalkItem> items,
      Readers readers,
      Function<SourceEntry, ExtendedAttributes> attributes,
      ProgressMeter meter,
      BackupCounters counters,
      Ended ended) {
    this.session = session;
    this.items = items;
    this.readers = readers;
    this.attributes = attributes;
    this.meter = meter;
    this.counters = counters;
    this.ended = ended;
  }

  void run(ParentFiles parent) {
    SourceEntry top = session.root();
    // The top directory has no entry, and so no metadata in the snapshot.
    directory(top, ExtendedAttributes.none(), Freshness.SETTLED, null, parent);
    meter.totalsFinal();
  }

  private void directory(
      SourceEntry directory,
      ExtendedAttributes own,
      Freshness freshness,
      @Nullable TreeEntry before,
      ParentFiles parent) {
    SourceSession.Listing listing;
    try {
      listing = session.list(directory, parent.order());
    } catch (IOException e) {
      report(directory.path(), e);
      if (e instanceof NoSuchFileException && !directory.path().isRoot()) {
        items.accept(new WalkItem.Lacking());
        return;
      }
      listing =
          visitor -> {
            visitor.leftOut();
            return false;
          };
    }
    items.accept(new WalkItem.Enter(directory, own, freshness, before, parent.whole()));
    Found found = new Found();
    while (next(directory, listing, found)) {
      SourceEntry entry = found.take();
      if (entry != null) {
        visit(entry, parent);
      }
    }
    counters.directory();
    items.accept(new WalkItem.Leave());
  }

  /** What is found in a directory, one entry at a time. */
  private final class Found implements SourceSession.Visitor {
    private @Nullable SourceEntry entry;

    @Override
    public void entry(SourceEntry found) {
      entry = found;
    }

    @Override
    public void problem(EntryPath path, IOException failure) {
      leftOut();
      report(path, failure);
    }

    @Override
    public void leftOut() {
      items.accept(new WalkItem.Lacking());
    }

    @Nullable SourceEntry take() {
      SourceEntry taken = entry;
      entry = null;
      return taken;
    }
  }

  private boolean next(SourceEntry directory, SourceSession.Listing listing, Found found) {
    ended.check();
    try {
      return listing.next(found);
    } catch (IOException e) {
      found.leftOut();
      report(directory.path(), e);
      return false;
    }
  }

  private void report(EntryPath path, IOException failure) {
    items.accept(new WalkItem.Problem(problem(path, failure)));
  }

  static BackupProblem problem(EntryPath path, IOException failure) {
    if (failure instanceof MissingRootException) {
      return new BackupProblem(
          path, BackupProblem.Kind.MISSING, String.valueOf(failure.getMessage()));
    }
    return failure instanceof NoSuchFileException
        ? new BackupProblem(path, BackupProblem.Kind.VANISHED, "vanished before it was read")
        : new BackupProblem(path, BackupProblem.Kind.UNREADABLE, FileProblem.describe(failure));
  }

  private void visit(SourceEntry entry, ParentFiles parent) {
    ended.check();
    EntryName name = entry.name();
    EntryMetadata metadata = entry.metadata();
    if (metadata.kind() == EntryKind.FILE) {
      file(entry, name, parent);
      return;
    }
    if (metadata.kind() == EntryKind.OTHER) {
      items.accept(
          new WalkItem.Problem(
              new BackupProblem(
                  entry.path(), BackupProblem.Kind.SKIPPED, "is of a kind that is not backed up")));
      items.accept(new WalkItem.Lacking());
      return;
    }
    TreeEntry before = parent.find(name);
    Instant started = Instant.now();
    ExtendedAttributes known = ParentFiles.attributes(before, metadata);
    ExtendedAttributes now = known != null ? completed(known, entry) : attributes.apply(entry);
    Freshness freshness =
        known != null ? Freshness.SETTLED : FileWatch.freshness(metadata, started);
    if (metadata.kind() == EntryKind.DIRECTORY) {
      directory(entry, now, freshness, before, parent.directory(before));
    } else {
      items.accept(new WalkItem.Ready(leaf(entry, now, freshness), before));
    }
  }

  /**
   * Returns the attributes of an entry that is as in the parent. What the parent lacks of them is
   * asked for again: it is named each time, until it can be read.
   */
  private ExtendedAttributes completed(ExtendedAttributes inParent, SourceEntry entry) {
    return inParent.isPartial()
        ? EntryAttributes.since(inParent, attributes.apply(entry))
        : inParent;
  }

  private static TreeEntry leaf(
      SourceEntry entry, ExtendedAttributes attributes, Freshness freshness) {
    EntryMetadata metadata = EntryAttributes.in(entry.metadata(), attributes);
    return metadata.kind() == EntryKind.SYMBOLIC_LINK
        ? TreeEntry.link(entry.name(), metadata, entry.linkTarget(), freshness)
        : TreeEntry.node(entry.name(), metadata, freshness);
  }

  private void file(SourceEntry entry, EntryName name, ParentFiles parent) {
    EntryMetadata metadata = entry.metadata();
    boolean linked = LinkGroups.isLinked(metadata);
    // A file's size counts once, however many names it has.
    CompletableFuture<StoredFile> other = linked ? links.find(metadata) : null;
    long size = other == null ? metadata.size() : 0;
    meter.expect(1, size);
    TreeEntry before = parent.find(name);
    TreeEntry unchanged = parent.unchanged(before, metadata);
    if (unchanged != null) {
      if (linked && other == null) {
        links.first(metadata, UNREAD);
      }
      counters.unmodified(size);
      meter.done(1, size);
      EntryMetadata stored =
          EntryAttributes.in(metadata, completed(unchanged.metadata().attributes(), entry));
      items.accept(
          new WalkItem.Ready(
              TreeEntry.file(name, stored, unchanged.content(), Freshness.SETTLED), before));
      return;
    }
    if (other != null && other != UNREAD) {
      meter.done(1, 0);
      items.accept(new WalkItem.Reading(entry, before, WalkItem.ReadName.OTHER, other));
      return;
    }
    CompletableFuture<StoredFile> result = new CompletableFuture<>();
    if (linked) {
      links.first(metadata, result);
    }
    items.accept(new WalkItem.Reading(entry, before, WalkItem.ReadName.OWN, result));
    readers.read(entry, result);
  }
}
