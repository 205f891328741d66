package io.byssus.testkit.crash;

import java.nio.ByteBuffer;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;

/** A file or directory without its names. Guarded by the lock of its disk. */
final class Inode {
  private static final byte[] EMPTY = {};

  final int number;
  final InodeKind kind;

  /** Of a directory: the names in it. */
  final TreeMap<String, Integer> names = new TreeMap<>();

  FileTime modified;
  Set<PosixFilePermission> permissions;
  private byte[] content = EMPTY;
  private int size;

  Inode(int number, InodeKind kind, FileTime modified) {
    this.number = number;
    this.kind = kind;
    this.modified = modified;
    this.permissions =
        PosixFilePermissions.fromString(kind == InodeKind.FILE ? "rw-------" : "rwx------");
  }

  Inode copy() {
    Inode copy = new Inode(number, kind, modified);
    copy.permissions = permissions;
    copy.names.putAll(names);
    copy.content = content.clone();
    copy.size = size;
    return copy;
  }

  int size() {
    return kind == InodeKind.FILE ? size : 0;
  }

  void write(long offset, ByteBuffer bytes) {
    int start = Math.toIntExact(offset);
    int end = start + bytes.remaining();
    if (end > content.length) {
      content = Arrays.copyOf(content, Math.max(end, content.length * 2));
    }
    bytes.duplicate().get(content, start, bytes.remaining());
    size = Math.max(size, end);
  }

  void resize(long newSize) {
    int wanted = Math.toIntExact(newSize);
    if (wanted < size) {
      Arrays.fill(content, wanted, size, (byte) 0);
    } else if (wanted > content.length) {
      content = Arrays.copyOf(content, wanted);
    }
    size = wanted;
  }

  /** Returns how many bytes were read, or -1 at the end. */
  int read(long offset, ByteBuffer destination) {
    if (offset >= size) {
      return -1;
    }
    int count = (int) Math.min(size - offset, destination.remaining());
    destination.put(content, (int) offset, count);
    return count;
  }
}
