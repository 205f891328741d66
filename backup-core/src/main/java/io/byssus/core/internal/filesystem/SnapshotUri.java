package io.byssus.core.internal.filesystem;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;

/**
 * Paths as URIs: {@code byssus://REPOSITORY/SNAPSHOT/path}, by the ids and by the bytes of the
 * names.
 */
final class SnapshotUri {
  static final String SCHEME = "byssus";

  /** What a URI never encodes (RFC 3986, section 2.3). */
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private static final int HEX = 16;

  private SnapshotUri() {}

  static URI of(SnapshotPath path) {
    StringBuilder text = new StringBuilder(base(path.getFileSystem()));
    SnapshotPath absolute = path.toAbsolutePath();
    for (String name : absolute.names()) {
      text.append('/');
      boolean dots = name.equals(".") || name.equals("..");
      byte[] bytes = dots ? name.getBytes(StandardCharsets.US_ASCII) : PathText.name(name).bytes();
      for (byte b : bytes) {
        if (UNRESERVED.indexOf(b & 0xff) >= 0) {
          text.append((char) b);
        } else {
          text.append(String.format("%%%02X", b));
        }
      }
    }
    return URI.create(absolute.names().isEmpty() ? text.append('/').toString() : text.toString());
  }

  private static String base(SnapshotFileSystem fileSystem) {
    return SCHEME + "://" + fileSystem.repositoryId() + "/" + fileSystem.snapshot().id().hex();
  }

  /**
   * Returns the path in a file system that a URI names.
   *
   * @throws IllegalArgumentException if the URI has another scheme
   * @throws FileSystemNotFoundException if it names another snapshot
   */
  static SnapshotPath path(SnapshotFileSystem fileSystem, URI uri) {
    requireIn(fileSystem, uri);
    String encoded = uri.toString().substring(base(fileSystem).length());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write('/');
    for (int i = 0; i < encoded.length(); i++) {
      if (encoded.charAt(i) == '%') {
        bytes.write(Integer.parseInt(encoded.substring(i + 1, i + 3), HEX));
        i += 2;
      } else {
        bytes.write(encoded.charAt(i));
      }
    }
    return SnapshotPath.of(fileSystem, bytes.toByteArray());
  }

  static void requireIn(SnapshotFileSystem fileSystem, URI uri) {
    if (!SCHEME.equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalArgumentException("not a URI of the scheme " + SCHEME + ": " + uri);
    }
    if (!uri.toString().startsWith(base(fileSystem))) {
      throw new FileSystemNotFoundException(
          uri + " is not in " + base(fileSystem) + ", the snapshot of this file system");
    }
  }
}
