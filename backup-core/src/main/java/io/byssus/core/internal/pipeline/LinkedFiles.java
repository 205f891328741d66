package io.byssus.core.internal.pipeline;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.core.internal.tree.TreeEntry;
import java.util.HashMap;
import java.util.Map;

/** Files with several names, as they stand in trees. Used by one thread. */
final class LinkedFiles {
  private final Map<Long, Long> devices = new HashMap<>();
  private final LinkGroups<Boolean> met = new LinkGroups<>();

  /**
   * Returns an entry as it is stored: devices that hold linked files are numbered as they are met,
   * because the system's own numbers change with every start, and would change every such entry.
   */
  TreeEntry identify(TreeEntry entry) {
    EntryMetadata metadata = entry.metadata();
    if (metadata.links() == 1) {
      return entry;
    }
    if (!LinkGroups.isLinked(metadata)) {
      return entry.with(metadata.toBuilder().links(1).build());
    }
    long device = devices.computeIfAbsent(metadata.device(), number -> (long) devices.size());
    EntryMetadata.Builder identified = metadata.toBuilder().identity(metadata.inode(), device);
    if (entry.kind() == EntryKind.FILE) {
      // A file that changed while it was read may have another size than what is stored of it.
      identified.size(entry.content().size());
    }
    return entry.with(identified.build());
  }

  /** Returns whether no other name of an identified entry was asked about before. */
  boolean isFirstName(TreeEntry entry) {
    EntryMetadata metadata = entry.metadata();
    if (metadata.links() == 1) {
      return true;
    }
    boolean first = met.find(metadata) == null;
    if (first) {
      met.first(metadata, true);
    }
    return first;
  }
}
