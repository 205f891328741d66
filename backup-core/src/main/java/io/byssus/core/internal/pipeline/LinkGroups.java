package io.byssus.core.internal.pipeline;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.LinkGroup;
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

  private final Map<LinkGroup, Noted<V>> groups = new HashMap<>();

  private static final class Noted<V> {
    private final V value;
    private long namesLeft;

    Noted(V value, long namesLeft) {
      this.value = value;
      this.namesLeft = namesLeft;
    }
  }

  /** Returns whether an entry is one of several names of a file that can be told from others. */
  static boolean isLinked(EntryMetadata metadata) {
    return LinkGroup.of(metadata).isPresent();
  }

  /** Returns what was noted with another name of the same file, or {@code null}. */
  @Nullable V find(EntryMetadata metadata) {
    LinkGroup group = LinkGroup.of(metadata).orElse(null);
    Noted<V> noted = group == null ? null : groups.get(group);
    if (noted == null) {
      return null;
    }
    if (--noted.namesLeft <= 0) {
      groups.remove(group);
    }
    return noted.value;
  }

  /** Notes something with the first name of a file. */
  void first(EntryMetadata metadata, V value) {
    if (groups.size() < MAX_GROUPS) {
      LinkGroup.of(metadata)
          .ifPresent(group -> groups.put(group, new Noted<>(value, metadata.links() - 1)));
    }
  }
}
