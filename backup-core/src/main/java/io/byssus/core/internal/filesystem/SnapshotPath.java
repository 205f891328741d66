package io.byssus.core.internal.filesystem;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A path in a snapshot, with the semantics of the JDK's paths on Unix. Immutable. */
final class SnapshotPath implements Path {
  private static final String HERE = ".";
  private static final String UP = "..";

  private final SnapshotFileSystem fileSystem;
  private final boolean absolute;

  /** The parts as {@link PathText} writes them; of the empty path one that is empty. */
  private final List<String> names;

  private SnapshotPath(SnapshotFileSystem fileSystem, boolean absolute, List<String> names) {
    this.fileSystem = fileSystem;
    this.absolute = absolute;
    this.names = names.isEmpty() && !absolute ? List.of("") : List.copyOf(names);
  }

  static SnapshotPath parse(SnapshotFileSystem fileSystem, String text) {
    return new SnapshotPath(fileSystem, text.startsWith("/"), PathText.parts(text));
  }

  static SnapshotPath of(SnapshotFileSystem fileSystem, byte[] bytes) {
    boolean absolute = bytes.length > 0 && bytes[0] == '/';
    return new SnapshotPath(fileSystem, absolute, PathText.parts(bytes));
  }

  static SnapshotPath absolute(SnapshotFileSystem fileSystem, List<String> names) {
    return new SnapshotPath(fileSystem, true, names);
  }

  /** Returns the parts from the first to the last, {@code .} and {@code ..} among them. */
  List<String> names() {
    return names;
  }

  private SnapshotPath with(boolean isAbsolute, List<String> parts) {
    return new SnapshotPath(fileSystem, isAbsolute, parts);
  }

  private boolean isEmpty() {
    return !absolute && names.get(0).isEmpty();
  }

  @Override
  public SnapshotFileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return absolute;
  }

  @Override
  public @Nullable Path getRoot() {
    return absolute ? with(true, List.of()) : null;
  }

  @Override
  public @Nullable Path getFileName() {
    if (names.isEmpty()) {
      return null;
    }
    return names.size() == 1 && !absolute ? this : getName(names.size() - 1);
  }

  @Override
  public @Nullable Path getParent() {
    int above = names.size() - 1;
    return above < 0 || (above == 0 && !absolute) ? null : with(absolute, names.subList(0, above));
  }

  @Override
  public int getNameCount() {
    return names.size();
  }

  @Override
  public Path getName(int index) {
    return subpath(index, index + 1);
  }

  @Override
  public SnapshotPath subpath(int beginIndex, int endIndex) {
    if (beginIndex < 0 || endIndex > names.size() || beginIndex >= endIndex) {
      throw new IllegalArgumentException(
          "'" + this + "' has no names from " + beginIndex + " to " + endIndex);
    }
    return with(false, names.subList(beginIndex, endIndex));
  }

  @Override
  public boolean startsWith(Path other) {
    if (!(Objects.requireNonNull(other) instanceof SnapshotPath that)
        || that.fileSystem != fileSystem
        || absolute != that.absolute) {
      return false;
    }
    if (isEmpty() || that.isEmpty()) {
      return isEmpty() && that.isEmpty();
    }
    return names.size() >= that.names.size()
        && names.subList(0, that.names.size()).equals(that.names);
  }

  @Override
  public boolean endsWith(Path other) {
    if (!(Objects.requireNonNull(other) instanceof SnapshotPath that)
        || that.fileSystem != fileSystem) {
      return false;
    }
    if (that.absolute || isEmpty() || that.isEmpty()) {
      return equals(that);
    }
    int rest = names.size() - that.names.size();
    return rest >= 0 && names.subList(rest, names.size()).equals(that.names);
  }

  @Override
  public SnapshotPath normalize() {
    List<String> kept = new ArrayList<>();
    for (String name : names) {
      boolean removable = !kept.isEmpty() && !kept.get(kept.size() - 1).equals(UP);
      if (name.equals(UP) && removable) {
        kept.remove(kept.size() - 1);
      } else if (!name.equals(HERE) && !name.isEmpty() && !(name.equals(UP) && absolute)) {
        kept.add(name);
      }
    }
    return with(absolute, kept);
  }

  @Override
  public Path resolve(Path other) {
    SnapshotPath that = of(other);
    if (that.absolute || isEmpty()) {
      return that;
    }
    if (that.isEmpty()) {
      return this;
    }
    List<String> joined = new ArrayList<>(names);
    joined.addAll(that.names);
    return with(absolute, joined);
  }

  @Override
  public Path relativize(Path other) {
    SnapshotPath child = of(other);
    if (child.equals(this)) {
      return with(false, List.of());
    }
    if (absolute != child.absolute) {
      throw new IllegalArgumentException(
          "one of '" + this + "' and '" + other + "' is absolute, the other is not");
    }
    if (isEmpty()) {
      return child;
    }
    boolean dots = hasDots() || child.hasDots();
    List<String> from = dots ? normalize().parts() : names;
    List<String> to = dots ? child.normalize().parts() : child.parts();
    int common = 0;
    while (common < Math.min(from.size(), to.size()) && from.get(common).equals(to.get(common))) {
      common++;
    }
    List<String> up = from.subList(common, from.size());
    if (up.contains(UP)) {
      throw new IllegalArgumentException(
          "what lies between '" + this + "' and '" + other + "' can't be known");
    }
    List<String> way = new ArrayList<>(Collections.nCopies(up.size(), UP));
    way.addAll(to.subList(common, to.size()));
    return with(false, way);
  }

  /** Returns the names; of the empty path none. */
  private List<String> parts() {
    return isEmpty() ? List.of() : names;
  }

  private boolean hasDots() {
    return names.contains(HERE) || names.contains(UP);
  }

  /** Returns a path as one of this file system. */
  private SnapshotPath of(Path other) {
    if (Objects.requireNonNull(other) instanceof SnapshotPath that) {
      return that;
    }
    throw new ProviderMismatchException("not a path in a snapshot: " + other);
  }

  @Override
  public URI toUri() {
    return SnapshotUri.of(this);
  }

  @Override
  public SnapshotPath toAbsolutePath() {
    return absolute ? this : with(true, parts());
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    return fileSystem.provider().realPath(this, options);
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("a snapshot never changes: nothing to watch");
  }

  @Override
  public int compareTo(Path other) {
    return Arrays.compareUnsigned(
        toString().getBytes(StandardCharsets.UTF_8),
        ((SnapshotPath) other).toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SnapshotPath that
        && fileSystem == that.fileSystem
        && absolute == that.absolute
        && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return Objects.hash(absolute, names);
  }

  @Override
  public String toString() {
    return (absolute ? "/" : "") + String.join("/", names);
  }
}
