package io.byssus.core.internal.file;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Paths from the root of a file system on. */
public final class AbsolutePath {
  private AbsolutePath() {}

  /**
   * Returns an absolute path without {@code .} and {@code ..}, that leads where the system goes:
   * {@code ..} behind a link is the directory above what the link points to. What no {@code ..}
   * follows is kept as it is, also where it is a link. Behind what is not there, {@code ..} only
   * takes a name away.
   *
   * @param path if it is relative, it is taken from the working directory
   */
  public static Path of(Path path) {
    Path absolute = path.toAbsolutePath();
    Path resolved = top(absolute);
    for (Path name : absolute) {
      String text = name.toString();
      if (text.equals("..")) {
        resolved = above(resolved);
      } else if (!text.equals(".")) {
        resolved = resolved.resolve(name);
      }
    }
    return resolved;
  }

  private static Path above(Path path) {
    Path real;
    try {
      real = path.toRealPath();
    } catch (IOException e) {
      real = path; // there is no such directory, and whoever opens it will say so
    }
    Path parent = real.getParent();
    return parent == null ? real : parent;
  }

  /** Returns the root of an absolute path. */
  public static Path top(Path absolute) {
    Path top = absolute.getRoot();
    if (top == null) {
      throw new IllegalArgumentException("not an absolute path: " + absolute);
    }
    return top;
  }

  /** Returns an absolute path as the path of an entry; a drive letter is its first name. */
  public static EntryPath entryPath(Path absolute) {
    List<EntryName> names = new ArrayList<>();
    String drive = top(absolute).toString().replaceAll("[:/\\\\]+", "");
    if (!drive.isEmpty()) {
      names.add(EntryName.of(drive));
    }
    for (Path name : absolute) {
      if (!name.toString().isEmpty()) {
        names.add(EntryName.of(PathBytes.ofName(name)));
      }
    }
    return EntryPath.of(names);
  }

  /**
   * Returns a path for people, in any locale: on POSIX as {@link EntryPath} prints it, without
   * {@code .} and {@code ..}.
   */
  public static String printable(Path path) {
    boolean posix = path.getFileSystem().getSeparator().equals("/");
    return posix ? entryPath(of(path)).toString() : path.toString();
  }
}
