package io.byssus.core.internal.cache;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobPage;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.DeleteReport;
import io.byssus.api.store.PageToken;
import io.byssus.api.store.StoreLocation;
import io.byssus.api.store.StoreUnavailableException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory as far as a cache needs a store: files appear under their names when they are whole.
 * They are not made durable, because a cache that is lost costs time and nothing else.
 */
final class CacheDirectory implements BlobStore {
  private final Path directory;

  CacheDirectory(Path directory) {
    this.directory = directory;
  }

  @Override
  public StoreLocation location() {
    return new StoreLocation(directory.toString());
  }

  private Path file(BlobKey key) {
    return directory.resolve(key.value().replace('/', '-'));
  }

  @Override
  public void create(BlobKey key, BlobBody body, CreateOptions options) {
    try {
      Path whole = file(key);
      Path temporary = Files.createTempFile(directory, "new", ".tmp");
      try {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
          body.writeTo(channel);
        }
        Files.move(temporary, whole, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new StoreUnavailableException(key + " can't be written to " + location(), e);
    }
  }

  @Override
  public void read(BlobKey key, long offset, ByteBuffer destination) {
    try (FileChannel channel = FileChannel.open(file(key), StandardOpenOption.READ)) {
      for (long at = offset; destination.hasRemaining(); ) {
        int read = channel.read(destination, at);
        if (read < 0) {
          throw new EOFException(key + " ends before byte " + (at + destination.remaining()));
        }
        at += read;
      }
    } catch (NoSuchFileException e) {
      throw new BlobNotFoundException(key + " is not in " + location(), e);
    } catch (IOException e) {
      throw new StoreUnavailableException(key + " can't be read from " + location(), e);
    }
  }

  @Override
  public Optional<BlobInfo> stat(BlobKey key) {
    try {
      return Optional.of(BlobInfo.of(key, Files.size(file(key))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Removes all files but those of some keys. */
  void retain(Collection<BlobKey> keys) throws IOException {
    Set<Path> stay = Set.copyOf(keys.stream().map(this::file).toList());
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!stay.contains(file)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public BlobPage list(String prefix, @Nullable PageToken after) {
    return BlobPage.last(List.of());
  }

  @Override
  public DeleteReport delete(Collection<BlobKey> keys) {
    return DeleteReport.allGone();
  }

  @Override
  public void close() {}
}
