package io.byssus.core.target;

import io.byssus.api.source.DeviceNumber;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** A disk of which calls can fail: each is counted before it is made. */
public final class InjectedDisk extends Disk {
  private final AtomicLong calls = new AtomicLong();
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final long first;
  private final long last;

  private InjectedDisk(Set<String> views, long first, long last) {
    super(views);
    this.first = first;
    this.last = last;
  }

  /** What a target on such a disk is. */
  public record Injection(FileTarget target, InjectedDisk disk) {}

  /** Returns a target of whose calls one fails; none with a number that is not reached. */
  public static Injection failingAt(Path directory, long number) {
    return injection(directory, number, number);
  }

  /** Returns a target of whose calls all fail from one on, as after a kill. */
  public static Injection deadFrom(Path directory, long number) {
    return injection(directory, number, Long.MAX_VALUE);
  }

  private static Injection injection(Path directory, long first, long last) {
    InjectedDisk disk =
        new InjectedDisk(directory.getFileSystem().supportedFileAttributeViews(), first, last);
    return new Injection(FileTarget.at(directory).disk(fileSystem -> disk), disk);
  }

  /** Returns a target that writes a wrong byte at the start of each piece of a file. */
  public static FileTarget flipping(Path directory) {
    return FileTarget.at(directory)
        .disk(
            fileSystem ->
                new Disk(fileSystem.supportedFileAttributeViews()) {
                  @Override
                  int write(FileChannel file, ByteBuffer data, long offset) throws IOException {
                    byte[] copy = new byte[data.remaining()];
                    data.get(copy);
                    copy[0] ^= 1;
                    return super.write(file, ByteBuffer.wrap(copy), offset);
                  }
                });
  }

  /** What a target that notes its calls is: 'force' of a file, 'force PATH', 'place PATH'. */
  public record Noted(FileTarget target, List<String> calls) {}

  /** Returns a target that notes what it forces to the disk, and what it gives its name. */
  public static Noted notingForces(Path directory, RestoreStrategy strategy) {
    List<String> calls = Collections.synchronizedList(new ArrayList<>());
    FileTarget target =
        FileTarget.at(directory)
            .strategy(strategy)
            .disk(
                fileSystem ->
                    new Disk(fileSystem.supportedFileAttributeViews()) {
                      @Override
                      void force(FileChannel file) throws IOException {
                        super.force(file);
                        calls.add("force");
                      }

                      @Override
                      void forceDirectory(Path forced) throws IOException {
                        super.forceDirectory(forced);
                        calls.add("force " + forced.toRealPath());
                      }

                      @Override
                      void move(Path from, Path to) throws IOException {
                        super.move(from, to);
                        calls.add("place " + to.getFileName());
                      }
                    });
    return new Noted(target, calls);
  }

  /**
   * Returns a target that stands still for ever when so many bytes were written.
   *
   * @param stopped is run then
   */
  public static FileTarget stoppingAfter(Path directory, long bytes, Runnable stopped) {
    AtomicLong written = new AtomicLong();
    return FileTarget.at(directory)
        .disk(
            fileSystem ->
                new Disk(fileSystem.supportedFileAttributeViews()) {
                  @Override
                  int write(FileChannel file, ByteBuffer data, long offset) throws IOException {
                    int count = super.write(file, data, offset);
                    if (written.addAndGet(count) >= bytes) {
                      stopped.run();
                      new Semaphore(0).acquireUninterruptibly();
                    }
                    return count;
                  }
                });
  }

  /** Returns which calls were made at all. */
  public Set<String> names() {
    return Set.copyOf(names);
  }

  /** Returns how many calls were made. */
  public long calls() {
    return calls.get();
  }

  private void count(String name) throws IOException {
    names.add(name);
    long number = calls.incrementAndGet();
    if (number >= first && number <= last) {
      throw new IOException("injected at call " + number);
    }
  }

  @Override
  void createDirectory(Path directory) throws IOException {
    count("createDirectory");
    super.createDirectory(directory);
  }

  @Override
  void createDirectories(Path directory) throws IOException {
    count("createDirectories");
    super.createDirectories(directory);
  }

  @Override
  FileChannel createFile(Path file) throws IOException {
    count("createFile");
    return super.createFile(file);
  }

  @Override
  FileChannel createFile(Path file, Set<PosixFilePermission> permissions) throws IOException {
    count("createFile");
    return super.createFile(file, permissions);
  }

  @Override
  FileChannel openFile(Path file) throws IOException {
    count("openFile");
    return super.openFile(file);
  }

  @Override
  int write(FileChannel file, ByteBuffer data, long offset) throws IOException {
    count("write");
    return super.write(file, data, offset);
  }

  @Override
  void truncate(FileChannel file, long size) throws IOException {
    count("truncate");
    super.truncate(file, size);
  }

  @Override
  void punchHole(Path file, long offset, long length) throws IOException {
    count("punchHole");
    super.punchHole(file, offset, length);
  }

  @Override
  void force(FileChannel file) throws IOException {
    count("force");
    super.force(file);
  }

  @Override
  void forceDirectory(Path directory) throws IOException {
    count("forceDirectory");
    super.forceDirectory(directory);
  }

  @Override
  void symbolicLink(Path link, Path pointer) throws IOException {
    count("symbolicLink");
    super.symbolicLink(link, pointer);
  }

  @Override
  void link(Path name, Path existing) throws IOException {
    count("link");
    super.link(name, existing);
  }

  @Override
  void move(Path from, Path to) throws IOException {
    count("move");
    super.move(from, to);
  }

  @Override
  void delete(Path path) throws IOException {
    count("delete");
    super.delete(path);
  }

  @Override
  void deleteIfThere(Path path) throws IOException {
    count("deleteIfThere");
    super.deleteIfThere(path);
  }

  @Override
  void owner(Path path, long uid) throws IOException {
    count("owner");
    super.owner(path, uid);
  }

  @Override
  void group(Path path, long gid) throws IOException {
    count("group");
    super.group(path, gid);
  }

  @Override
  void owner(Path path, UserPrincipal user) throws IOException {
    count("owner");
    super.owner(path, user);
  }

  @Override
  void group(Path path, GroupPrincipal group) throws IOException {
    count("group");
    super.group(path, group);
  }

  @Override
  void mode(Path path, int bits) throws IOException {
    count("mode");
    super.mode(path, bits);
  }

  @Override
  void permissions(Path path, Set<PosixFilePermission> permissions) throws IOException {
    count("permissions");
    super.permissions(path, permissions);
  }

  @Override
  void modified(Path path, Instant time) throws IOException {
    count("modified");
    super.modified(path, time);
  }

  @Override
  void modifiedUnopened(Path path, Instant time) throws IOException {
    count("modifiedUnopened");
    super.modifiedUnopened(path, time);
  }

  @Override
  void modeUnopened(Path path, int bits) throws IOException {
    count("modeUnopened");
    super.modeUnopened(path, bits);
  }

  @Override
  void node(Path path, int type, DeviceNumber number) throws IOException {
    count("node");
    super.node(path, type, number);
  }

  @Override
  void attribute(Path path, String name, byte[] value) throws IOException {
    count("attribute");
    super.attribute(path, name, value);
  }

  @Override
  void removeAttribute(Path path, String name) throws IOException {
    count("removeAttribute");
    super.removeAttribute(path, name);
  }
}
