package io.byssus.core.internal.pipeline;

import io.byssus.api.ChunkId;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.SourceEntry;
import io.byssus.core.backup.BackupProblem;
import io.byssus.core.internal.tree.DirectoryWriter;
import io.byssus.core.internal.tree.FileContent;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeEntry.Coverage;
import io.byssus.core.internal.tree.TreeWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds the trees of directories from the items of a walk. Used by one thread. */
final class TreeAssembly {
  private final TreeWriter trees;
  private final BackupCounters counters;
  private final Deque<OpenDirectory> open = new ArrayDeque<>();
  private final List<BackupProblem> problems = new ArrayList<>();
  private final LinkedFiles linkedFiles = new LinkedFiles();
  private @Nullable ChunkId top;

  /** A directory that is being put together, and whether it is so far as in the parent. */
  private static final class OpenDirectory {
    private final WalkItem.Enter begun;
    private final DirectoryWriter writer;
    private boolean same;
    private Coverage coverage = Coverage.FULL;

    OpenDirectory(WalkItem.Enter begun, DirectoryWriter writer) {
      this.begun = begun;
      this.writer = writer;
      this.same = begun.whole() != null;
    }

    void add(TreeEntry entry, @Nullable TreeEntry before) {
      writer.add(entry);
      same = same && before != null && entry.sameAs(before);
    }

    /**
     * Returns the tree; the parent's if nothing has changed: it would be stored with equal bytes.
     */
    ChunkId tree() {
      ParentFiles.Whole whole = begun.whole();
      return same && whole != null && writer.count() == whole.entries()
          ? whole.tree()
          : writer.end();
    }
  }

  TreeAssembly(TreeWriter trees, BackupCounters counters) {
    this.trees = trees;
    this.counters = counters;
  }

  void enter(WalkItem.Enter directory) {
    open.push(new OpenDirectory(directory, trees.directory()));
  }

  void leave() {
    OpenDirectory ended = open.pop();
    ChunkId tree = ended.tree();
    if (open.isEmpty()) {
      top = tree;
    } else {
      WalkItem.Enter begun = ended.begun;
      add(
          TreeEntry.directory(
                  begun.directory().name(),
                  EntryAttributes.in(begun.directory().metadata(), begun.attributes()),
                  tree,
                  begun.freshness())
              .with(ended.coverage),
          begun.before());
    }
  }

  void ready(WalkItem.Ready ready) {
    add(ready.entry(), ready.before());
  }

  private void add(TreeEntry entry, @Nullable TreeEntry before) {
    TreeEntry identified = linkedFiles.identify(entry);
    counters.inSnapshotIfFile(identified, linkedFiles.isFirstName(identified));
    open.getFirst().add(identified, before);
  }

  void file(WalkItem.Reading reading, StoredFile stored) {
    SourceEntry file = reading.file();
    BackupProblem problem = stored.problem();
    if (problem != null) {
      // The file may have been read under another name.
      problems.add(new BackupProblem(file.path(), problem.kind(), problem.message()));
    }
    StoredFile.Content read = stored.content();
    if (read == null) {
      lacking();
      return;
    }
    if (reading.inParent()) {
      counters.changed();
    } else {
      counters.added();
    }
    FileContent content =
        read.inline() != null
            ? inline(reading.before(), read.inline())
            : trees.content(read.ids(), read.lengths());
    add(
        TreeEntry.file(file.name(), stored.metadata(), content, stored.freshness()),
        reading.before());
  }

  /** Returns the parent's content if it is the same, so that the directory may be so too. */
  private FileContent inline(@Nullable TreeEntry before, byte[] bytes) {
    if (before != null
        && before.kind() == EntryKind.FILE
        && before.content() instanceof FileContent.Inline known
        && Arrays.equals(known.bytes(), bytes)) {
      return known;
    }
    counters.bytesNewAdder().add(bytes.length);
    return new FileContent.Inline(bytes);
  }

  /** Is told that something in the directory that began last is not in the snapshot. */
  void lacking() {
    open.getFirst().coverage = Coverage.PARTIAL;
  }

  void problem(BackupProblem problem) {
    problems.add(problem);
  }

  /** Returns the tree of the top directory. To be called at the end. */
  ChunkId top() {
    return Objects.requireNonNull(top, "the walk has not ended");
  }

  List<BackupProblem> problems() {
    return problems;
  }
}
