package io.byssus.core.source;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.SourceSession;
import io.byssus.core.internal.file.NameList;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries of a directory: their names, of which each is looked at when it is its turn. */
final class FileListing implements SourceSession.Listing {
  private final FileEntry directory;
  private final NameList names;
  private final Look look;
  private final Iterator<Map.Entry<EntryPath, IOException>> missing;
  private @Nullable IOException failure;
  private int next;

  /** Looks at the entry of a name. */
  @FunctionalInterface
  interface Look {
    FileEntry entry(EntryName name) throws IOException;
  }

  /**
   * @param names in the order in which they are looked at
   * @param missing what should be there and is not
   * @param failure why there may be more names, or {@code null}
   */
  FileListing(
      FileEntry directory,
      NameList names,
      Look look,
      Map<EntryPath, IOException> missing,
      @Nullable IOException failure) {
    this.directory = directory;
    this.names = names;
    this.look = look;
    this.missing = missing.entrySet().iterator();
    this.failure = failure;
  }

  /** Looks at an entry out of turn. */
  FileEntry look(EntryName name) throws IOException {
    return look.entry(name);
  }

  @Override
  public boolean next(SourceSession.Visitor visitor) throws IOException {
    if (missing.hasNext()) {
      Map.Entry<EntryPath, IOException> problem = missing.next();
      visitor.problem(problem.getKey(), problem.getValue());
      return true;
    }
    if (next < names.size()) {
      EntryName name = names.get(next++);
      FileEntry found;
      try {
        found = look.entry(name);
      } catch (IOException e) {
        visitor.problem(directory.path().resolve(name), e);
        return true;
      }
      visitor.entry(found);
      return true;
    }
    IOException last = failure;
    failure = null;
    if (last != null) {
      throw last;
    }
    return false;
  }
}
