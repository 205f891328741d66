package io.byssus.core.internal.tree;

import io.byssus.api.ChunkId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a directory's tree. */
public sealed interface TreeNode {
  /**
   * Some of the entries, or all.
   *
   * @param entries in the order of their names
   */
  record Leaf(List<TreeEntry> entries) implements TreeNode {}

  /**
   * A fork.
   *
   * @param children the nodes below it, {@code null} where there are no entries
   */
  record Branch(List<@Nullable ChunkId> children) implements TreeNode {}
}
