package io.byssus.api.target;

import io.byssus.api.source.EntryPath;
import java.io.IOException;
import java.util.List;

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
   * Opens the content of a file.
   *
   * @throws IOException if it can't be opened, or is no regular file
   */
  TargetContent open(EntryPath file) throws IOException;

  @Override
  void close();
}
