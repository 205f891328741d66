package io.byssus.core.internal.file;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The bytes of file names and link targets, in any locale.
 *
 * <p>A {@code Path} of a POSIX file system holds raw bytes, but its text is decoded with the
 * locale's encoding, in which {@code é} does not exist under {@code LANG=C}. URIs of paths carry
 * every byte (percent-encoded), both ways. Printable ASCII is the same in every locale and takes
 * the short way. On file systems without raw bytes, names are UTF-8.
 */
public final class PathBytes {
  /**
   * Below this path nothing exists, so that {@code Path.toUri}, which adds a slash to what is a
   * directory, never does; and looking is quick.
   */
  private static final String NOWHERE = "/dev/null/";

  private static final String HEX = "0123456789ABCDEF";

  private PathBytes() {}

  /** Returns the bytes of a path of one component. */
  public static byte[] ofName(Path name) {
    String text = name.toString();
    if (isPrintableAscii(text)) {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }
    return isRaw(name.getFileSystem()) ? rawBytes(name) : text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns the relative path of one component with the given bytes.
   *
   * @throws java.nio.file.InvalidPathException if the file system has no such name
   */
  public static Path toName(byte[] bytes, FileSystem fileSystem) {
    String ascii = new String(bytes, StandardCharsets.ISO_8859_1);
    if (isPrintableAscii(ascii)) {
      return fileSystem.getPath(ascii);
    }
    return isRaw(fileSystem)
        ? rawPath("/", bytes, "").getFileName()
        : fileSystem.getPath(new String(bytes, StandardCharsets.UTF_8));
  }

  /**
   * Returns the bytes of a path, absolute or not, exactly: also of what {@code
   * Files.readSymbolicLink} returned.
   */
  public static byte[] of(Path path) {
    String text = path.toString();
    if (isPrintableAscii(text)) {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }
    if (!isRaw(path.getFileSystem())) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    int slashes = 0;
    while (text.charAt(slashes) == '/') {
      slashes++;
    }
    byte[] relative = rawBytes(path.subpath(0, path.getNameCount()));
    byte[] bytes = new byte[slashes + relative.length];
    Arrays.fill(bytes, 0, slashes, (byte) '/');
    System.arraycopy(relative, 0, bytes, slashes, relative.length);
    return bytes;
  }

  /**
   * Returns the path to make a link with, so that it points to the given bytes. Several slashes in
   * a row become one, which a {@code Path} can't be kept from, and which means the same.
   *
   * @param bytes not empty, without a zero byte
   * @throws java.nio.file.InvalidPathException if the file system has no such path
   */
  public static Path toLinkTarget(byte[] bytes, FileSystem fileSystem) {
    String ascii = new String(bytes, StandardCharsets.ISO_8859_1);
    boolean trailingSlash = ascii.endsWith("/") && ascii.length() > 1;
    if (isPrintableAscii(ascii) && !trailingSlash) {
      return fileSystem.getPath(ascii);
    }
    if (!isRaw(fileSystem)) {
      return fileSystem.getPath(new String(bytes, StandardCharsets.UTF_8));
    }
    boolean absolute = bytes[0] == '/';
    // One slash at the end is dropped from a URI's path, so that it takes a second one to keep it.
    Path path = rawPath(absolute ? "" : "/", bytes, trailingSlash ? "/" : "");
    return absolute ? path : path.subpath(0, path.getNameCount());
  }

  private static boolean isRaw(FileSystem fileSystem) {
    return fileSystem.equals(FileSystems.getDefault()) && fileSystem.getSeparator().equals("/");
  }

  private static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0x7e) {
        return false;
      }
    }
    return true;
  }

  private static byte[] rawBytes(Path relative) {
    String encoded = Path.of(NOWHERE).resolve(relative).toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = NOWHERE.length(); i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(encoded, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toByteArray();
  }

  private static Path rawPath(String before, byte[] bytes, String after) {
    StringBuilder uri = new StringBuilder(bytes.length * 3 + 16).append("file://").append(before);
    for (byte b : bytes) {
      if (b == '/') {
        uri.append('/');
      } else {
        uri.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
      }
    }
    return Path.of(URI.create(uri.append(after).toString()));
  }
}
