package io.byssus.core.source;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.SourceContent;
import io.byssus.api.source.SourceEntry;
import io.byssus.api.source.SourceSession;
import io.byssus.core.internal.file.PathBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Everything that a session lists, for tests. */
public final class WalkedTree {
  private final Map<EntryPath, SourceEntry> entries = new TreeMap<>();
  private final Map<EntryPath, IOException> problems = new TreeMap<>();

  /** Walks a session from its top. */
  public static WalkedTree of(SourceSession session) {
    WalkedTree tree = new WalkedTree();
    tree.walk(session, session.root());
    return tree;
  }

  private void walk(SourceSession session, SourceEntry directory) {
    List<SourceEntry> directories = new ArrayList<>();
    try {
      session.list(
          directory,
          new SourceSession.Visitor() {
            @Override
            public void entry(SourceEntry entry) {
              entries.put(entry.path(), entry);
              if (entry.metadata().kind() == EntryKind.DIRECTORY) {
                directories.add(entry);
              }
            }

            @Override
            public void problem(EntryPath path, IOException failure) {
              problems.put(path, failure);
            }
          });
    } catch (IOException e) {
      problems.put(directory.path(), e);
    }
    directories.forEach(found -> walk(session, found));
  }

  /** Returns what was listed, in order. */
  public Map<EntryPath, SourceEntry> entries() {
    return entries;
  }

  /** Returns what could not be looked at. */
  public Map<EntryPath, IOException> problems() {
    return problems;
  }

  /** Returns the entry of a file. */
  public SourceEntry at(Path file) {
    SourceEntry entry = entries.get(path(file));
    if (entry == null) {
      throw new AssertionError(file + " was not listed, but " + entries.keySet());
    }
    return entry;
  }

  /** Returns the paths below a directory, relative to it, as text. */
  public Set<String> below(Path directory) {
    EntryPath top = path(directory);
    int length = top.names().size();
    return entries.keySet().stream()
        .filter(path -> path.startsWith(top) && !path.equals(top))
        .map(path -> path.names().subList(length, path.names().size()))
        .map(names -> names.stream().map(EntryName::toString).collect(Collectors.joining("/")))
        .collect(Collectors.toSet());
  }

  /** Returns a file's path in a source. */
  public static EntryPath path(Path file) {
    EntryPath path = EntryPath.root();
    for (Path name : file.toAbsolutePath()) {
      path = path.resolve(EntryName.of(PathBytes.ofName(name)));
    }
    return path;
  }

  /** Reads a file through a session. */
  public static byte[] read(SourceSession session, SourceEntry file) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[1000];
    try (SourceContent content = session.open(file)) {
      for (int read; (read = content.read(buffer, 1, 998)) >= 0; ) {
        all.write(buffer, 1, read);
      }
    }
    return all.toByteArray();
  }
}
