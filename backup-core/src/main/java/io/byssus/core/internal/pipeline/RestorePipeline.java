package io.byssus.core.internal.pipeline;

import io.byssus.api.ByssusException;
import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.Target;
import io.byssus.api.target.TargetFile;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.execution.Stage;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.tree.FileContent;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.restore.RestoreProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries into a target: files side by side, the chunks of a large one too.
 *
 * <p>The caller's thread gives the entries in order, a directory before what is in it; directories
 * are ended when all before their end is done. What can't be restored is noted, and the rest goes
 * on.
 */
public final class RestorePipeline implements AutoCloseable {
  private static final int WAITING_TASKS = 256;
  private static final int ENTRIES_AHEAD = 4096;

  /** Files of more chunks than this are written by several threads. */
  private static final int CHUNKS_BY_ONE = 4;

  /** Long against a look at a flag, short against the writing of files. */
  private static final long WAIT_NANOS = 200_000;

  private final Target target;
  private final ProgressMeter meter;
  private final Cancellation cancellation;
  private final TreeReader trees;
  private final Stage<Task> workers;
  private final Deque<Step> steps = new ArrayDeque<>();
  private final List<RestoreProblem> problems = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger files = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private int directories;
  private int links;

  private interface Task {
    void run(ChunkReader reader);
  }

  /** Something that has to be done before later directories are ended. */
  private interface Step {
    boolean done();

    default void finish() {}
  }

