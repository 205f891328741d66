package io.byssus.core.internal.pipeline;

import io.byssus.api.ChunkId;
import io.byssus.api.source.SourceContent;
import io.byssus.api.source.SourceEntry;
import io.byssus.api.source.SourceSession;
import io.byssus.core.internal.chunk.FastCdc;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.execution.Stage;
import io.byssus.core.internal.pack.ChunkPacker;
import io.byssus.core.internal.tree.FileContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Reads files and stores their content as chunks.
 *
 * <p>Small files are read side by side, each by one worker. A large file is read and cut by a
 * reader of its own, which hands the chunks to the same workers, so that one large file keeps them
 * all busy. Workers never wait for readers, so nobody waits in a circle.
 */
final class FileReaders implements SourceWalk.Readers, AutoCloseable {
  private static final int WAITING_TASKS = 256;
  private static final int WAITING_LARGE_FILES = 64;

  /** How many processors the chunks of one reader keep busy. */
  private static final int PROCESSORS_PER_READER = 4;

  private final SourceSession session;
  private final int largeFrom;
  private final ProgressMeter meter;
  private final BackupCounters counters;
  private final Ended ended;
  private final Stage<Task> workers;
  private final Stage<LargeFile> largeFiles;

  /** Work for a thread that has a packer and a buffer. */
  private interface Task {
    void run(Worker worker);
  }

  private record LargeFile(SourceEntry file, CompletableFuture<StoredFile> result) {}

  FileReaders(
      SourceSession session,
      FastCdc chunker,
      int processors,
      Supplier<ChunkPacker> packers,
      BlockPool blocks,
      ProgressMeter meter,
      BackupCounters counters,
      Ended ended) {
    this.session = session;
    this.largeFrom = chunker.sizes().minimum();
    this.meter = meter;
    this.counters = counters;
    this.ended = ended;
    this.workers = new Stage<>("store", processors, WAITING_TASKS, () -> new Worker(packers.get()));
    int readers = Math.max(1, Math.min(processors / PROCESSORS_PER_READER, blocks.readers()));
    this.largeFiles =
        new Stage<>(
            "read",
            readers,
            WAITING_LARGE_FILES,
            large -> new LargeFileReader(chunker, blocks).read(large));
  }

  @Override
  public void read(SourceEntry file, CompletableFuture<StoredFile> result) {
    if (file.streamed() || file.metadata().size() > largeFrom) {
      largeFiles.put(new LargeFile(file, result));
    } else {
      workers.put(worker -> worker.read(file, result));
    }
  }

  void throwIfFailed() {
    workers.throwIfFailed();
    largeFiles.throwIfFailed();
  }

  /** Waits until everything is read, and the packers' bundles are on their way. */
  void finish() {
    largeFiles.finish();
    workers.finish();
  }

  @Override
  public void close() {
    largeFiles.close();
    workers.close();
  }

  /** A thread that reads small files and stores chunks. */
  private final class Worker implements Stage.Worker<Task> {
    private final ChunkPacker packer;
    private byte[] buffer = {};

    Worker(ChunkPacker packer) {
      this.packer = packer;
    }

    @Override
    public void accept(Task task) {
      ended.check();
      task.run(this);
    }

    @Override
    public void finish() {
      packer.flush();
    }

    @Override
    public void close() {
      packer.close();
    }

    ChunkId store(byte[] bytes, int offset, int length) {
      meter.done(0, length);
      return packer.store(bytes, offset, length);
    }

    void read(SourceEntry file, CompletableFuture<StoredFile> result) {
      if (buffer.length == 0) {
        buffer = new byte[largeFrom];
      }
      FileWatch watch = FileWatch.start(file);
      StoredFile stored;
      try (SourceContent content = session.open(file)) {
        stored = read(content, watch);
      } catch (IOException e) {
        stored = StoredFile.unread(SourceWalk.problem(file.path(), e));
      }
      meter.done(1, 0);
      result.complete(stored);
    }

    private StoredFile read(SourceContent content, FileWatch watch) throws IOException {
      int length = watch.count(fill(content, buffer, 0, buffer.length));
      if (length <= FileContent.MAX_INLINE) {
        meter.done(0, length);
        counters.read(length);
        byte[] inline = Arrays.copyOf(buffer, length);
        return StoredFile.inline(inline, watch.freshness(content), watch.problem());
      }
      List<ChunkId> ids = new ArrayList<>();
      List<Long> lengths = new ArrayList<>();
      // One piece, unless the file has grown since it was listed.
      while (length > 0) {
        counters.read(length);
        ids.add(store(buffer, 0, length));
        lengths.add((long) length);
        length = length < buffer.length ? 0 : watch.count(fill(content, buffer, 0, buffer.length));
      }
      return StoredFile.chunks(ids, lengths, watch.freshness(content), watch.problem());
    }
  }

  /** Reads as much as there is room or content for, and returns how much. */
  private static int fill(SourceContent content, byte[] buffer, int from, int to)
      throws IOException {
    int at = from;
    while (at < to) {
      int count = content.read(buffer, at, to - at);
      if (count < 0) {
        break;
      }
      at += count;
    }
    return at - from;
  }

  /** Reads one large file block by block and cuts it into chunks. */
  private final class LargeFileReader {
    private final FastCdc chunker;
    private final BlockPool blocks;

    LargeFileReader(FastCdc chunker, BlockPool blocks) {
      this.chunker = chunker;
      this.blocks = blocks;
    }

    void read(LargeFile large) {
      FileWatch watch = FileWatch.start(large.file());
      try (SourceContent content = session.open(large.file())) {
        ChunkedFile chunks = new ChunkedFile();
        cut(content, chunks, watch);
        var freshness = watch.freshness(content);
        var problem = watch.problem();
        chunks.cut(
            (ids, lengths) -> {
              meter.done(1, 0);
              large.result().complete(StoredFile.chunks(ids, lengths, freshness, problem));
            });
      } catch (IOException e) {
        meter.done(1, 0);
        large.result().complete(StoredFile.unread(SourceWalk.problem(large.file().path(), e)));
      }
    }

    private void cut(SourceContent content, ChunkedFile chunks, FileWatch watch)
        throws IOException {
      BlockPool.Block block = blocks.acquire(ended);
      try {
        int start = 0;
        int end = watch.count(fill(content, block.bytes(), 0, block.bytes().length));
        boolean more = end == block.bytes().length;
        while (start < end || more) {
          int length = chunker.cut(block.bytes(), start, end);
          if (length == FastCdc.NONE && more) {
            BlockPool.Block next = blocks.acquire(ended);
            int rest = end - start;
            System.arraycopy(block.bytes(), start, next.bytes(), 0, rest);
            block.release();
            block = next;
            start = 0;
            end = rest + watch.count(fill(content, block.bytes(), rest, block.bytes().length));
            more = end == block.bytes().length;
            continue;
          }
          int chunkLength = length == FastCdc.NONE ? end - start : length;
          submit(block, start, chunkLength, chunks);
          start += chunkLength;
        }
      } finally {
        block.release();
      }
    }

    private void submit(BlockPool.Block block, int offset, int length, ChunkedFile chunks) {
      ended.check();
      counters.read(length);
      int slot = chunks.add(length);
      block.retain();
      workers.put(
          worker -> {
            try {
              chunks.stored(slot, worker.store(block.bytes(), offset, length));
            } finally {
              block.release();
            }
          });
    }
  }
}
