package io.byssus.core.internal.pipeline;

import io.byssus.api.ChunkId;
import io.byssus.core.internal.tree.FileContent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A large file whose chunks are stored by several threads, in whatever order. */
final class ChunkedFile implements FileReading.Sized {
  private final List<@Nullable ChunkId> ids = new ArrayList<>();
  private final List<Long> lengths = new ArrayList<>();
  private int waiting;
  private @Nullable BiConsumer<List<ChunkId>, List<Long>> onStored;

  /** Adds a chunk that is about to be stored, and returns its number. */
  synchronized int add(long length) {
    ids.add(null);
    lengths.add(length);
    waiting++;
    return ids.size() - 1;
  }

  /** Adds a hole. */
  synchronized void addHole(long length) {
    ids.add(FileContent.HOLE);
    lengths.add(length);
  }

  @Override
  public synchronized long size() {
    return lengths.stream().mapToLong(Long::longValue).sum();
  }

  /** Notes that a chunk is stored. */
  void stored(int number, ChunkId id) {
    synchronized (this) {
      ids.set(number, id);
      waiting--;
    }
    completeIfStored();
  }

  /** Says that no more chunks will be added; the consumer is called when all are stored. */
  void cut(BiConsumer<List<ChunkId>, List<Long>> whenStored) {
    synchronized (this) {
      onStored = whenStored;
    }
    completeIfStored();
  }

  private void completeIfStored() {
    BiConsumer<List<ChunkId>, List<Long>> call;
    List<ChunkId> stored = new ArrayList<>();
    synchronized (this) {
      if (waiting > 0 || onStored == null) {
        return;
      }
      call = onStored;
      onStored = null;
      for (ChunkId id : ids) {
        if (id != null) {
          stored.add(id);
        }
      }
    }
    call.accept(stored, lengths);
  }
}
