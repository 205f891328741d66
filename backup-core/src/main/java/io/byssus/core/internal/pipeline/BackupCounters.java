package io.byssus.core.internal.pipeline;

import io.byssus.api.source.EntryKind;
import io.byssus.core.internal.tree.TreeEntry;
import java.util.concurrent.atomic.LongAdder;

/** What a backup counts while it runs. Safe for use by many threads. */
public final class BackupCounters {
  private final LongAdder filesNew = new LongAdder();
  private final LongAdder filesChanged = new LongAdder();
  private final LongAdder filesUnmodified = new LongAdder();
  private final LongAdder directories = new LongAdder();
  private final LongAdder bytesProcessed = new LongAdder();
  private final LongAdder bytesNew = new LongAdder();
  private final LongAdder filesStored = new LongAdder();
  private final LongAdder bytesInSnapshot = new LongAdder();

  void added() {
    filesNew.increment();
  }

  void changed() {
    filesChanged.increment();
  }

  void unmodified(long size) {
    filesUnmodified.increment();
    bytesProcessed.add(size);
  }

  void directory() {
    directories.increment();
  }

  void read(long size) {
    bytesProcessed.add(size);
  }

  /** Counts an entry of the snapshot; a file's size with the first of its names alone. */
  void inSnapshotIfFile(TreeEntry entry, boolean firstName) {
    if (entry.kind() == EntryKind.FILE) {
      filesStored.increment();
      bytesInSnapshot.add(firstName ? entry.content().size() : 0);
    }
  }

  /** Returns where packers add the sizes of the chunks that they store. */
  public LongAdder bytesNewAdder() {
    return bytesNew;
  }

  /** Returns how many files the parent did not have. */
  public long filesNew() {
    return filesNew.sum();
  }

  /** Returns how many files differ from the parent's. */
  public long filesChanged() {
    return filesChanged.sum();
  }

  /** Returns how many files were not opened. */
  public long filesUnmodified() {
    return filesUnmodified.sum();
  }

  /** Returns how many directories there are. */
  public long directories() {
    return directories.sum();
  }

  /** Returns the size of all files, read or not. */
  public long bytesProcessed() {
    return bytesProcessed.sum();
  }

  /** Returns the size of the chunks that were stored. */
  public long bytesNew() {
    return bytesNew.sum();
  }

  /** Returns how many files are in the snapshot. */
  public long filesInSnapshot() {
    return filesStored.sum();
  }

  /** Returns the size of the files in the snapshot. */
  public long bytesInSnapshot() {
    return bytesInSnapshot.sum();
  }
}
