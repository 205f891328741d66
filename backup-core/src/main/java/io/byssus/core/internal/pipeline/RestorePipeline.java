package io.byssus.core.internal.pipeline;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.LinkGroup;
import io.byssus.api.target.TargetSession;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.execution.Stage;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries into a target: files side by side, the chunks of a large one too.
 *
 * <p>The caller's thread gives the entries in order, a directory before what is in it; directories
 * are ended, and further names of a file made, when all before that is done. What can't be restored
 * is noted, and the rest goes on.
 */
public final class RestorePipeline implements AutoCloseable {
  private static final int WAITING_TASKS = 256;
  private static final int ENTRIES_AHEAD = 4096;

  /** A target may hold a directory open until it is ended, and a process may open 1024 at least. */
  private static final int DIRECTORIES_AHEAD = 256;

  /** Files of more chunks than this are written by several threads. */
  private static final int CHUNKS_BY_ONE = 4;

  /**
   * Small files of a directory are given to a thread together: it reads neighbours from the same
   * pack, and two threads that make files in one directory wait for each other in the kernel.
   */
  private static final int FILES_TOGETHER = 64;

  private static final long BYTES_TOGETHER = 1L << 20;

  /** Long against a look at a flag, short against the writing of files. */
  private static final long WAIT_NANOS = 200_000;

  private final TargetSession session;
  private final FileRestore.Surroundings surroundings;
  private final Cancellation cancellation;
  private final RestoreTally tally;
  private final TreeReader trees;
  private final ChunkReader ownReader;
  private final Stage<Task> workers;
  private final Deque<Step> steps = new ArrayDeque<>();
  private List<Task> together = new ArrayList<>();
  private long bytesTogether;
  private int directoriesWaiting;

  /** The first of the names of each file with several that was met. */
  private final Map<LinkGroup, FirstName> groups = new HashMap<>();

  private interface Task {
    void run(ChunkReader reader);
  }

  /** Something that has to be done before later directories are ended. */
  private interface Step {
    boolean done();

    default void finish() {}
  }

  /** A name that others can be made from, if it could be made itself. */
  private interface FirstName {
    EntryPath path();

    TreeEntry entry();

    boolean restored();
  }

  /**
   * Creates a pipeline; its threads start.
   *
   * @param session where to
   * @param verified whether the content of files is read back when it is written
   * @param processors how many threads write files
   * @param readers makes a thread's reader of chunks
   * @param ownReader reads trees and chunks on the caller's thread
   * @param tally counts what is done
   * @param meter is told of the progress
   * @param cancellation is looked at between two chunks
   */
  public RestorePipeline(
      TargetSession session,
      boolean verified,
      int processors,
      Supplier<ChunkReader> readers,
      ChunkReader ownReader,
      RestoreTally tally,
      ProgressMeter meter,
      Cancellation cancellation) {
    this.session = session;
    this.surroundings = new FileRestore.Surroundings(session, verified, tally, meter, cancellation);
    this.cancellation = cancellation;
    this.tally = tally;
    this.ownReader = ownReader;
    this.trees = new TreeReader(ownReader::readCopy);
    this.workers = new Stage<>("restore", processors, WAITING_TASKS, () -> worker(readers.get()));
  }

