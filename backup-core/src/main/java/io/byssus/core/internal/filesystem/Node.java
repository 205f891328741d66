package io.byssus.core.internal.filesystem;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.LinkGroup;
import io.byssus.core.internal.tree.TreeEntry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry and the directories that it is in.
 *
 * @param parent the directory; {@code null} for the top
 * @param entry the entry; the top's has a name that means nothing
 */
record Node(@Nullable Node parent, TreeEntry entry) {
  boolean isDirectory() {
    return entry.kind() == EntryKind.DIRECTORY;
  }

  boolean isLink() {
    return entry.kind() == EntryKind.SYMBOLIC_LINK;
  }

  /** Returns the directory above; the top is above itself. */
  Node up() {
    return parent == null ? this : parent;
  }

  /**
   * Returns what is equal for all names of one file: its number and its device's where it has hard
   * links, else the path without any symbolic link in it.
   */
  Object key() {
    Optional<LinkGroup> group = LinkGroup.of(entry.metadata());
    return group.isPresent() ? group.get() : path();
  }

  /** Returns the path without any symbolic link in it. */
  EntryPath path() {
    return parent == null ? EntryPath.root() : parent.path().resolve(entry.name());
  }
}
