package io.byssus.core.internal.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;

/** The extended attributes of a path, read when they are asked for and never set. */
final class SnapshotUserView implements UserDefinedFileAttributeView {
  private final SnapshotPath path;
  private final Lookup.LastLink last;

  /**
   * Creates a view.
   *
   * @param path whose attributes
   * @param last whether those of a link or of what it points to
   */
  SnapshotUserView(SnapshotPath path, Lookup.LastLink last) {
    this.path = path;
    this.last = last;
  }

  @Override
  public String name() {
    return "user";
  }

  @Override
  public List<String> list() throws IOException {
    return attributes().names();
  }

  @Override
  public int size(String name) throws IOException {
    return value(name).length;
  }

  @Override
  public int read(String name, ByteBuffer destination) throws IOException {
    byte[] value = value(name);
    if (destination.remaining() < value.length) {
      throw new FileSystemException(
          path.toString(),
          null,
          "attribute '"
              + name
              + "' has "
              + value.length
              + " bytes, and there is room for "
              + destination.remaining());
    }
    destination.put(value);
    return value.length;
  }

  private byte[] value(String name) throws IOException {
    UserAttributes attributes = attributes();
    if (!attributes.has(name)) {
      throw new FileSystemException(path.toString(), null, "no attribute '" + name + "'");
    }
    return attributes.value(name);
  }

  private UserAttributes attributes() throws IOException {
    return UserAttributes.of(path.getFileSystem().provider().attributes(path, last).metadata());
  }

  @Override
  public int write(String name, ByteBuffer source) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void delete(String name) {
    throw new ReadOnlyFileSystemException();
  }
}
