package io.byssus.core.target;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What restores that were killed have left under temporary names: it is removed when the next
 * restore that goes through its directory ends that.
 *
 * <p>The name tells the process. What a process that runs may have made is left: restores at the
 * same time may go through the same directories. Should a name come from another machine, by a
 * shared file system, that restore misses its file and says so. Thread-safe.
 */
final class LeftFiles {
  private static final Logger log = LoggerFactory.getLogger(LeftFiles.class);

  /** The start of a process is known to the second at best. */
  private static final Duration UNSURE = Duration.ofSeconds(2);

  private final Disk disk;
  private final MetadataWriter metadata;
  private final Map<EntryPath, ConcurrentLinkedQueue<Left>> found = new ConcurrentHashMap<>();

  private record Left(Path file, long inode) {}

  LeftFiles(Disk disk, MetadataWriter metadata) {
    this.disk = disk;
    this.metadata = metadata;
  }

  /**
   * Notes a file that was there when its directory was looked at.
   *
   * @param process who made it
   */
  void note(EntryPath directory, Path file, long process) throws IOException {
    EntryMetadata there = metadata.find(file);
    if (there != null
        && there.kind() != EntryKind.DIRECTORY
        && !mayBeAtWork(process, there.changed())) {
      found
          .computeIfAbsent(directory, path -> new ConcurrentLinkedQueue<>())
          .add(new Left(file, there.inode()));
    }
  }

  /** A number is given to another process some time, which then has started later. */
  private static boolean mayBeAtWork(long process, Instant changed) {
    return ProcessHandle.of(process)
        .map(handle -> handle.info().startInstant())
        .map(start -> start.isEmpty() || start.get().isBefore(changed.plus(UNSURE)))
        .orElse(false);
  }

  /** Removes what was left in a directory that ends. */
  void remove(EntryPath directory) {
    ConcurrentLinkedQueue<Left> all = found.remove(directory);
    if (all == null) {
      return;
    }
    for (Left left : all) {
      try {
        EntryMetadata there = metadata.find(left.file());
        if (there != null && there.inode() == left.inode()) {
          disk.deleteIfThere(left.file());
        }
      } catch (IOException e) {
        Path name = left.file().getFileName();
        log.warn("'{}' of a restore that was killed stays in '{}'", name, directory, e);
      }
    }
  }
}
