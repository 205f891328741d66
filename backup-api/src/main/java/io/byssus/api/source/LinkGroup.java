package io.byssus.api.source;

import java.time.Instant;
import java.util.Optional;

/**
 * What all names of one file with hard links have in common, and no other file has: equal groups
 * are one file.
 *
 * <p>The inode number alone does not tell: it may be another file's as soon as the last name of one
 * is gone, also between two looks of one backup. But then the change time is another one. A file
 * that was changed between the looks at two of its names is taken for two files.
 *
 * @param kind what it is; no directory
 * @param device the device that it is on
 * @param inode its number there
 * @param size its size in bytes
 * @param modified when its content was last changed
 * @param changed when anything of it was last changed
 */
public record LinkGroup(
    EntryKind kind, long device, long inode, long size, Instant modified, Instant changed) {
  /** Returns the group of an entry; nothing if it has one name, or can't be told from others. */
  public static Optional<LinkGroup> of(EntryMetadata metadata) {
    boolean linked =
        metadata.links() > 1 && metadata.inode() != 0 && metadata.kind() != EntryKind.DIRECTORY;
    return linked
        ? Optional.of(
            new LinkGroup(
                metadata.kind(),
                metadata.device(),
                metadata.inode(),
                metadata.size(),
                metadata.modified(),
                metadata.changed()))
        : Optional.empty();
  }
}