  /**
   * Creates a pipeline; its threads start.
   *
   * @param target where to
   * @param processors how many threads write files
   * @param readers makes a thread's reader of chunks
   * @param trees reads lists of chunks; used by the caller's thread
   * @param meter is told of the progress
   * @param cancellation is looked at between two chunks
   */
  public RestorePipeline(
      Target target,
      int processors,
      Supplier<ChunkReader> readers,
      TreeReader trees,
      ProgressMeter meter,
      Cancellation cancellation) {
    this.target = target;
    this.meter = meter;
    this.cancellation = cancellation;
    this.trees = trees;
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

  /** Begins a directory; returns whether it is there, so that its entries can follow. */
  public boolean beginDirectory(EntryPath path) {
    try {
      target.beginDirectory(path);
      return true;
    } catch (IOException e) {
      notWritten(path, e);
      return false;
    }
  }

  /** Ends a directory, when all that was given before is done. */
  public void endDirectory(EntryPath path, TreeEntry directory) {
    directories++;
    add(
        new Step() {
          @Override
          public boolean done() {
            return true;
          }

          @Override
          public void finish() {
            try {
              target.endDirectory(path, directory.metadata());
            } catch (IOException e) {
              notWritten(path, e);
            }
          }
        });
  }

  /** Makes a symbolic link. */
  public void link(EntryPath path, TreeEntry link) {
    try {
      target.symbolicLink(path, link.metadata(), link.linkTarget());
      links++;
    } catch (IOException e) {
      notWritten(path, e);
    }
  }

  /** Notes an entry of a kind that a target can't make. */
  public void notMade(EntryPath path, TreeEntry entry) {
    problems.add(
        new RestoreProblem(
            path,
            RestoreProblem.Kind.NOT_WRITTEN,
            "is of kind " + entry.kind() + ", which can't be made"));
  }

  /** Writes a file, some time. */
  public void file(EntryPath path, TreeEntry file) {
    Map<ChunkId, Part> distinct = new LinkedHashMap<>();
    try {
      long[] offset = {0};
      trees.chunks(
          file.content(),
          list -> {},
          (id, length) -> {
            if (!id.equals(FileContent.HOLE)) {
              distinct.computeIfAbsent(id, first -> new Part(id, length)).add(offset[0], length);
            }
            offset[0] += length;
          });
    } catch (DamagedRepositoryException | UnsupportedFormatException e) {
      damaged(path, e);
      return;
    }
    List<Part> parts = List.copyOf(distinct.values());
    OpenFile open = new OpenFile(path, file, parts);
    add(open);
    if (parts.size() <= CHUNKS_BY_ONE) {
      workers.put(open::writeWhole);
    } else {
      open.begin();
      for (Part part : parts) {
        workers.put(reader -> open.writePart(reader, part));
      }
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
      } else if (steps.size() > left) {
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
    workers.finish();
  }

  @Override
  public void close() {
    workers.close();
  }

  /** Notes that an entry could not be restored because data of it is damaged. */
  public void damaged(EntryPath path, ByssusException failure) {
    problems.add(
        new RestoreProblem(
            path, RestoreProblem.Kind.DAMAGED, String.valueOf(failure.getMessage())));
  }

  private void notWritten(EntryPath path, IOException failure) {
    String type = failure.getClass().getSimpleName();
    problems.add(
        new RestoreProblem(
            path, RestoreProblem.Kind.NOT_WRITTEN, type + ": " + failure.getMessage()));
  }

  /** Returns what went wrong. */
  public List<RestoreProblem> problems() {
    synchronized (problems) {
      return List.copyOf(problems);
    }
  }

  /** Returns how many files were restored. */
  public int files() {
    return files.get();
  }

  /** Returns the size of the files that were restored. */
  public long bytes() {
    return bytes.get();
  }

  /** Returns how many directories were restored. */
  public int directories() {
    return directories;
  }

  /** Returns how many links were restored. */
  public int links() {
    return links;
  }

  /** A chunk of a file, and all places where it goes: it is read once. */
  private static final class Part {
    private final ChunkId id;
    private final long length;
    private final List<Long> offsets = new ArrayList<>(1);

    Part(ChunkId id, long length) {
      this.id = id;
      this.length = length;
    }

    void add(long offset, long partLength) {
      if (partLength != length) {
        throw new DamagedRepositoryException("chunk " + id + " has two lengths in one file");
      }
      offsets.add(offset);
    }
  }

  /** A file that is being written, by one thread or by several. */
  private final class OpenFile implements Step {
    private final EntryPath path;
    private final TreeEntry file;
    private final List<Part> parts;
    private final AtomicInteger waiting;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile @Nullable TargetFile open;
    private volatile boolean done;

    OpenFile(EntryPath path, TreeEntry file, List<Part> parts) {
      this.path = path;
      this.file = file;
      this.parts = parts;
      this.waiting = new AtomicInteger(parts.size());
    }

    @Override
    public boolean done() {
      return done;
    }

    void writeWhole(ChunkReader reader) {
      begin();
      if (file.content() instanceof FileContent.Inline inline) {
        attempt(out -> out.write(0, ByteBuffer.wrap(inline.bytes())));
        meter.done(0, inline.size());
      }
      for (Part part : parts) {
        cancellation.check();
        write(reader, part);
      }
      end();
    }

    void begin() {
      try {
        open = target.beginFile(path, file.metadata());
      } catch (IOException e) {
        failure.compareAndSet(null, e);
      }
    }

    void writePart(ChunkReader reader, Part part) {
      write(reader, part);
      if (waiting.decrementAndGet() == 0) {
        end();
      }
    }

    private void write(ChunkReader reader, Part part) {
      attempt(
          out -> {
            ByteBuffer chunk = reader.read(part.id);
            if (chunk.remaining() != part.length) {
              throw new DamagedRepositoryException(
                  "chunk " + part.id + " has another length than its tree says");
            }
            for (long offset : part.offsets) {
              out.write(offset, chunk.duplicate());
            }
          });
      meter.done(0, part.length * part.offsets.size());
    }

    private interface Writing {
      void to(TargetFile out) throws IOException;
    }

    private void attempt(Writing writing) {
      TargetFile out = open;
      if (out == null || failure.get() != null) {
        return;
      }
      try {
        writing.to(out);
      } catch (DamagedRepositoryException | UnsupportedFormatException | IOException e) {
        failure.compareAndSet(null, e);
      }
    }

    private void end() {
      attempt(TargetFile::commit);
      TargetFile out = open;
      if (out != null) {
        try {
          out.close();
        } catch (IOException e) {
          failure.compareAndSet(null, e);
        }
      }
      Exception failed = failure.get();
      if (failed instanceof IOException e) {
        notWritten(path, e);
      } else if (failed instanceof ByssusException e) {
        damaged(path, e);
      } else {
        files.incrementAndGet();
        bytes.addAndGet(file.content().size());
      }
      meter.done(1, 0);
      done = true;
    }
  }
}
