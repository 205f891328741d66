package io.byssus.core.internal.pipeline;

import io.byssus.api.ChunkId;
import io.byssus.api.OperationCancelledException;
import io.byssus.api.source.Omission;
import io.byssus.api.source.SourceSession;
import io.byssus.core.backup.BackupProblem;
import io.byssus.core.internal.chunk.FastCdc;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.execution.Stage;
import io.byssus.core.internal.file.OmissionTally;
import io.byssus.core.internal.index.KnownChunks;
import io.byssus.core.internal.pack.ChunkPacker;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.internal.tree.TreeWriter;
import io.byssus.crypto.NameHasher;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings a source into chunks and trees.
 *
 * <p>One thread walks, others read and store, and the caller's puts the trees together in the order
 * of the walk. The walk is ahead by a bounded number of entries.
 */
public final class BackupPipeline {
  /** How far the walk is ahead of the trees: enough to keep readers busy beside a large file. */
  private static final int ENTRIES_AHEAD = 4096;

  private static final long LOOK_MILLIS = 50;

  private final FastCdc chunker;
  private final int processors;
  private final Supplier<ChunkPacker> packers;
  private final TreeWriter trees;
  private final BackupCounters counters;
  private final ProgressMeter meter;
  private final Ended ended;

  /**
   * Creates a pipeline.
   *
   * @param chunker cuts large files
   * @param processors how many threads store chunks
   * @param packers makes a thread's packer of content
   * @param trees stores trees; used by the caller's thread
   * @param counters counts files and bytes
   * @param meter is told of the progress
   * @param cancellation is looked at between two entries
   */
  public BackupPipeline(
      FastCdc chunker,
      int processors,
      Supplier<ChunkPacker> packers,
      TreeWriter trees,
      BackupCounters counters,
      ProgressMeter meter,
      Cancellation cancellation) {
    this.chunker = chunker;
    this.processors = processors;
    this.packers = packers;
    this.trees = trees;
    this.counters = counters;
    this.meter = meter;
    this.ended = new Ended(cancellation);
  }

  /**
   * What a pipeline brought about.
   *
   * @param tree the tree of the top directory
   * @param problems what went wrong with single entries
   * @param notKept what entries have that is not in the trees
   */
  public record Result(ChunkId tree, List<BackupProblem> problems, List<Omission> notKept) {}

  /**
   * The parent snapshot, as far as a backup compares with it. Used by one thread.
   *
   * @param trees reads its trees
   * @param known the chunks that need not be stored
   * @param names hashes names as its trees do
   * @param tree its top, or {@code null} if there is no parent
   */
  public record Parent(
      TreeReader trees, KnownChunks known, NameHasher names, @Nullable ChunkId tree) {
    ParentFiles files() {
      return ParentFiles.of(this, tree);
    }
  }

  /**
   * Runs; when it returns, every chunk has been handed to the packs.
   *
   * @param session the source
   * @param parent what to compare with; its reader is used by the walking thread alone
   */
  public Result run(SourceSession session, Parent parent) {
    BlockingQueue<WalkItem> items = new ArrayBlockingQueue<>(ENTRIES_AHEAD);
    BlockPool blocks =
        BlockPool.forHeap(chunker.sizes().maximum(), processors, Runtime.getRuntime().maxMemory());
    OmissionTally omissions = new OmissionTally();
    EntryAttributes attributes = new EntryAttributes(session, omissions);
    FileReading reading = new FileReading(session, attributes, meter);
    try (FileReaders readers =
            new FileReaders(reading, chunker, processors, packers, blocks, meter, counters, ended);
        Stage<Parent> walking = walking(session, items, readers, attributes)) {
      try {
        walking.put(parent);
        TreeAssembly assembly = new TreeAssembly(trees, counters);
        assemble(items, assembly, walking, readers);
        walking.finish();
        readers.finish();
        return new Result(assembly.top(), assembly.problems(), omissions.list());
      } finally {
        // Before the stages are closed: their threads may be waiting for each other.
        ended.end();
      }
    }
  }

  private Stage<Parent> walking(
      SourceSession session,
      BlockingQueue<WalkItem> items,
      FileReaders readers,
      EntryAttributes attributes) {
    SourceWalk walk =
        new SourceWalk(
            session,
            item -> ended.put(items, item),
            readers,
            attributes::of,
            meter,
            counters,
            ended);
    return new Stage<>("walk", 1, 1, (Parent parent) -> walk.run(parent.files()));
  }

  private void assemble(
      BlockingQueue<WalkItem> items,
      TreeAssembly assembly,
      Stage<Parent> walking,
      FileReaders readers) {
    int depth = 0;
    boolean begun = false;
    while (depth > 0 || !begun) {
      WalkItem item = next(items, walking, readers);
      if (item instanceof WalkItem.Enter enter) {
        assembly.enter(enter);
        depth++;
        begun = true; // what is said of the top's listing comes before it
      } else if (item instanceof WalkItem.Leave) {
        assembly.leave();
        depth--;
      } else if (item instanceof WalkItem.Ready ready) {
        assembly.ready(ready);
      } else if (item instanceof WalkItem.Reading reading) {
        assembly.file(reading, stored(reading, readers));
      } else if (item instanceof WalkItem.Lacking) {
        assembly.lacking();
      } else if (item instanceof WalkItem.Problem problem) {
        assembly.problem(problem.problem());
      }
    }
  }

  /**
   * Returns what became of a file. What was read under another name counts only if that still was a
   * name of the same file then, which its inode number alone does not say.
   */
  private StoredFile stored(WalkItem.Reading reading, FileReaders readers) {
    StoredFile stored = await(reading.result(), readers);
    if (reading.name() == WalkItem.ReadName.OWN || stored.isOf(reading.file().metadata())) {
      return stored;
    }
    CompletableFuture<StoredFile> own = new CompletableFuture<>();
    meter.expect(1, reading.file().metadata().size());
    readers.read(reading.file(), own);
    return await(own, readers);
  }

  private WalkItem next(BlockingQueue<WalkItem> items, Stage<Parent> walking, FileReaders readers) {
    try {
      WalkItem item;
      while ((item = items.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS)) == null) {
        ended.check();
        walking.throwIfFailed();
        readers.throwIfFailed();
      }
      return item;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private StoredFile await(CompletableFuture<StoredFile> result, FileReaders readers) {
    while (true) {
      try {
        return result.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        ended.check();
        readers.throwIfFailed();
      } catch (InterruptedException e) {
        throw interrupted(e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("a file's result is never an exception", e);
      }
    }
  }

  private static OperationCancelledException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new OperationCancelledException("a thread of the operation was interrupted", e);
  }
}
