package io.byssus.testkit.crash;

import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is on a disk. Guarded by the lock of its disk. */
final class DiskState {
  static final int ROOT = 0;

  private final Map<Integer, Inode> inodes = new HashMap<>();
  private int next = 1;

  DiskState() {
    inodes.put(ROOT, new Inode(ROOT, InodeKind.DIRECTORY, FileTime.fromMillis(0)));
  }

  DiskState copy() {
    DiskState copy = new DiskState();
    inodes.values().forEach(inode -> copy.inodes.put(inode.number, inode.copy()));
    copy.next = next;
    return copy;
  }

  int nextNumber() {
    return next;
  }

  Inode inode(int number) {
    return Objects.requireNonNull(inodes.get(number));
  }

  @Nullable Inode named(Inode directory, String name) {
    Integer number = directory.names.get(name);
    return number == null ? null : inode(number);
  }

  /** How many names an inode has. */
  int links(int number) {
    return (int)
        inodes.values().stream()
            .flatMap(inode -> inode.names.values().stream())
            .filter(named -> named == number)
            .count();
  }

  /** Does it. What it is done to may have no name, if that was lost. */
  void apply(DiskOperation operation) {
    if (operation instanceof DiskOperation.Name it) {
      file(it.inode(), it.kind(), it.time());
      file(it.directory(), InodeKind.DIRECTORY, it.time()).names.put(it.name(), it.inode());
    } else if (operation instanceof DiskOperation.Unname it) {
      file(it.directory(), InodeKind.DIRECTORY, FileTime.fromMillis(0)).names.remove(it.name());
    } else if (operation instanceof DiskOperation.Rename it) {
      Integer moved = inode(it.directory()).names.remove(it.name());
      if (moved != null) {
        inode(it.newDirectory()).names.put(it.newName(), moved);
      }
    } else if (operation instanceof DiskOperation.Write it) {
      file(it.inode()).write(it.offset(), it.bytes());
    } else if (operation instanceof DiskOperation.Resize it) {
      file(it.inode()).resize(it.size());
    } else if (operation instanceof DiskOperation.Date it) {
      file(it.inode()).modified = it.time();
    } else if (operation instanceof DiskOperation.Permit it) {
      file(it.inode()).permissions = it.permissions();
    }
  }

  private Inode file(int number) {
    return file(number, InodeKind.FILE, FileTime.fromMillis(0));
  }

  private Inode file(int number, InodeKind kind, FileTime time) {
    next = Math.max(next, number + 1);
    return inodes.computeIfAbsent(number, missing -> new Inode(missing, kind, time));
  }
}
