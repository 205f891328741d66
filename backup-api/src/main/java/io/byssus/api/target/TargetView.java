package io.byssus.api.target;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks at what is in a target, and changes nothing. Safe for use by many threads. Incubating. */
public interface TargetView extends AutoCloseable {
  /**
   * Lists a directory, in any order.
   *
   * @param directory its path; the top, or one that was listed as a directory
   * @return what is in it; nothing if the top directory is not there
   * @throws IOException if it can't be listed
   */
  List<TargetEntry> list(EntryPath directory) throws IOException;

  /**
   * Lists the names in a directory, in any order, as {@link #list} does.
   *
   * @param directory its path; the top, or one that was listed as a directory
   * @param names is given each name
   * @throws IOException if it can't be listed
   */
  default void names(EntryPath directory, Consumer<EntryName> names) throws IOException {
    list(directory).forEach(entry -> names.accept(entry.name()));
  }

  /**
   * Looks at one entry. A target in which a directory may be used and not listed answers for it
   * too.
   *
   * @param entry its path, below a directory that is there
   * @return what is there, or nothing
   * @throws IOException if that can't be seen
   */
  default Optional<TargetEntry> find(EntryPath entry) throws IOException {
    List<EntryName> names = entry.names();
    EntryName name = names.get(names.size() - 1);
    return list(EntryPath.of(names.subList(0, names.size() - 1))).stream()
        .filter(found -> found.name().equals(name))
        .findFirst();
  }

  /**
   * Opens the content of a file.
   *
   * @throws IOException if it can't be opened, or is no regular file
   */
  TargetContent open(EntryPath file) throws IOException;

  /**
   * Returns what the next session would take back of an earlier one, in words for people; empty if
   * there is nothing.
   *
   * @throws IOException if the target can't be looked into
   */
  default List<String> toTakeBack() throws IOException {
    return List.of();
  }

  @Override
  void close();
}
