package io.byssus.testkit.crash;

import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import org.jspecify.annotations.Nullable;

/** Says of a disk in memory what can be said. */
final class CrashFileStore extends FileStore {
  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String type() {
    return "crash";
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public long getTotalSpace() {
    return Long.MAX_VALUE;
  }

  @Override
  public long getUsableSpace() {
    return Long.MAX_VALUE;
  }

  @Override
  public long getUnallocatedSpace() {
    return Long.MAX_VALUE;
  }

  @Override
  public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
    return type.isAssignableFrom(CrashAttributeView.class);
  }

  @Override
  public boolean supportsFileAttributeView(String name) {
    return CrashFileSystem.VIEWS.contains(name);
  }

  @Override
  public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
    return null;
  }

  @Override
  public Object getAttribute(String attribute) {
    throw new UnsupportedOperationException("no attribute '" + attribute + "'");
  }
}
