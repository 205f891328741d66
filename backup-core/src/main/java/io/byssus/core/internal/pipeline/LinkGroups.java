package io.byssus.core.internal.pipeline;

import io.byssus.api.source.EntryMetadata;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files with several names, while not all of their names have been met, and what is known of them.
 * Used by one thread.
 */
final class LinkGroups<V> {
  /** Names outside the source never come. What is beyond is read, and counted, once more. */
  private static final int MAX_GROUPS = 1 << 18;

  private final Map<Key, Group<V>> groups = new HashMap<>();

  private record Key(long device, long inode) {}

  private static final class Group<V> {
    private final V value;
    private long namesLeft;

    Group(V value, long namesLeft) {
      this.value = value;
      this.namesLeft = namesLeft;
    }
  }

  /** Returns whether an entry is one of several names of a file that can be told from others. */
  static boolean isLinked(EntryMetadata metadata) {
    return metadata.links() > 1 && metadata.inode() != 0;
  }

  /** Returns what was noted with another name of the same file, or {@code null}. */
  @Nullable V find(EntryMetadata metadata) {
    Key key = new Key(metadata.device(), metadata.inode());
    Group<V> group = groups.get(key);
    if (group == null) {
      return null;
    }
    if (--group.namesLeft <= 0) {
      groups.remove(key);
    }
    return group.value;
  }

  /** Notes something with the first name of a file. */
  void first(EntryMetadata metadata, V value) {
    if (groups.size() < MAX_GROUPS) {
      groups.put(
          new Key(metadata.device(), metadata.inode()), new Group<>(value, metadata.links() - 1));
    }
  }
}
