package io.byssus.core.internal.pipeline;

import io.byssus.api.ChunkId;
import io.byssus.api.source.SourceContent;
import io.byssus.api.source.SourceEntry;
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

  private final FileReading reading;
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
      FileReading reading,
      FastCdc chunker,
      int processors,
      Supplier<ChunkPacker> packers,
      BlockPool blocks,
      ProgressMeter meter,
      BackupCounters counters,
      Ended ended) {
    this.reading = reading;
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
      FileReading.Outcome<StoredFile.Content> outcome = reading.read(file, this::read);
      StoredFile.Content content = outcome.content();
      if (content != null) {
        counters.read(content.size());
      }
      meter.done(1, 0);
      result.complete(outcome.stored(content));
    }

    private StoredFile.Content read(SourceContent content) throws IOException {
      int length = fill(content, buffer, 0, buffer.length);
      long hole = length < buffer.length ? content.skipHole() : 0;
      if (length <= FileContent.MAX_INLINE && hole == 0) {
        meter.done(0, length);
        return StoredFile.Content.inline(Arrays.copyOf(buffer, length));
      }
      List<ChunkId> ids = new ArrayList<>();
      List<Long> lengths = new ArrayList<>();
      // One piece, unless there are holes, or the file has grown since it was listed.
      while (length > 0 || hole > 0) {
        if (length > 0) {
          ids.add(store(buffer, 0, length));
          lengths.add((long) length);
        }
        if (hole > 0) {
          meter.done(0, hole);
          ids.add(FileContent.HOLE);
          lengths.add(hole);
        }
        boolean more = length == buffer.length || hole > 0;
        length = more ? fill(content, buffer, 0, buffer.length) : 0;
        hole = more && length < buffer.length ? content.skipHole() : 0;
      }
      return StoredFile.Content.chunks(ids, lengths);
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
      FileReading.Outcome<ChunkedFile> outcome = reading.read(large.file(), this::cut);
      ChunkedFile chunks = outcome.content();
      if (chunks == null) {
        meter.done(1, 0);
        large.result().complete(outcome.stored(null));
        return;
      }
      counters.read(chunks.size());
      chunks.cut(
          (ids, lengths) -> {
            meter.done(1, 0);
            large.result().complete(outcome.stored(StoredFile.Content.chunks(ids, lengths)));
          });
    }

    /** Cuts what lies between holes, each time anew. */
    private ChunkedFile cut(SourceContent content) throws IOException {
      ChunkedFile chunks = new ChunkedFile();
      BlockPool.Block block = blocks.acquire(ended);
      try {
        int start = 0;
        while (true) {
          int end = start + fill(content, block.bytes(), start, block.bytes().length);
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
              end = rest + fill(content, block.bytes(), rest, block.bytes().length);
              more = end == block.bytes().length;
              continue;
            }
            int chunkLength = length == FastCdc.NONE ? end - start : length;
            submit(block, start, chunkLength, chunks);
            start += chunkLength;
          }
          long hole = content.skipHole();
          if (hole == 0) {
            return chunks;
          }
          ended.check();
          chunks.addHole(hole);
          meter.done(0, hole);
        }
      } finally {
        block.release();
      }
    }

    private void submit(BlockPool.Block block, int offset, int length, ChunkedFile chunks) {
      ended.check();
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
