package io.byssus.testkit.crash;

import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A path on a disk in memory: one of the default file system in all but where it leads. */
final class CrashPath implements Path {
  private final CrashFileSystem fileSystem;
  private final Path path;

  CrashPath(CrashFileSystem fileSystem, Path path) {
    this.fileSystem = fileSystem;
    this.path = path;
  }

  private CrashPath mine(Path other) {
    return new CrashPath(fileSystem, other);
  }

  private @Nullable CrashPath mineOrNull(@Nullable Path other) {
    return other == null ? null : mine(other);
  }

  private static Path plain(Path other) {
    if (Objects.requireNonNull(other) instanceof CrashPath that) {
      return that.path;
    }
    throw new ProviderMismatchException("not a path on this disk: " + other);
  }

  @Override
  public CrashFileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return path.isAbsolute();
  }

  @Override
  public @Nullable Path getRoot() {
    return mineOrNull(path.getRoot());
  }

  @Override
  public @Nullable Path getFileName() {
    return mineOrNull(path.getFileName());
  }

  @Override
  public @Nullable Path getParent() {
    return mineOrNull(path.getParent());
  }

  @Override
  public int getNameCount() {
    return path.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return mine(path.getName(index));
  }

  @Override
  public Path subpath(int beginIndex, int endIndex) {
    return mine(path.subpath(beginIndex, endIndex));
  }

  @Override
  public boolean startsWith(Path other) {
    return path.startsWith(plain(other));
  }

  @Override
  public boolean endsWith(Path other) {
    return path.endsWith(plain(other));
  }

  @Override
  public Path normalize() {
    return mine(path.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return mine(path.resolve(plain(other)));
  }

  @Override
  public Path relativize(Path other) {
    return mine(path.relativize(plain(other)));
  }

  @Override
  public URI toUri() {
    return URI.create("crash:" + toAbsolutePath().toString().replace(" ", "%20"));
  }

  @Override
  public Path toAbsolutePath() {
    return isAbsolute() ? this : mine(Path.of("/").resolve(path));
  }

  @Override
  public Path toRealPath(LinkOption... options) {
    return toAbsolutePath().normalize();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("this disk can't be watched");
  }

  @Override
  public int compareTo(Path other) {
    return path.compareTo(plain(other));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CrashPath that
        && fileSystem == that.fileSystem
        && path.equals(that.path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
