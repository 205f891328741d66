package io.byssus.core.target;

import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.posix.Posix;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A directory that is held by a descriptor: what is in it is reached through that, whatever
 * somebody puts in the place of its path meanwhile.
 *
 * <p>Its place is {@code /proc/self/fd/N}, a path that every call takes, and that no rename and no
 * link leads elsewhere. Where there are no descriptors (on other systems than Linux, and without
 * JNA) it is the path, of which is only looked that it is no link. Thread-safe.
 */
final class HeldDirectory implements AutoCloseable {
  private static final String DESCRIPTORS = "/proc/self/fd/";
  private static final int NONE = -1;

  private final Path place;
  private final AtomicInteger descriptor;

  private HeldDirectory(Path place, int descriptor) {
    this.place = place;
    this.descriptor = new AtomicInteger(descriptor);
  }

  /** Asked once, for it loads JNA. */
  private static final class Descriptors {
    static final @Nullable Posix POSIX =
        Files.isExecutable(Path.of(DESCRIPTORS)) ? Posix.find().orElse(null) : null;
  }

  private static @Nullable Posix posix(FileSystem fileSystem) {
    return fileSystem.equals(FileSystems.getDefault()) ? Descriptors.POSIX : null;
  }

  /**
   * Holds a directory.
   *
   * @param path where it is; the last name of it may be no link
   * @throws IOException if it is no directory, or there are too many
   */
  static HeldDirectory hold(Path path) throws IOException {
    Posix posix = posix(path.getFileSystem());
    if (posix == null) {
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new NotDirectoryException(path.toString());
      }
      return new HeldDirectory(path, NONE);
    }
    int descriptor = posix.holdDirectory(PathBytes.of(path));
    return new HeldDirectory(Path.of(DESCRIPTORS + descriptor), descriptor);
  }

  /**
   * Returns the directory, to find in it what it has. It is not for calls about the directory
   * itself: to those that follow no link it is one.
   */
  Path place() {
    return place;
  }

  /** Lets it go. What is done at its place after that fails, or is done elsewhere. */
  @Override
  public void close() {
    int held = descriptor.getAndSet(NONE);
    Posix posix = posix(place.getFileSystem());
    if (held != NONE && posix != null) {
      posix.close(held);
    }
  }

  /** Returns a failure that names a path for people, if it names a descriptor. */
  static FileSystemException named(FileSystemException failure, Path path) {
    String file = failure.getFile();
    if (file == null || !file.startsWith(DESCRIPTORS)) {
      return failure;
    }
    String name = path.toString();
    String reason = failure.getReason();
    FileSystemException named;
    if (failure instanceof AccessDeniedException) {
      named = new AccessDeniedException(name, null, reason);
    } else if (failure instanceof NoSuchFileException) {
      named = new NoSuchFileException(name, null, reason);
    } else if (failure instanceof FileAlreadyExistsException) {
      named = new FileAlreadyExistsException(name, null, reason);
    } else {
      named = new FileSystemException(name, null, reason);
    }
    named.initCause(failure);
    return named;
  }
}
