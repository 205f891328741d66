package io.byssus.store.fs;

import io.byssus.api.ByssusException;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobPage;
import io.byssus.api.store.PageToken;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing, by walking the directories in the order of keys.
 *
 * <p>The names of a directory are put into a heap, and the smallest is looked at first: a page
 * costs the reading of the directories it touches and one look at each of its files, not a sort or
 * a look at all others. A directory {@code a} stands where {@code a/} does, so that {@code a-b}
 * comes before what is in it; a name of unknown kind is therefore tried where a file would stand,
 * and goes back into the heap with its slash when it turns out to be a directory.
 *
 * <p>Used by one thread, once.
 */
final class Listing {
  private static final char SLASH = '/';

  private final Path root;
  private final String prefix;
  private final @Nullable String after;
  private final int limit;
  private final List<BlobInfo> blobs = new ArrayList<>();

  /**
   * Starts a listing.
   *
   * @param root the store's directory
   * @param prefix with which keys start
   * @param after the last key of the page before, if there was one
   * @param limit how many blobs a page has at most
   */
  Listing(Path root, String prefix, @Nullable String after, int limit) {
    this.root = root;
    this.prefix = prefix;
    this.after = after;
    this.limit = limit;
  }

  /**
   * Returns the page.
   *
   * @throws io.byssus.api.ByssusException naming the directory that can't be read
   */
  BlobPage page() {
    String start = prefix.substring(0, prefix.lastIndexOf(SLASH) + 1);
    if (!isDirectoryOfKeys(start)) {
      return BlobPage.last(List.of());
    }
    if (visit(root.resolve(start), start)) {
      return BlobPage.last(blobs);
    }
    return BlobPage.of(blobs, new PageToken(blobs.get(limit - 1).key().value()));
  }

  /** Returns false when the page is full and more is to come. */
  private boolean visit(Path directory, String at) {
    PriorityQueue<String> names = candidates(directory, at);
    for (String name = names.poll(); name != null; name = names.poll()) {
      String key = at + name;
      if (name.charAt(name.length() - 1) == SLASH) {
        if (!visit(directory.resolve(name), key)) {
          return false;
        }
        continue;
      }
      @Nullable BasicFileAttributes attributes;
      try {
        attributes = attributes(directory.resolve(name));
      } catch (NoSuchFileException e) {
        continue;
      } catch (IOException e) {
        attributes = null; // one that can't be looked at, where its directory can be listed
      }
      if (attributes != null && attributes.isDirectory()) {
        names.add(name + SLASH);
      } else if (attributes == null || attributes.isRegularFile()) {
        if (blobs.size() == limit) {
          return false;
        }
        BlobKey blob = BlobKey.of(key);
        blobs.add(attributes == null ? BlobInfo.ofUnknownLength(blob) : info(blob, attributes));
      }
    }
    return true;
  }

  /** Returns what is known of a file, at the price of one call. */
  static BasicFileAttributes attributes(Path file) throws IOException {
    return PrivateAccess.isPosix(file)
        ? Files.readAttributes(file, PosixFileAttributes.class)
        : Files.readAttributes(file, BasicFileAttributes.class);
  }

  /**
   * Its file is never changed once it is written, so the last change is the creation; unless it is
   * locked, for then its time is the lock's end.
   */
  static BlobInfo info(BlobKey key, BasicFileAttributes attributes) {
    BlobInfo info = BlobInfo.of(key, attributes.size());
    return Locks.endOf(attributes).isPresent()
        ? info
        : info.createdAt(attributes.lastModifiedTime().toInstant());
  }

  private PriorityQueue<String> candidates(Path directory, String at) {
    PriorityQueue<String> names = new PriorityQueue<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!isSegment(name) || at.length() + name.length() > BlobKey.MAX_LENGTH) {
          continue;
        }
        if (isWanted(at + name)) {
          names.add(name);
        } else if (mayHoldWanted(at + name + SLASH)) {
          names.add(name + SLASH);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // It vanished, was never there or is no directory: no blob was in it throughout the listing.
      FileErrors.requireDirectory(root);
      return new PriorityQueue<>();
    } catch (DirectoryIteratorException e) {
      throw unreadable(directory, e.getCause());
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
    return names;
  }

  private boolean isWanted(String key) {
    return key.startsWith(prefix) && (after == null || key.compareTo(after) > 0);
  }

  private boolean mayHoldWanted(String directory) {
    return directory.startsWith(prefix)
        && (after == null || directory.compareTo(after) > 0 || after.startsWith(directory));
  }

  private static boolean isDirectoryOfKeys(String start) {
    for (int from = 0; from < start.length(); ) {
      int slash = start.indexOf(SLASH, from);
      if (!isSegment(start.substring(from, slash))) {
        return false;
      }
      from = slash + 1;
    }
    return start.length() < BlobKey.MAX_LENGTH;
  }

  /** As in {@link BlobKey}, but without a regular expression: this runs for every name. */
  private static boolean isSegment(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z';
      boolean digit = c >= '0' && c <= '9';
      if (!letter && !digit && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return !name.isEmpty() && !name.equals(".") && !name.equals("..");
  }

  private static ByssusException unreadable(Path path, @Nullable IOException reason) {
    return FileErrors.translate(
        "can't list", path, reason == null ? new IOException("unknown reason") : reason);
  }
}
