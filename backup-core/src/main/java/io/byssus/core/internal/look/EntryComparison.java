package io.byssus.core.internal.look;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.core.diff.Difference.Aspect;
import io.byssus.core.internal.tree.FileContent;
import io.byssus.core.internal.tree.TreeEntry;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** In what two entries with one path differ, as far as a restore would show it. */
final class EntryComparison {
  private EntryComparison() {}

  static Set<Aspect> aspects(TreeEntry before, TreeEntry after) {
    EnumSet<Aspect> aspects = EnumSet.noneOf(Aspect.class);
    if (before.kind() != after.kind()) {
      aspects.add(Aspect.KIND);
    } else if (!sameContent(before, after)) {
      aspects.add(Aspect.CONTENT);
    }
    if (!sameMetadata(before.metadata(), after.metadata())) {
      aspects.add(Aspect.METADATA);
    }
    return aspects;
  }

  /**
   * Compares files by their chunks and links by their targets; what a directory has differs below.
   */
  private static boolean sameContent(TreeEntry before, TreeEntry after) {
    return before.kind() == EntryKind.FILE
        ? sameContent(before.content(), after.content())
        : Arrays.equals(before.linkTarget(), after.linkTarget());
  }

  static boolean sameContent(FileContent before, FileContent after) {
    if (before instanceof FileContent.Inline one && after instanceof FileContent.Inline other) {
      return Arrays.equals(one.bytes(), other.bytes());
    }
    return before instanceof FileContent.Chunked one
        && after instanceof FileContent.Chunked other
        && sameChunks(one, other);
  }

  private static boolean sameChunks(FileContent.Chunked one, FileContent.Chunked other) {
    if (one.depth() != other.depth() || one.count() != other.count()) {
      return false;
    }
    for (int i = 0; i < one.count(); i++) {
      if (one.length(i) != other.length(i) || !one.id(i).equals(other.id(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Compares what is restored and no part of the content. Change time, inode, device and the number
   * of links differ after every restore. Of attributes, those that were read count.
   */
  private static boolean sameMetadata(EntryMetadata before, EntryMetadata after) {
    return before.permissions() == after.permissions()
        && before.uid() == after.uid()
        && before.gid() == after.gid()
        && before.ownerName().equals(after.ownerName())
        && before.groupName().equals(after.groupName())
        && before.modified().equals(after.modified())
        && before.deviceNumber().equals(after.deviceNumber())
        && before.attributes().asPartial().equals(after.attributes().asPartial());
  }
}
