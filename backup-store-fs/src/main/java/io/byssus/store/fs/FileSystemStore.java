package io.byssus.store.fs;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.AppendOnly;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobPage;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.DeleteReport;
import io.byssus.api.store.PageToken;
import io.byssus.api.store.RetentionLocks;
import io.byssus.api.store.StoreAccessDeniedException;
import io.byssus.api.store.StoreCapability;
import io.byssus.api.store.StoreLocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A blob store in a directory: the blob {@code packs/a/b} is the file {@code packs/a/b} in it.
 *
 * <p>A create writes a temporary file, syncs it, links it to its name, which fails when the name is
 * taken, and syncs the directory; it is safe at a crash between any two system calls. Files and
 * directories are made for their owner alone (modes 0600 and 0700). Reads open the file at each
 * call: that costs a few microseconds, shows every other client's deletions at once, and an
 * interrupted thread closes only its own channel. Directories are never removed.
 *
 * <p>The file system must have hard links. Where a system can't sync directories (Windows), a
 * create is as durable as the file system's own journal makes it.
 *
 * <p><b>Locks.</b> A locked blob is a read-only file whose modification time is the end of its
 * lock. No client deletes it before this machine's clock and the file system's own both say that
 * the lock is over. That protects from mistakes, from a wrong policy and from who has the
 * repository's keys but reaches the files only through a client that keeps the contract. It does
 * not protect from who may write to the directory: the user whom the files belong to, and root,
 * remove them with {@code rm}, or set the clock. Against those the files have to be another user's,
 * on another machine, or on a medium that locks by itself. A lock begins at the later of the two
 * clocks' times, and is refused where both are before 2026. One that is extended in the very moment
 * in which the blob is being deleted may come too late.
 *
 * <p><b>Append-only.</b> A store that is opened so, by {@link Builder#appendOnly()} or {@code
 * file:///path?append-only=true}, refuses every delete; a file {@value #APPEND_ONLY} in the root
 * makes all clients refuse. It protects as far as a lock does.
 *
 * <p>The root need not exist: it is made with the first blob. It may be a symbolic link. Safe for
 * use by many threads and many processes.
 */
public final class FileSystemStore implements BlobStore {
  /** Blobs on a page of a listing. */
  static final int PAGE_SIZE = 1_000;

  /**
   * A heap buffer is read through a direct one that the JDK keeps for each thread: so not larger.
   */
  private static final int READ_SIZE = 256 * 1024;

  /** The file that makes a store append-only for all its clients; no key can have the name. */
  private static final String APPEND_ONLY = "~append-only";

  private final Path root;
  private final StoreLocation location;
  private final Directories directories;
  private final Creation creation;
  private final @Nullable Locks locks;
  private final Deleting deleting;
  private volatile boolean closed;

  private FileSystemStore(Builder builder) {
    this.root = builder.root;
    this.deleting = builder.deleting;
    this.location = new StoreLocation(uri(root));
    this.directories = new Directories(root, builder.observer);
    TemporaryFiles temporaries = new TemporaryFiles(root, builder.observer);
    this.creation = new Creation(root, directories, temporaries, builder.observer);
    this.locks =
        PrivateAccess.isPosix(root)
            ? new Locks(root, directories, temporaries, builder.clock)
            : null;
  }

  /**
   * Returns the store in a directory, which need not exist yet. Nothing is touched.
   *
   * @param root the directory
   * @throws IllegalArgumentException if there is something else than a directory
   */
  public static FileSystemStore at(Path root) {
    return builder(root).build();
  }

  /**
   * Returns what makes the store in a directory.
   *
   * @param root the directory, which need not exist yet
   * @throws IllegalArgumentException if there is something else than a directory
   */
  public static Builder builder(Path root) {
    return new Builder(root);
  }

  /** Returns a store that tells an observer what it does; for tests. */
  static FileSystemStore observed(Path root, CreateStep.Observer observer) {
    return builder(root).observer(observer).build();
  }

  @Override
  public StoreLocation location() {
    return location;
  }

  /**
   * {@inheritDoc}
   *
   * @throws HardLinksUnsupportedException if the file system has no hard links
   * @throws IllegalArgumentException if the key is the directory of another key, present or past,
   *     or a blob stands where its directory would be; or if the body is not what it announced
   * @throws io.byssus.api.OperationCancelledException if the thread was interrupted; nothing was
   *     created
   */
  @Override
  public void create(BlobKey key, BlobBody body, CreateOptions options) {
    checkOpen();
    @Nullable Locks ours = locks;
    if (ours == null) {
      options.refuseRetention(location);
    }
    @Nullable Duration retention = options.retention().orElse(null);
    creation.create(
        key,
        body,
        file -> {
          if (ours != null && retention != null) {
            ours.lockNew(file, retention);
          }
        });
  }

  @Override
  public void read(BlobKey key, long offset, ByteBuffer destination) {
    checkOpen();
    if (offset < 0) {
      throw new IllegalArgumentException("an offset is not negative: " + offset);
    }
    Path file = root.resolve(key.value());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      fill(key, channel, offset, destination);
    } catch (IOException e) {
      if (isNoBlob(file, e)) {
        throw new BlobNotFoundException("no blob " + key + " in " + location, e);
      }
      throw FileErrors.translate("can't read", file, e);
    }
  }

  @Override
  public Optional<BlobInfo> stat(BlobKey key) {
    checkOpen();
    Path file = root.resolve(key.value());
    try {
      BasicFileAttributes attributes = Listing.attributes(file);
      if (!attributes.isRegularFile()) {
        return Optional.empty();
      }
      Path directory = file.getParent();
      if (directory != null) {
        directories.settle(directory);
      }
      return Optional.of(Listing.info(key, attributes));
    } catch (IOException e) {
      if (isNoBlob(file, e)) {
        return Optional.empty();
      }
      throw FileErrors.translate("can't look up", file, e);
    }
  }

  @Override
  public BlobPage list(String prefix, @Nullable PageToken after) {
    checkOpen();
    return new Listing(root, prefix, after == null ? null : after.value(), PAGE_SIZE).page();
  }

  /**
   * {@inheritDoc}
   *
   * @throws StoreAccessDeniedException if the store is append-only
   */
  @Override
  public DeleteReport delete(Collection<BlobKey> keys) {
    checkOpen();
    if (isAppendOnly()) {
      throw new StoreAccessDeniedException(
          "nothing is deleted from "
              + location
              + ", which is append-only; who may delete opens it without append-only=true, and"
              + " removes the file "
              + root.resolve(APPEND_ONLY)
              + " if it is there");
    }
    return new Deletion(root, directories, locks).delete(keys);
  }

  /** Has {@link RetentionLocks} on file systems with POSIX permissions, and {@link AppendOnly}. */
  @Override
  public <C extends StoreCapability> Optional<C> capability(Class<C> type) {
    if (type == RetentionLocks.class && locks != null) {
      return Optional.of(type.cast(locks.capability(this::checkOpen)));
    }
    return type == AppendOnly.class && isAppendOnly()
        ? Optional.of(type.cast(new AppendOnly() {}))
        : Optional.empty();
  }

  private boolean isAppendOnly() {
    return deleting == Deleting.REFUSED || Files.exists(root.resolve(APPEND_ONLY));
  }

  /** Refuses later calls; there is nothing to let go of. Calls that are under way end normally. */
  @Override
  public void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return "FileSystemStore[" + location + "]";
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the store " + location + " is closed");
    }
  }

  private static void fill(BlobKey key, FileChannel channel, long offset, ByteBuffer destination)
      throws IOException {
    int limit = destination.limit();
    int wanted = destination.remaining();
    long position = offset;
    try {
      while (destination.position() < limit) {
        if (!destination.isDirect()) {
          destination.limit(Math.min(limit, destination.position() + READ_SIZE));
        }
        int count = channel.read(destination, position);
        if (count < 0) {
          throw new DamagedRepositoryException(
              "%s has %d bytes, wanted %d from %d".formatted(key, channel.size(), wanted, offset));
        }
        position += count;
        destination.limit(limit);
      }
    } finally {
      destination.limit(limit);
    }
  }

  /**
   * Returns whether a failure means that there is no such blob: nothing is there, or a directory,
   * or a blob where a directory would have to be.
   */
  private boolean isNoBlob(Path file, IOException error) {
    FileErrors.requireDirectory(root);
    if (error instanceof NoSuchFileException || Files.isDirectory(file)) {
      return true;
    }
    for (Path at = file.getParent(); at != null && !at.equals(root); at = at.getParent()) {
      if (Files.exists(at) && !Files.isDirectory(at)) {
        return true;
      }
    }
    return false;
  }

  /** Without the slash that depends on whether the directory exists yet. */
  private static String uri(Path root) {
    String text = root.toUri().toString();
    return text.endsWith("/") && root.getParent() != null
        ? text.substring(0, text.length() - 1)
        : text;
  }

  private enum Deleting {
    ALLOWED,
    REFUSED
  }

  /** Makes a {@link FileSystemStore}. Not safe for use by several threads. */
  public static final class Builder {
    private final Path root;
    private Deleting deleting = Deleting.ALLOWED;
    private InstantSource clock = InstantSource.system();
    private CreateStep.Observer observer = CreateStep.Observer.NONE;

    private Builder(Path root) {
      this.root = root.toAbsolutePath();
      if (Files.exists(this.root) && !Files.isDirectory(this.root)) {
        throw new IllegalArgumentException(
            this.root + " is not a directory: a file-system store needs one");
      }
    }

    /** Makes the store refuse every delete. The default is that it deletes. */
    public Builder appendOnly() {
      this.deleting = Deleting.REFUSED;
      return this;
    }

    /**
     * Takes the times by which locks begin and end from another clock than the system's, beside the
     * file system's own.
     */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    Builder observer(CreateStep.Observer observer) {
      this.observer = observer;
      return this;
    }

    /** Returns the store. Nothing is touched. */
    public FileSystemStore build() {
      return new FileSystemStore(this);
    }
  }
}
