package io.byssus.testkit.crash;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A disk in memory that writes down what is done to it. Safe for use by many threads. */
final class CrashDisk {
  private final ReentrantLock lock = new ReentrantLock();
  private final DiskState state;
  private final List<DiskOperation> operations = new ArrayList<>();
  private Predicate<? super Sync> failing = sync -> false;

  CrashDisk(DiskState state) {
    this.state = state;
  }

  /** Something that is done while nobody else does anything. */
  interface Action<T> {
    T run(DiskState state) throws IOException;
  }

  <T> T exclusively(Action<T> action) throws IOException {
    lock.lock();
    try {
      return action.run(state);
    } finally {
      lock.unlock();
    }
  }

  List<DiskOperation> operations() {
    lock.lock();
    try {
      return List.copyOf(operations);
    } finally {
      lock.unlock();
    }
  }

  void promise(String promise) {
    lock.lock();
    try {
      operations.add(new DiskOperation.Promised(promise));
    } finally {
      lock.unlock();
    }
  }

  void failSyncs(Predicate<? super Sync> which) {
    lock.lock();
    try {
      failing = which;
    } finally {
      lock.unlock();
    }
  }

  /** Does something, and writes it down; the caller is alone. */
  void change(DiskOperation operation) {
    state.apply(operation);
    operations.add(operation);
  }

  void sync(int inode, String path) throws IOException {
    Sync sync = Sync.now(path);
    lock.lock();
    try {
      if (failing.test(sync)) {
        throw new IOException("Input/output error");
      }
      operations.add(new DiskOperation.Durable(inode, sync));
    } finally {
      lock.unlock();
    }
  }

  Inode find(Path path) throws IOException {
    Inode found = lookUp(path);
    if (found == null) {
      throw new NoSuchFileException(path.toString());
    }
    return found;
  }

  @Nullable Inode lookUp(Path path) throws IOException {
    Inode at = state.inode(DiskState.ROOT);
    for (Path name : path.toAbsolutePath().normalize()) {
      if (at.kind != InodeKind.DIRECTORY) {
        throw new FileSystemException(path.toString(), null, "Not a directory");
      }
      Inode next = state.named(at, name.toString());
      if (next == null) {
        return null;
      }
      at = next;
    }
    return at;
  }

  Inode directoryOf(Path path) throws IOException {
    Path parent = path.toAbsolutePath().normalize().getParent();
    if (parent == null) {
      throw new FileAlreadyExistsException(path.toString());
    }
    Inode directory = find(parent);
    if (directory.kind != InodeKind.DIRECTORY) {
      throw new NotDirectoryException(parent.toString());
    }
    return directory;
  }

  static String nameOf(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? "" : name.toString();
  }

  /** Makes a file or directory; the caller is alone. */
  Inode make(Path path, InodeKind kind) throws IOException {
    Inode directory = directoryOf(path);
    if (directory.names.containsKey(nameOf(path))) {
      throw new FileAlreadyExistsException(path.toString());
    }
    int number = state.nextNumber();
    change(
        new DiskOperation.Name(
            directory.number, nameOf(path), number, kind, FileTime.from(Instant.now())));
    return state.inode(number);
  }
}
