package io.byssus.core.internal.engine;

import io.byssus.api.EntryNotFoundException;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a snapshot that becomes the target's top.
 *
 * @param path where it is in the snapshot
 * @param entry the directory
 * @param only the one entry of it that is restored, or {@code null} for all
 */
record RestoreTop(EntryPath path, TreeEntry entry, @Nullable EntryName only) {
  /**
   * Returns the top for a path of a snapshot.
   *
   * @throws IllegalArgumentException if there is nothing at that path
   */
  static RestoreTop of(Manifest manifest, EntryPath from, TreeReader trees) {
    // It has no entry that could say whether something was left out of it.
    TreeEntry entry =
        TreeEntry.directory(
                EntryName.of("top"),
                EntryMetadata.of(EntryKind.DIRECTORY).permissions(0755).build(),
                manifest.tree())
            .with(TreeEntry.Coverage.PARTIAL);
    EntryPath path = EntryPath.root();
    for (EntryName name : from.names()) {
      TreeEntry child = trees.find(entry, name);
      if (child == null) {
        throw new EntryNotFoundException(
            "there is no " + from + " in snapshot " + manifest.snapshot().id().abbreviated());
      }
      if (child.kind() != EntryKind.DIRECTORY && path.resolve(name).equals(from)) {
        return new RestoreTop(path, entry, name);
      }
      entry = child;
      path = path.resolve(name);
    }
    return new RestoreTop(path, entry, null);
  }

  /** Returns whether the target's top is to get the metadata of a directory that was backed up. */
  boolean hasMetadata() {
    return !path.isRoot() && only == null;
  }
}