  private Stage.Worker<Task> worker(ChunkReader reader) {
    return new Stage.Worker<>() {
      @Override
      public void accept(Task task) {
        cancellation.check();
        task.run(reader);
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }

  /** Begins a directory; returns whether it was there, or {@code null} if it can't be. */
  public TargetSession.@Nullable Begun beginDirectory(EntryPath path) {
    try {
      return session.beginDirectory(path);
    } catch (IOException e) {
      tally.notWritten(path, e);
      return null;
    }
  }

  /** Ends a directory, when all that was given before is done. */
  public void endDirectory(EntryPath path, EntryMetadata metadata) {
    tally.add(RestoreTally.Count.DIRECTORIES, 1);
    addEnd(path, () -> session.endDirectory(path, metadata));
  }

  /** Ends a directory that keeps its metadata, when all that was given before is done. */
  public void leaveDirectory(EntryPath path) {
    addEnd(path, () -> session.leaveDirectory(path));
  }

  private interface End {
    void run() throws IOException;
  }

  private void addEnd(EntryPath path, End end) {
    handOver();
    directoriesWaiting++;
    add(
        new Step() {
          @Override
          public boolean done() {
            return true;
          }

          @Override
          public void finish() {
            directoriesWaiting--;
            try {
              end.run();
            } catch (IOException e) {
              tally.notWritten(path, e);
            }
          }
        });
  }

  /** Removes an entry that is there; returns whether it is gone. */
  public boolean remove(EntryPath path) {
    try {
      session.remove(path);
      return true;
    } catch (IOException e) {
      tally.notWritten(path, e);
      return false;
    }
  }

  /** Restores what is no directory, some time. */
  public void entry(EntryPath path, TreeEntry entry, Verdict verdict) {
    if (verdict == Verdict.KEEP) {
      tally.add(RestoreTally.Count.KEPT, 1);
      if (entry.kind() == EntryKind.FILE) {
        surroundings.meter().done(1, entry.metadata().size());
      }
      return;
    }
    FirstName first = first(entry);
    if (first != null) {
      furtherName(path, entry, verdict, first);
    } else if (entry.kind() == EntryKind.FILE) {
      file(path, entry, verdict);
    } else {
      boolean restored = small(path, entry, verdict);
      remember(firstName(path, entry, restored));
    }
  }

  private static FirstName firstName(EntryPath path, TreeEntry entry, boolean restored) {
    return new FirstName() {
      @Override
      public EntryPath path() {
        return path;
      }

      @Override
      public TreeEntry entry() {
        return entry;
      }

      @Override
      public boolean restored() {
        return restored;
      }
    };
  }

  private @Nullable FirstName first(TreeEntry entry) {
    FirstName first = group(entry).map(groups::get).orElse(null);
    // Whatever a snapshot says, names are not linked if that would change what is in one of them.
    return first != null && first.entry().sameContent(entry) ? first : null;
  }

  private Optional<LinkGroup> group(TreeEntry entry) {
    return session.hardLinks() ? LinkGroup.of(entry.metadata()) : Optional.empty();
  }

  private void remember(FirstName name) {
    group(name.entry()).ifPresent(group -> groups.put(group, name));
  }

  /** Makes a further name of a file, when its first one is there; if that failed, a file. */
  private void furtherName(EntryPath path, TreeEntry entry, Verdict verdict, FirstName first) {
    add(
        new Step() {
          @Override
          public boolean done() {
            return true;
          }

          @Override
          public void finish() {
            if (first.restored()) {
              link(path, entry, first);
            } else if (entry.kind() == EntryKind.FILE) {
              FileRestore file = prepare(path, entry);
              if (file != null) {
                file.run(verdict, ownReader);
              }
            } else {
              boolean restored = small(path, entry, verdict);
              remember(firstName(path, entry, restored));
            }
          }
        });
  }

  private void link(EntryPath path, TreeEntry entry, FirstName first) {
    try {
      session.hardLink(path, first.path());
      count(entry);
      long size = entry.kind() == EntryKind.FILE ? entry.metadata().size() : 0;
      tally.add(RestoreTally.Count.BYTES_LINKED, size);
    } catch (IOException e) {
      tally.notWritten(path, e);
    }
    if (entry.kind() == EntryKind.FILE) {
      surroundings.meter().done(1, entry.metadata().size());
    }
  }

  private void count(TreeEntry entry) {
    switch (entry.kind()) {
      case FILE -> {
        tally.add(RestoreTally.Count.FILES, 1);
        tally.add(RestoreTally.Count.BYTES, entry.metadata().size());
      }
      case SYMBOLIC_LINK -> tally.add(RestoreTally.Count.LINKS, 1);
      default -> tally.add(RestoreTally.Count.OTHERS, 1);
    }
  }

  /** Restores what has no content to speak of. */
  private boolean small(EntryPath path, TreeEntry entry, Verdict verdict) {
    try {
      if (verdict == Verdict.SAME) {
        session.updateMetadata(path, entry.metadata());
      } else if (entry.kind() == EntryKind.SYMBOLIC_LINK) {
        session.symbolicLink(path, entry.metadata(), entry.linkTarget());
      } else if (!session.special(path, entry.metadata())) {
        return false;
      }
      count(entry);
      return true;
    } catch (IOException e) {
      tally.notWritten(path, e);
      return false;
    }
  }

  private void file(EntryPath path, TreeEntry entry, Verdict verdict) {
    FileRestore file = prepare(path, entry);
    if (file == null) {
      return;
    }
    remember(
        new FirstName() {
          @Override
          public EntryPath path() {
            return file.path();
          }

          @Override
          public TreeEntry entry() {
            return entry;
          }

          @Override
          public boolean restored() {
            return file.restored();
          }
        });
    add(file::done);
    if (verdict != Verdict.WRITE || file.parts().size() <= CHUNKS_BY_ONE) {
      collect(reader -> file.run(verdict, reader), entry.metadata().size());
    } else {
      file.begin();
      for (FileParts.Part part : file.parts()) {
        workers.put(reader -> file.writeOneOfAll(reader, part));
      }
    }
  }

  private void collect(Task task, long bytes) {
    together.add(task);
    bytesTogether += bytes;
    if (together.size() == FILES_TOGETHER || bytesTogether >= BYTES_TOGETHER) {
      handOver();
    }
  }

  /** Gives the files that were collected to one of the threads. */
  private void handOver() {
    if (together.isEmpty()) {
      return;
    }
    List<Task> files = together;
    together = new ArrayList<>();
    bytesTogether = 0;
    workers.put(
        reader -> {
          for (Task file : files) {
            cancellation.check();
            file.run(reader);
          }
        });
  }

  private @Nullable FileRestore prepare(EntryPath path, TreeEntry entry) {
    try {
      FileParts parts = FileParts.of(entry.content(), trees);
      return new FileRestore(surroundings, path, entry.metadata(), parts);
    } catch (DamagedRepositoryException | UnsupportedFormatException e) {
      tally.damaged(path, e);
      return null;
    }
  }

  private void add(Step step) {
    steps.addLast(step);
    drain(ENTRIES_AHEAD);
  }

  /** Takes steps that are done off the front, and waits until no more than some are left. */
  private void drain(int left) {
    while (!steps.isEmpty()) {
      Step first = steps.getFirst();
      if (first.done()) {
        first.finish();
        steps.removeFirst();
      } else if (steps.size() > left || directoriesWaiting > DIRECTORIES_AHEAD) {
        handOver();
        cancellation.check();
        workers.throwIfFailed();
        LockSupport.parkNanos(WAIT_NANOS);
      } else {
        return;
      }
    }
  }

  /** Waits until everything is done. */
  public void finish() {
    drain(0);
    handOver();
    workers.finish();
  }

  @Override
  public void close() {
    workers.close();
  }
}
