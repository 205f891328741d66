package io.byssus.core.target;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Large files whose temporary name follows from their name and content, so that the next restore
 * finds what one that was killed has written of them.
 *
 * <p>A process locks such a file while it writes it. What others made, or may write, is not gone on
 * with. What nobody goes on with is removed by the next restore that goes through its directory,
 * when that ends. Thread-safe.
 */
final class PartialFiles {
  private static final Logger log = LoggerFactory.getLogger(PartialFiles.class);
  private static final int OTHERS_BITS = 0077;

  private final Disk disk;
  private final MetadataWriter metadataWriter;
  private final Admission admission;

  /** By directory, those that were there when it was looked at. */
  private final Map<EntryPath, Queue<Found>> found = new ConcurrentHashMap<>();

  private record Found(Path file, long inode) {}

  PartialFiles(Disk disk, MetadataWriter metadataWriter, Admission admission) {
    this.disk = disk;
    this.metadataWriter = metadataWriter;
    this.admission = admission;
  }

  /** One that is open, and was locked. */
  record Open(FileChannel channel, EntryMetadata metadata) {}

  /** Opens a file of that name, or makes it; returns {@code null} if it is not to be used. */
  @Nullable Open open(Path file) throws IOException {
    EntryMetadata before = metadataWriter.find(file);
    if (before != null && !isUsable(before)) {
      return null;
    }
    FileChannel channel = before == null ? disk.createFile(file) : disk.openFile(file);
    EntryMetadata opened = null;
    try {
      opened = lock(channel) ? usable(file, before) : null;
    } catch (IOException e) {
      log.debug("files can't be locked here, so none is gone on with", e);
      if (before == null) {
        disk.deleteIfThere(file);
      }
    } finally {
      if (opened == null) {
        channel.close();
      }
    }
    return opened == null ? null : new Open(channel, opened);
  }

  /** Looks again: another process may have given it its name, or removed it, before the lock. */
  private @Nullable EntryMetadata usable(Path file, @Nullable EntryMetadata before)
      throws IOException {
    EntryMetadata now = metadataWriter.find(file);
    boolean same = now != null && (before == null || before.inode() == now.inode());
    return now != null && same && isUsable(now) ? now : null;
  }

  private boolean isUsable(EntryMetadata file) {
    return file.kind() == EntryKind.FILE
        && admission.isOwn(file)
        && file.links() == 1
        && (file.permissions() & OTHERS_BITS) == 0;
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Notes one that was there when a directory was looked at. */
  void note(EntryPath directory, Path file) throws IOException {
    EntryMetadata metadata = metadataWriter.find(file);
    if (metadata != null) {
      found
          .computeIfAbsent(directory, path -> new ConcurrentLinkedQueue<>())
          .add(new Found(file, metadata.inode()));
    }
  }

  /** Removes those of a directory that ends that nobody went on with. */
  void removeLeft(EntryPath directory) {
    Queue<Found> left = found.remove(directory);
    for (Found one : left == null ? List.<Found>of() : left) {
      try {
        remove(directory, one);
      } catch (IOException e) {
        log.warn(
            "'{}' of an earlier restore can't be removed from '{}'",
            one.file().getFileName(),
            directory,
            e);
      }
    }
  }

  private void remove(EntryPath directory, Found left) throws IOException {
    EntryMetadata metadata = metadataWriter.find(left.file());
    // The restore may have made an entry of that name.
    boolean same = metadata != null && metadata.inode() == left.inode();
    if (metadata == null || !same || !isUsable(metadata)) {
      return;
    }
    try (FileChannel channel = disk.openFile(left.file())) {
      if (lock(channel)) {
        disk.deleteIfThere(left.file());
        log.info("a file that a restore had not finished was removed from '{}'", directory);
      }
    }
  }
}
